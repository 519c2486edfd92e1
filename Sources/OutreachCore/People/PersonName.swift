/// A person's name as the person or the employer wrote it, in any script.
///
/// There is no shortest name and no wrong name: mononyms, particles, hyphens, apostrophes and digits are all
/// taken. What is stored is what was entered, up to white space and Unicode normal form C; text that could not
/// be shown as it was entered is refused and never cleaned silently.
public struct PersonName: Hashable, Sendable, PersonalData {
    /// The given names with spaces between them, or `nil` for somebody with a family name only.
    public let given: String?

    /// The family name, or `nil` for somebody with given names only.
    public let family: String?

    /// For example `Dr`, as entered.
    public let title: String?

    /// The same name in Latin letters, where the name itself is in another script.
    public let latin: LatinForm?

    /// Family names used before, the latest first: records elsewhere may still have them.
    public let previousFamilyNames: [String]

    /// - Throws: ``ParseError`` where the name is empty, too long or cannot be shown as it was entered. An empty
    ///   part counts as none.
    public init(
        given: String? = nil,
        family: String? = nil,
        title: String? = nil,
        latin: LatinForm? = nil,
        previousFamilyNames: [String] = []
    ) throws(ParseError) {
        self.given = try given.map(NameText.init)?.content
        self.family = try family.map(NameText.init)?.content
        self.title = try title.map(NameText.init)?.content
        self.latin = latin
        var previous: [String] = []
        for name in previousFamilyNames {
            if let content = try NameText(name).content { previous.append(content) }
        }
        self.previousFamilyNames = previous
        guard self.given != nil || self.family != nil else { throw .empty }
    }

    /// What is wrong with one part of a name, so that an import can say in which column it stands.
    ///
    /// - Returns: `nil` for a part that ``init(given:family:title:latin:previousFamilyNames:)`` takes, and for an
    ///   empty one.
    public static func fault(in part: String) -> ParseError? {
        do {
            _ = try NameText(part)
            return nil
        } catch {
            return error
        }
    }

    /// The given names one by one, as FHIR and the matcher want them.
    public var givenNames: [String] { given?.split(separator: " ").map(String.init) ?? [] }

    /// For staff's lists: `FAMILY, Given (Title)`.
    ///
    /// Capitals follow Unicode whatever the language of the server: `ß` becomes `SS`, `i` becomes `I`. A script
    /// without capitals stays as it is.
    public var listDisplay: String {
        let name = [family?.uppercased(), given].compactMap(\.self).joined(separator: ", ")
        return title.map { "\(name) (\($0))" } ?? name
    }

    /// In the order in which the person says it, for letters and for the person's own pages.
    public var plainDisplay: String { [title, given, family].compactMap(\.self).joined(separator: " ") }
}

extension PersonName {
    /// A name in Latin letters beside a name in another script.
    public struct LatinForm: Hashable, Sendable, PersonalData {
        public let given: String?
        public let family: String?

        /// - Throws: ``ParseError``, `.notLatin` for letters of another script.
        public init(given: String? = nil, family: String? = nil) throws(ParseError) {
            self.given = try given.map(NameText.init)?.content
            self.family = try family.map(NameText.init)?.content
            guard self.given != nil || self.family != nil else { throw .empty }
            for part in [self.given, self.family].compactMap(\.self) {
                guard part.unicodeScalars.allSatisfy(\.isLatinOrNoLetter) else { throw .notLatin }
            }
        }
    }
}

extension PersonName {
    /// Why a text is not taken as a name.
    public enum ParseError: InputFault, Hashable, CaseIterable {
        /// Neither a given nor a family name.
        case empty
        case tooLong
        /// NUL, a line end inside the name, an escape and the like.
        case controlCharacter
        /// A mark that changes the direction of the text around it, and so what a reader sees.
        case directionMark
        /// A character without a width where no script needs it.
        case invisibleCharacter
        /// U+FFFD: the file was read with the wrong encoding, and letters are lost.
        case damagedText
        /// A Latin form with letters of another script.
        case notLatin

        public var code: String {
            switch self {
            case .empty: "name_empty"
            case .tooLong: "name_too_long"
            case .controlCharacter: "name_control_character"
            case .directionMark: "name_direction_mark"
            case .invisibleCharacter: "name_invisible_character"
            case .damagedText: "name_damaged_text"
            case .notLatin: "name_not_latin"
            }
        }

        public var advice: String {
            switch self {
            case .empty: "Enter the family name or a given name."
            case .tooLong: "Enter at most \(NameText.maximumLength) characters."
            case .controlCharacter: "The name holds a character that cannot be shown. Type it instead of copying it."
            case .directionMark: "The name holds a hidden direction mark. Type it instead of copying it."
            case .invisibleCharacter: "The name holds an invisible character. Type it instead of copying it."
            case .damagedText: "Letters of the name were lost when the file was saved. Save it as UTF-8."
            case .notLatin: "Enter the Latin form with Latin letters only, as in the passport."
            }
        }
    }
}
