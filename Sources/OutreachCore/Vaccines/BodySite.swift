/// Where on the body a vaccine is given.
public enum BodySite: String, Hashable, Codable, Sendable, CaseIterable {
    case leftUpperArm = "left_upper_arm"
    case rightUpperArm = "right_upper_arm"
    case leftThigh = "left_thigh"
    case rightThigh = "right_thigh"
    case leftButtock = "left_buttock"
    case rightButtock = "right_buttock"
    case nose

    /// The structure in SNOMED CT.
    public var code: SNOMEDCode {
        switch self {
        case .leftUpperArm: SNOMEDCode(known: "368208006")
        case .rightUpperArm: SNOMEDCode(known: "368209003")
        case .leftThigh: SNOMEDCode(known: "61396006")
        case .rightThigh: SNOMEDCode(known: "11207009")
        case .leftButtock: SNOMEDCode(known: "723979003")
        case .rightButtock: SNOMEDCode(known: "723980000")
        case .nose: SNOMEDCode(known: "279549004")
        }
    }

    /// The name that pages show.
    public var name: String {
        switch self {
        case .leftUpperArm: "Left upper arm"
        case .rightUpperArm: "Right upper arm"
        case .leftThigh: "Left thigh"
        case .rightThigh: "Right thigh"
        case .leftButtock: "Left buttock"
        case .rightButtock: "Right buttock"
        case .nose: "Nose"
        }
    }
}
