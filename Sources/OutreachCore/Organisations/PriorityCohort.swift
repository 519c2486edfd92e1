/// The group in whose turn a person is vaccinated, 1 first.
///
/// Source: Joint Committee on Vaccination and Immunisation, advice on priority groups for COVID-19 vaccination,
/// 30 December 2020.
public enum PriorityCohort: Int, Hashable, Codable, Sendable, CaseIterable, Comparable {
    /// Residents of care homes for older adults, and those who care for them.
    case careHomes = 1
    /// Everybody from 80, and frontline health and social care workers.
    case frontlineWorkers
    case from75
    /// From 70, and the clinically extremely vulnerable.
    case from70
    case from65
    /// From 16 to 64 with an underlying condition.
    case underlyingConditions
    case from60
    case from55
    case from50

    /// The group of staff in this setting, unless somebody decides otherwise for a person.
    ///
    /// Temporary, locum and bank staff, students, volunteers, cleaners and porters count as staff.
    public init(defaultFor setting: EmployerSetting) {
        switch setting {
        case .careHome: self = .careHomes
        case .homeCare, .dayCentre, .otherSocialCare, .healthCare: self = .frontlineWorkers
        }
    }

    public static func < (left: PriorityCohort, right: PriorityCohort) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Where an employer's staff work.
public enum EmployerSetting: String, Hashable, Codable, Sendable, CaseIterable {
    /// A care home for older adults.
    case careHome = "care_home"
    case homeCare = "home_care"
    case dayCentre = "day_centre"
    case otherSocialCare = "other_social_care"
    /// A trust, a practice, a pharmacy or any other provider of health care.
    case healthCare = "health_care"
}
