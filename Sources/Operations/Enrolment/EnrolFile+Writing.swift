import OutreachCore
import Postgres
import Store

/// How the rows of a file are written: by one transaction, or a large file by two at once.
extension EnrolFile {
    /// Writes a plan under an upload, with an audit entry for each person, and answers the outcomes of its rows.
    ///
    /// Two transactions of a large file commit one right after the other, and the upload says until then that it is not
    /// finished: who dies in between leaves something that nobody was told of, and that is taken back where the file is
    /// sent again.
    func write(
        _ plan: EnrolmentPlan, _ draft: EnrolmentPlan.Draft, _ refused: [EnrolmentRecord], _ upload: UploadID,
        byTwo: Bool, in session: borrowing Session, by member: Membership
    ) throws -> [EnrolmentOutcome] {
        let takenCount = draft.records.count { $0.person != nil }
        let shares = byTwo ? plan.shares(of: draft.records) : (own: draft.records, other: [])
        guard shares.other.count >= worthSecondHand else {
            try session.addUpload(upload, sha256: file.sha256, rowCount: file.rows.count, enrolledCount: takenCount)
            return try write(plan, draft, draft.records + refused, upload, in: session)
        }
        let secondHand = try hand(over: shares.other, of: upload, takenCount, in: session, by: member)
        do {
            let outcomes = try write(plan, draft, shares.own + refused, upload, in: session)
            try session.finishUpload(upload)
            try secondHand.commit()
            return outcomes
        } catch {
            secondHand.abandon()
            throw error
        }
    }

    private func write(
        _ plan: EnrolmentPlan, _ draft: EnrolmentPlan.Draft, _ records: [EnrolmentRecord], _ upload: UploadID,
        in session: borrowing Session
    ) throws -> [EnrolmentOutcome] {
        try plan.write(records, upload: upload, in: session)
        let people = Set(records.lazy.compactMap(\.person))
        if !people.isEmpty { try session.audit(Self.entry(for: Array(people), of: upload)) }
        try session.refreshRegisterStatistics()
        return try plan.outcomes(draft, in: session)
    }

    /// Begins to write records by another transaction, after the upload that they belong to is there.
    private func hand(
        over records: [EnrolmentRecord], of upload: UploadID, _ takenCount: Int, in session: borrowing Session,
        by member: Membership
    ) throws -> SecondHand {
        let context = TransactionContext.acting(as: member)
        let (sha256, rowCount, timeout) = (file.sha256, file.rows.count, timeout ?? .seconds(120))
        try session.beside(context, timeout: timeout) { other in
            try other.addUpload(
                upload, sha256: sha256, rowCount: rowCount, enrolledCount: takenCount, isFinished: false)
        }.commit()
        return try session.beside(context, timeout: timeout) { other in
            try other.enrol(records, upload: upload)
            try other.audit(Self.entry(for: records.compactMap(\.person), of: upload))
        }
    }

    /// What the audit trail says of each person of a file.
    private static func entry(for people: [PersonID], of upload: UploadID) -> AuditEntry {
        AuditEntry(EnrolWorker.name, people: people, details: ["upload_id": upload.description])
    }

    /// Takes back what a process left that died while it wrote this file.
    ///
    /// By a transaction of its own: the file may be written by two, and neither sees what the other has not committed.
    func takeBack(_ upload: UploadID, in session: borrowing Session, by member: Membership) throws {
        guard session.mayHaveSecondHand else { return try Self.takeBack(upload, in: session) }
        try session.beside(.acting(as: member), timeout: timeout ?? .seconds(120)) { other in
            try Self.takeBack(upload, in: other)
        }.commit()
    }

    private static func takeBack(_ upload: UploadID, in session: borrowing Session) throws {
        let undone = try session.undoUpload(upload)
        try session.audit(
            AuditEntry("undo_enrolment", people: undone.people, details: ["upload_id": upload.description]))
    }
}

extension EnrolmentPlan {
    /// The records in two halves, the other of new people alone of whom nothing else is to be written.
    fileprivate func shares(of records: [EnrolmentRecord]) -> (own: [EnrolmentRecord], other: [EnrolmentRecord]) {
        var timesNamed: [PersonID: Int] = [:]
        for record in records {
            if let person = record.person { timesNamed[person, default: 0] += 1 }
        }
        let entangled = Set(reviews.flatMap { [$0.personId, $0.otherPersonId].compactMap(\.self) })
            .union(traces.lazy.map(\.person)).union(people.lazy.filter(\.isNumbered).map(\.id))
        var own: [EnrolmentRecord] = []
        var other: [EnrolmentRecord] = []
        for record in records {
            let isApart = record.person.map { timesNamed[$0] == 1 && !entangled.contains($0) } ?? false
            let isFree = isApart && record.newPerson?.hasBlankCard == false && other.count < records.count / 2
            if isFree { other.append(record) } else { own.append(record) }
        }
        return (own, other)
    }
}

extension EnrolmentPlan.NewPerson {
    /// Has a number of any nation, which is written by itself.
    fileprivate var isNumbered: Bool {
        number != nil || row.entry.chiNumber != nil || row.entry.healthAndCareNumber != nil
    }
}
