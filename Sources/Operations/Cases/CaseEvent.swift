package import OutreachCore

/// The events that somebody can report of a registration case, by the names that commands and forms use.
///
/// That a number was seen or withdrawn is no matter of anybody's word: traces and merges move the case by themselves.
package enum CaseEvent: String, Hashable, Codable, Sendable, CaseIterable {
    case confirmDetails = "confirm_details"
    case askForInformation = "ask_for_information"
    case submit
    case accept
    case refuse
    case seeGP = "see_gp"
    case close
    case findNotNeeded = "find_not_needed"
    case leaveEmployment = "leave_employment"
    case moveNation = "move_nation"
    case withdraw

    package var event: RegistrationCase.Event {
        switch self {
        case .confirmDetails: .confirmDetails
        case .askForInformation: .askForInformation
        case .submit: .submit
        case .accept: .accept
        case .refuse: .refuse
        case .seeGP: .seeGP
        case .close: .close
        case .findNotNeeded: .findNotNeeded
        case .leaveEmployment: .leaveEmployment
        case .moveNation: .moveNation
        case .withdraw: .withdraw
        }
    }
}

extension RegistrationCase.Event {
    /// The name that the case's history has.
    var name: String {
        switch self {
        case .confirmDetails: "confirm_details"
        case .askForInformation: "ask_for_information"
        case .submit: "submit"
        case .accept: "accept"
        case .refuse: "refuse"
        case .seeNumber: "see_number"
        case .seeGP: "see_gp"
        case .close: "close"
        case .findNotNeeded: "find_not_needed"
        case .leaveEmployment: "leave_employment"
        case .moveNation: "move_nation"
        case .withdraw: "withdraw"
        case .withdrawNumber: "withdraw_number"
        case .takeBack: "take_back"
        }
    }
}
