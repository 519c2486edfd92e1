import Foundation
import Jobs
import Operations
import OutreachCore
import Store

// What the API answers where an operation's own outcome has names that a program could not read without its context.

/// What became of one worker.
struct EnrolledWorker: Encodable {
    let result: EnrolmentOutcome.Result
    let personID: PersonID?
    let employmentID: EmploymentID?
    let temporaryID: TemporaryID?
    let problems: [FieldProblem]

    init(_ outcome: EnrolmentOutcome) {
        result = outcome.result
        personID = outcome.person
        employmentID = outcome.employment
        temporaryID = outcome.temporaryID
        problems = outcome.problems
    }
}

/// An ID that somebody has been given.
struct IssuedCard: Encodable {
    let temporaryID: TemporaryID
    let personID: PersonID

    init(_ issued: IssuedID) {
        temporaryID = issued.temporaryID
        personID = issued.person
    }
}

/// A file that was taken.
struct ListedUpload: Encodable {
    let uploadID: UploadID
    let rowCount: Int
    let enrolledCount: Int
    let createdAt: Date
    let undoneAt: Date?

    init(_ upload: Upload) {
        uploadID = upload.id
        rowCount = upload.rowCount
        enrolledCount = upload.enrolledCount
        createdAt = upload.createdAt
        undoneAt = upload.undoneAt
    }
}

/// Two records that are one human from now on.
struct OpenedMerge: Encodable {
    let mergeID: MergeID
    let goldenPersonID: PersonID
    // Not "IDs": that would be written person_i_ds.
    let personIds: [PersonID]
    let warnings: [DoseWarning]

    init(_ outcome: MergePeople.Outcome) {
        mergeID = outcome.merge
        goldenPersonID = outcome.golden
        personIds = outcome.members
        warnings = outcome.warnings
    }
}

/// A merge that was taken back, and who is one human now.
struct UndoneMerge: Encodable {
    let mergeID: MergeID
    let groups: [[PersonID]]

    init(_ outcome: UnmergePeople.Outcome) {
        mergeID = outcome.merge
        groups = outcome.groups
    }
}

/// A job that was asked for.
struct RequestedJob: Encodable {
    let jobID: JobID
    /// False where one like it waited or ran already: it is that one.
    let isNew: Bool

    init(_ outcome: RequestReconciliation.Outcome) {
        jobID = outcome.job
        isNew = outcome.isNew
    }
}

/// A job as somebody looks at it.
struct ShownJob: Encodable {
    let jobID: JobID
    let kind: String
    let state: JobState
    let result: [String: String]
    let attempt: Int
    let maximumAttempts: Int
    let runAt: Date
    let errorCode: String?
    let createdAt: Date
    let startedAt: Date?
    let finishedAt: Date?

    init(_ job: JobRecord) {
        jobID = job.id
        kind = job.kind.rawValue
        state = job.state
        result = job.result
        attempt = job.attempt
        maximumAttempts = job.maximumAttempts
        runAt = job.runAt
        errorCode = job.errorCode
        createdAt = job.createdAt
        startedAt = job.startedAt
        finishedAt = job.finishedAt
    }
}

/// A plan of retention, or what carrying it out removed.
struct RetentionPlan: Encodable {
    let planID: RetentionRunID
    let due: [PlanRetention.Due]

    init(_ outcome: PlanRetention.Outcome) {
        planID = outcome.run
        due = outcome.due
    }
}

/// A person's details after a correction.
struct RectifiedPerson: Encodable {
    let personID: PersonID
    let version: Int
    let changed: [String]
    let warnings: [FieldProblem]

    init(_ outcome: RectifyPerson.Outcome) {
        personID = outcome.person
        version = outcome.version
        changed = outcome.changed
        warnings = outcome.warnings
    }
}
