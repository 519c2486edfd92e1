import Foundation
import OutreachCore
import Postgres
package import Store

extension HotOperations {
    /// Does ``EnrolWorker`` once for this key, however often it is asked for.
    ///
    /// Somebody who is new beyond doubt goes by batches: one reads who shares a blocking key, ``EnrolmentPlan`` decides,
    /// another writes where nothing has changed meanwhile. Everything else is done by an ordinary transaction.
    ///
    /// - Throws: ``Refusal``, or ``PostgresError``; after an unknown outcome, ask again with the same key.
    package func enrol(
        _ operation: EnrolWorker, as member: Membership, key: String
    ) async throws -> EnrolmentOutcome {
        try OperationRunner.permit(EnrolWorker.self, to: member)
        if let outcome = try await enrolInBatch(operation, as: member, key: key) { return outcome }
        return try await runner.run(operation, as: member, key: key)
    }

    private func enrolInBatch(
        _ operation: EnrolWorker, as member: Membership, key: String
    ) async throws -> EnrolmentOutcome? {
        let moment = Moment(now())
        let entry = WorkerEntry(operation.form, order: operation.dateOrder, today: moment.today)
        guard !entry.hasErrors, entry.chiNumber == nil, entry.healthAndCareNumber == nil,
            let code = operation.employerCode(for: member)
        else { return nil }
        let (keys, reference) = (entry.details.blockingKeys, entry.employerReference)
        async let patients = writes.referenceCandidates(sharing: keys)
        let standing = try await permitted(
            writes.enrolmentStanding(at: code, reference: reference, keys: keys, for: member, key: key))
        guard let standing else { return nil }
        let row = EnrolmentRow(number: 1, employer: standing.employer, entry: entry)
        guard let model = try await model(standing.model) else { return nil }
        let plan = EnrolmentPlan(
            new: row, candidates: standing.candidates, patients: try await patients, by: model)
        guard let (worker, outcome) = try newWorker(plan, operation, key, at: moment) else { return nil }
        let isDone = try await permitted(
            writes.enrol(worker, reference: reference, keys: keys, on: standing, for: member, key: key))
        return isDone ? outcome : nil
    }

    /// The model of this id, which is read and parsed once; `nil` where this program cannot read it.
    private func model(_ id: String) async throws -> PinnedModel? {
        if let model = models[id] { return model }
        guard let text = try await writes.modelText(id), let model = PinnedModel(id, text: text) else { return nil }
        models[id] = model
        return model
    }

    /// The rows of a plan that adds one person beyond doubt; `nil` of any other.
    private func newWorker(
        _ plan: EnrolmentPlan, _ operation: EnrolWorker, _ key: String, at moment: Moment
    ) throws -> (NewWorker, EnrolmentOutcome)? {
        guard let person = plan.onlyNewPerson, var outcome = plan.outcomes.first,
            let employment = plan.employments.first, let registration = try plan.cases(at: moment).first
        else { return nil }
        var generator = SystemRandomNumberGenerator()
        let id = TemporaryID.random(using: &generator)
        outcome.temporaryID = id
        let worker = NewWorker(
            person.id, person.row.entry.details, id: id, employment: employment, registration: registration,
            audit: EnrolWorker.auditEntry(of: outcome), claim: try OperationRunner.claim(operation, key: key),
            response: try OperationRunner.text(of: outcome))
        return (worker, outcome)
    }
}

extension EnrolWorker {
    /// The code of the employer, as far as it is well formed; an administrator has to name one.
    fileprivate func employerCode(for member: Membership) -> ODSCode? {
        guard employer.isEmpty else { return try? ODSCode(parsing: employer) }
        return member.role == .manager ? member.odsCode : nil
    }
}
