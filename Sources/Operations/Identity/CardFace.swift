import OutreachCore
import Store

/// What `templates/cards/card.mustache` shows: one card, all of it from one ``Card``.
struct CardFace {
    let temporaryID: String
    /// A card without details, to be written on.
    let isBlank: Bool
    /// `FAMILY, Given (Title)`, as site staff read it on their screens.
    let name: String
    /// The class of the name's letters: the longer, the smaller.
    let nameSize: String
    /// The name as the person says it, in Latin letters where there is such a form.
    let plainName: String?
    let birthDate: String?
    let employer: String?
    let qrCodePath: String
    let qrCodeSide: Int

    init(_ card: Card) throws {
        let code = try QRCode(card.temporaryID.canonical)
        temporaryID = card.temporaryID.formatted
        isBlank = card.name == nil
        let fitted = FittedName(card.name)
        name = fitted.listed
        nameSize = fitted.size.rawValue
        plainName = fitted.plain
        birthDate = card.birthDate?.formattedForStaff
        employer = card.employerName?.cut(toWidth: fitted.size.widthBelow)
        qrCodePath = code.path
        qrCodeSide = code.side
    }
}

/// A name in letters that let it stand on a card whole, or cut with an ellipsis where none are small enough.
///
/// Widths are in halves of a small letter, 0.28 of the letter's size: a line of 50 mm holds 46 of them at 11 points, 63
/// at 8 and 78 at 6.5. Each limit leaves a tenth for lines that break early.
private struct FittedName {
    /// The classes of `templates/cards/style.mustache`.
    enum Size: String {
        /// Two lines of 11 points.
        case regular
        /// Three lines of 8 points.
        case long
        /// Five lines of 6.5 points.
        case longest

        init(width: Int) {
            switch width {
            case ...82: self = .regular
            case ...170: self = .long
            default: self = .longest
            }
        }

        /// What fits into each text below the name: two lines, or the one that the longest names leave.
        var widthBelow: Int { self == .longest ? 60 : 120 }
    }

    let listed: String
    let size: Size
    let plain: String?

    init(_ name: PersonName?) {
        listed = name.map(Self.listed) ?? ""
        size = Size(width: listed.width)
        let plain = name.map(Self.plain)?.cut(toWidth: size.widthBelow)
        self.plain = plain == listed ? nil : plain
    }

    /// Cut part by part, so that a long family name leaves room for a given name.
    private static func listed(_ name: PersonName) -> String {
        let whole = name.listDisplay
        guard whole.width > 350 else { return whole }
        let parts = [name.family?.uppercased().cut(toWidth: 200), name.given?.cut(toWidth: 130)]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func plain(_ name: PersonName) -> String {
        guard let latin = name.latin else { return name.plainDisplay }
        return [latin.given, latin.family].compactMap(\.self).joined(separator: " ")
    }
}

extension String {
    /// The room that the text takes, in halves of a small letter.
    fileprivate var width: Int { reduce(0) { $0 + $1.width } }

    /// The text, or as much of it as fits with an ellipsis at its end.
    fileprivate func cut(toWidth limit: Int) -> String {
        guard width > limit else { return self }
        var room = limit - Character("…").width
        let kept = prefix { character in
            room -= character.width
            return room >= 0
        }
        return kept.split(separator: " ").joined(separator: " ") + "…"
    }
}

extension Character {
    /// Rounded up: too small letters are better than a cut name.
    fileprivate var width: Int {
        switch unicodeScalars.first?.value ?? 0 {
        // The wide scripts of East Asia (UAX #11, classes W and F).
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFD: 4
        default: "WM@…".contains(self) ? 4 : isUppercase ? 3 : 2
        }
    }
}
