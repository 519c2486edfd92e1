extension NHSNumber {
    /// Who issues the ten-digit numbers of one range.
    ///
    /// One number space is shared by the health services of these islands, cut into ranges.
    /// Source: range table of the public `nhs-number` library, version 2.
    public enum Range: Hashable, Sendable, CaseIterable {
        case unallocated
        /// Community Health Index: the number starts with the date of birth.
        case scotland
        /// Health and Care number.
        case northernIreland
        case englandWalesIsleOfMan
        /// Kept for the national systems' own tests.
        case reserved
        /// Individual Health Identifier of the Republic of Ireland.
        case ireland
        /// Test and synthetic numbers.
        case neverIssued

        /// The range of a number of up to ten digits.
        init(of number: Int) {
            // By the first four digits: every range starts and ends with whole millions.
            switch number / 1_000_000 {
            case 100...3112: self = .scotland
            case 3200...3999: self = .northernIreland
            case 4000...4999, 6000...7999: self = .englandWalesIsleOfMan
            case 5000...5999: self = .reserved
            case 8000...8599: self = .ireland
            case 9000...9999: self = .neverIssued
            default: self = .unallocated
            }
        }
    }
}
