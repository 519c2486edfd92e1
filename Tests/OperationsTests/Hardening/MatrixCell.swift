import Jobs
import Operations
import OutreachCore
import Store

/// How far a role's right to an operation reaches.
enum Reach: Sendable {
    /// Only to what belongs to the own organisation: somebody else's looks like nothing at all.
    case own
    /// To everything that is there, whoever's it is.
    case all
    /// There is nothing that it is done to.
    case nothing
}

/// What an operation answered, as far as it tells whether the thing is there.
enum Answer: Equatable, Sendable {
    /// Done, and so many things shown or touched.
    case done(Int)
    case refused(Refusal)
}

/// One operation with who may do it to what, written down beside the program and not taken from it.
struct MatrixCell: Sendable {
    /// The name of the operation's type.
    let type: String
    let reach: [Role: Reach]
    private let attempt: @Sendable (OperationRunner, Membership, Things) async throws -> Answer

    /// A cell; `count` says how many things an outcome shows, one where it cannot show none.
    init<Task: Operation>(
        _ reach: [Role: Reach], count: @escaping @Sendable (Task.Outcome) -> Int = { _ in 1 },
        _ make: @escaping @Sendable (Things) throws -> Task
    ) {
        type = String(describing: Task.self)
        self.reach = reach
        attempt = { runner, member, things in
            do {
                return .done(count(try await runner.rehearse(try make(things), as: member)))
            } catch let refusal as Refusal {
                return .refused(refusal)
            }
        }
    }

    /// Rehearses the operation: nothing stays of it, so that all cells are tried on one database.
    func answer(by runner: OperationRunner, as member: Membership, on things: Things) async throws -> Answer {
        try await attempt(runner, member, things)
    }
}

/// Everything that an operation can be done to, of one owner; or of nobody.
struct Things: Sendable {
    var odsCode: ODSCode
    var signIn: SignIn
    var keyPrefix: String
    var familyName: String
    var temporaryID: TemporaryID
    /// Of somebody who carries no card any more.
    var revokedID: TemporaryID
    /// Of two people who are merged.
    var mergedIDs: [TemporaryID]
    var blankID: TemporaryID
    var caseID: String
    var vaccination: String
    var upload: UploadID
    var run: RunID
    /// Dead, as is the message.
    var job = JobID().description
    var message = NotificationID().description
    var retention: RetentionRunID
    /// Of the two people with and without a card.
    var review = ReviewID()
    /// Decided: the two are two, as the declaration says.
    var decidedReview = ReviewID()
    var exclusion = ExclusionID()
    var traceBatch = TraceBatchID()
    /// Held by the two who are merged.
    var number: NHSNumber
    /// Of a number that was closed by hand.
    var numberChange = NumberChangeID()
    /// One that nobody has approved, and one that was in use.
    var model = "00000000"
    var earlierModel = "00000000"
}
