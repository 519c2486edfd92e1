/// What the national tracing service answered about one person.
///
/// Source: PDS MESH data dictionary, ERROR/SUCCESS_CODE, and facts.md, section 4.
package enum TraceAnswer: String, Hashable, Codable, Sendable, CaseIterable {
    /// 00, with a match.
    case found
    /// 00, and the algorithm ran without a match: a non-zero indicator with 0 %, or under the accepted confidence.
    case notMatched = "not_matched"
    /// 00, and no trace was run.
    case notTraced = "not_traced"
    /// 90: the number asked about was replaced; the details are those of the record that replaced it.
    case superseded
    /// 91: the record is invalid, its details are suppressed.
    case invalid
    /// 92: found, and what tells where the patient is was removed.
    case sensitive
    /// 95: an old record under investigation.
    case underInvestigation = "under_investigation"
    /// 96: not enough was sent to tell several exact matches apart.
    case notEnoughData = "not_enough_data"
    /// 97: several close matches.
    case severalMatches = "several_matches"
    /// 98
    case notFound = "not_found"

    /// The confidence in percent from which an algorithmic match is one at all.
    static let acceptedConfidence = 50.0

    /// Reads a code with what stands beside it; `nil` for a code that is none of the dictionary.
    ///
    /// - Parameters:
    ///   - code: ERROR/SUCCESS_CODE, two digits.
    ///   - algorithm: MATCHED_ALGORITHM_INDICATOR: 0 none was run, 1 cross-check, 3 alphanumeric, 4 algorithmic.
    ///   - confidence: MATCHED_CONFIDENCE_PERCENTAGE.
    init?(code: String, algorithm: String, confidence: Double?) {
        switch code {
        case "00":
            let isAccepted = (confidence ?? 100) >= (algorithm == "4" ? Self.acceptedConfidence : 1)
            self = algorithm == "0" ? .notTraced : isAccepted ? .found : .notMatched
        case "90": self = .superseded
        case "91": self = .invalid
        case "92": self = .sensitive
        case "95": self = .underInvestigation
        case "96": self = .notEnoughData
        case "97": self = .severalMatches
        case "98": self = .notFound
        default: return nil
        }
    }

    /// Whether it names a patient.
    var namesPatient: Bool {
        switch self {
        case .found, .superseded, .sensitive: true
        case .notMatched, .notTraced, .invalid, .underInvestigation, .notEnoughData, .severalMatches, .notFound: false
        }
    }

    /// Why it names none, in words for a nurse.
    var reason: String {
        switch self {
        case .found, .sensitive: "the national service found the patient"
        case .superseded: "the number was replaced by another one"
        case .notMatched: "the national service found nobody who fits well enough"
        case .notTraced: "the national service did not look"
        case .invalid: "the number asked about is no patient's any more"
        case .underInvestigation: "the national record is under investigation"
        case .notEnoughData: "the national service needs more details"
        case .severalMatches: "several patients fit"
        case .notFound: "the national service knows nobody like that"
        }
    }
}
