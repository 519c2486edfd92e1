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
        employer = card.employerName?.cut(toWidth: Self.employerWidth)
        qrCodePath = code.path
        qrCodeSide = code.side
    }

    /// Two lines of the card's smallest letters.
    private static let employerWidth = 70
}

/// A name in letters that let it stand on a card whole, or cut with an ellipsis where none are small enough.
private struct FittedName {
    enum Size: String {
        case regular
        case long
        case longest
    }

    let listed: String
    let size: Size
    let plain: String?

    init(_ name: PersonName?) {
        listed = name.map(Self.listed) ?? ""
        size =
            switch listed.columns {
            case ...38: .regular
            case ...75: .long
            default: .longest
            }
        plain = name.map(Self.plain)?.cut(toWidth: size == .longest ? 40 : 76)
    }

    /// Cut part by part, so that a long family name leaves room for a given name.
    private static func listed(_ name: PersonName) -> String {
        let whole = name.listDisplay
        guard whole.columns > 125 else { return whole }
        let parts = [name.family?.uppercased().cut(toWidth: 70), name.given?.cut(toWidth: 50)]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func plain(_ name: PersonName) -> String {
        guard let latin = name.latin else { return name.plainDisplay }
        return [latin.given, latin.family].compactMap(\.self).joined(separator: " ")
    }
}

extension String {
    /// The room that the text takes in columns of a narrow letter, as terminals count: a Han character takes two.
    fileprivate var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The text, or as much of it as fits with an ellipsis at its end.
    fileprivate func cut(toWidth width: Int) -> String {
        guard columns > width else { return self }
        var room = width - 1
        let kept = prefix { character in
            room -= character.columns
            return room >= 0
        }
        return kept + "…"
    }
}

extension Character {
    /// Two for the wide scripts of East Asia (UAX #11, classes W and F), one for others.
    fileprivate var columns: Int {
        switch unicodeScalars.first?.value ?? 0 {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFD: 2
        default: 1
        }
    }
}
