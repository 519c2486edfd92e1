import OutreachCore
import Store

/// What a check of a dose means for recording it.
struct DoseDecision {
    /// Codes of everything found, for the audit trail.
    let codes: [String]
    let doseNumber: Int
    /// The reason, where one was needed.
    let overrideReason: String?
    let notes: [DoseNote]

    /// A decision that was made before and still holds: nothing that the rules look at has changed.
    init(standingOf recorded: Vaccination) {
        codes = []
        doseNumber = recorded.doseNumber
        overrideReason = recorded.overrideReason
        notes = []
    }

    /// - Throws: ``AuditedRefusal`` where the dose cannot be recorded, or not without a reason.
    init(_ check: DoseCheck, overrideReason: String?, of person: PersonID, for action: String) throws(AuditedRefusal) {
        codes = check.findings.map(\.code)
        doseNumber = check.doseNumber
        let entry = AuditEntry(
            action + "_refused", people: [person], details: ["findings": codes.joined(separator: " ")])
        switch check.severity {
        case .refuse:
            throw AuditedRefusal(
                Refusal(.invalid, "This lies in the future. Record a dose after it was given."), audit: entry)
        case .stop where overrideReason == nil:
            let stops = check.findings.filter { $0.severity == .stop }.map(\.sentence)
            throw AuditedRefusal(
                Refusal(
                    .conflict,
                    stops.joined(separator: " ") + " If it was given all the same, record it with the reason."),
                audit: entry)
        case .stop:
            self.overrideReason = overrideReason
            notes = [.overridden] + (codes.contains("mixed_product") ? [.mixedProduct] : [])
        case .inform:
            self.overrideReason = nil
            notes = [.mixedProduct]
        case nil:
            self.overrideReason = nil
            notes = []
        }
    }
}

/// What whoever recorded a dose should know about it.
///
/// It holds nothing of the person, so that it can be kept.
package enum DoseNote: String, Hashable, Codable, Sendable {
    /// The card that was presented has been replaced.
    case temporaryIDReplaced = "temporary_id_replaced"
    /// An earlier dose of the course was another product.
    case mixedProduct = "mixed_product"
    /// A check said stop, and a reason was given.
    case overridden
    /// What is recorded already says something else: amend it where it is wrong.
    case recordedDifferently = "recorded_differently"

    package var sentence: String {
        switch self {
        case .temporaryIDReplaced: "The card was replaced: ask for the newer one."
        case .mixedProduct: "An earlier dose was another product."
        case .overridden: "Recorded against a check, with your reason."
        case .recordedDifferently: "The dose is recorded with other particulars: amend it where they are wrong."
        }
    }
}

extension DoseCheck.Finding {
    var code: String {
        switch self {
        case .futureDate: "future_date"
        case .duplicateSameDay: "duplicate_same_day"
        case .tooSoon: "too_soon"
        case .tooCloseToLater: "too_close_to_later"
        case .batchExpired: "batch_expired"
        case .mixedProduct: "mixed_product"
        }
    }

    var sentence: String {
        switch self {
        case .futureDate: "The dose lies in the future."
        case .duplicateSameDay: "A dose against the same disease is recorded for this day at another site."
        case .tooSoon(let earliest, let since):
            "The last dose that counts was on \(since.formattedForStaff): the next is due on "
                + "\(earliest.formattedForStaff) at the earliest."
        case .tooCloseToLater(let later):
            "A later dose is recorded for \(later.formattedForStaff), which is too close to this one."
        case .batchExpired(let expiry): "The batch expired on \(expiry.formattedForStaff), before the dose was given."
        case .mixedProduct: "An earlier dose was another product."
        }
    }
}
