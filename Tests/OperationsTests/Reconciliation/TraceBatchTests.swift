import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `a batch of the national tracing service` {
    @Test func `asks in the columns of the data dictionary, and never again while it waits`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(
                Made(given: "Ada Mae", phone: "07700900001", postcode: "LS1 4AP", address: "14 Mill Lane"),
                reference: "W1")
            try await clinic.enrol(.ben, reference: "W2", withdrawn: true)
            let cho = try await clinic.enrol(.cho, reference: "W3")
            try await clinic.assignNumber(Made.number(3), to: cho)
            let batch = try await clinic.ask()
            let lines = try await clinic.questions(batch)
            #expect(
                lines.first == """
                    UNIQUE REFERENCE,NHS_NO,FAMILY_NAME,GIVEN_NAME,OTHER_GIVEN_NAME,GENDER,DATE_OF_BIRTH,POSTCODE,\
                    DATE_OF_DEATH,ADDRESS_LINE1,ADDRESS_LINE2,ADDRESS_LINE3,ADDRESS_LINE4,ADDRESS_LINE5,ADDRESS_DATE,\
                    GP_PRACTICE_CODE,GP_REGISTRATION_DATE,NHAIS_POSTING_ID,AS_AT_DATE,LOCAL_PATIENT_ID,INTERNAL_ID,\
                    TELEPHONE_NUMBER,MOBILE_NUMBER,EMAIL_ADDRESS
                    """)
            #expect(lines.count == 2)
            let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false)
            #expect(!cells[0].isEmpty)
            #expect(
                cells.dropFirst().joined(separator: ",")
                    == ",Okafor,Ada,Mae,2,19850714,LS1 4AP,,14 Mill Lane,,,,,,,,,,,,,07700900001,")
            // What was true then, also once it is corrected.
            try await clinic.correct(ada, [.familyName: "Eze"])
            let again = try await clinic.questions(batch)
            #expect(again == lines)
            let second = try await clinic.runner().run(StartTraceBatch(), as: clinic.members.steward)
            #expect(second == StartTraceBatch.Outcome(batch: nil, rows: 0))
        }
    }

    @Test func `is decided by the model in use`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            let careful = try await clinic.takeIntoUse(try Clinic.model(automatic: 60, review: -4))
            let reference = try await clinic.reference(in: try await clinic.ask())
            let outcome = try await clinic.take([ServiceReply(reference, "00", Made.number(1))])
            #expect(outcome.numbered == 0)
            #expect(outcome.reviews == 1)
            let rules = try await clinic.texts("SELECT rule AS text FROM trace")
            #expect(rules == ["fellegi-sunter:\(careful)"])
        }
    }

    @Test func `gives the number where our own matcher agrees, once`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            let reference = try await clinic.reference(in: try await clinic.ask())
            let file = [ServiceReply(reference, "00", Made.number(1))]
            let rehearsed = try await clinic.runner().rehearse(
                ImportTraceBatch(ServiceReply.bytes(file)), as: clinic.members.steward)
            #expect(rehearsed.numbered == 1)
            let before = try await clinic.numbers()
            #expect(before == [])
            let outcome = try await clinic.take(file)
            #expect(outcome.numbered == 1)
            #expect(outcome.answers == ["found": 1])
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            let states = try await clinic.texts("SELECT state AS text FROM case_current")
            #expect(states == ["gp_seen"])
            let messages = try await clinic.texts("SELECT DISTINCT state AS text FROM notification")
            #expect(messages == ["queued"])
            let again = try await clinic.take(file)
            #expect(again.repeats == 1)
            #expect(again.numbered == 0)
            let traces = try await clinic.texts("SELECT source || ' ' || outcome AS text FROM trace")
            #expect(traces == ["pds_mesh assigned"])
        }
    }

    @Test(arguments: [
        ("95", "under_investigation"), ("96", "not_enough_data"), ("97", "several_matches"), ("98", "not_found"),
        ("91", "invalid"),
    ])
    func `keeps why nobody was found`(_ code: String, _ word: String) async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            let reference = try await clinic.reference(in: try await clinic.ask())
            let outcome = try await clinic.take([
                ServiceReply(reference, code, ServiceReply.noNumber, algorithm: "4", confidence: "0")
            ])
            #expect(outcome.answers == [word: 1])
            #expect(outcome.numbered + outcome.reviews == 0)
            let kept = try await clinic.texts("SELECT outcome AS text FROM trace_batch_row")
            #expect(kept == [word])
            let traces = try await clinic.texts("SELECT source || ' ' || outcome AS text FROM trace")
            #expect(traces == ["pds_mesh none"])
        }
    }

    @Test(arguments: [
        ("4", "49", "not_matched"), ("4", "0", "not_matched"), ("0", "", "not_traced"), ("3", "0", "not_matched"),
    ])
    func `takes a weak answer for none`(_ algorithm: String, _ confidence: String, _ word: String) async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            let reference = try await clinic.reference(in: try await clinic.ask())
            let outcome = try await clinic.take([
                ServiceReply(reference, "00", Made.number(1), algorithm: algorithm, confidence: confidence)
            ])
            #expect(outcome.answers == [word: 1])
            let numbers = try await clinic.numbers()
            #expect(numbers == [])
        }
    }

    @Test func `asks a steward where our matcher is not certain, or the patient is sensitive or has died`() async throws
    {
        try await Clinic.with { clinic in
            for (index, name) in ["Ada", "Bea", "Cho"].enumerated() {
                try await clinic.enrol(
                    Made(given: name, born: "198\(index)-07-14", phone: "077009000\(10 + index)"),
                    reference: "W\(index)")
            }
            let batch = try await clinic.ask()
            var answers: [ServiceReply] = []
            for index in 0..<3 {
                let name = ["Ada", "Bea", "Cho"][index]
                var answer = ServiceReply(try await clinic.reference(in: batch, of: name), "00", Made.number(index + 1))
                (answer.given, answer.born, answer.phone) = (name, "198\(index)0714", "077009000\(10 + index)")
                answers.append(answer)
            }
            answers[0].given = "Adelheid"
            answers[1].code = "92"
            answers[2].died = "20240101"
            let outcome = try await clinic.take(answers)
            #expect(outcome.numbered == 0)
            let queue = try await clinic.queue()
            #expect(queue.map(\.kind) == [.trace, .trace, .trace])
            // The patient is shown as the service described them.
            let shown = try await clinic.show(
                try #require(queue.first { $0.person?.name.contains("Ada") == true }).reviewID)
            let given = try #require(shown.fields.first { $0.field == "given_names" })
            #expect(given.other.map(\.text).joined() == "Adelheid")
        }
    }

    @Test func `tells of rows with a fault and takes the others`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.enrol(.ben, reference: "W2")
            let batch = try await clinic.ask()
            let reference = try await clinic.reference(in: batch, of: "Ada")
            // Of a question that nothing else answers.
            var asked = ServiceReply(try await clinic.reference(in: batch, of: "Ben"), "98", ServiceReply.noNumber)
            asked.asked = Made.number(9)
            let outcome = try await clinic.take([
                ServiceReply("NOBODY", "00", Made.number(1)), ServiceReply(reference, "00", Made.number(1)),
                ServiceReply(reference, "00", Made.number(1)), ServiceReply(reference, "42", Made.number(1)),
                ServiceReply(reference, "00", "9990000019"), ServiceReply(reference, "00", ServiceReply.noNumber),
                asked,
            ])
            #expect(outcome.errors.count == 6)
            #expect(outcome.numbered == 1)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            let other = try await clinic.take([ServiceReply(reference, "00", Made.number(2)), asked])
            #expect(other.errors.count == 2)
            let headless = await refusal {
                try await clinic.runner().run(ImportTraceBatch(Array("a,b\n".utf8)), as: clinic.members.steward)
            }
            #expect(headless?.code == .invalid)
        }
    }

    @Test func `makes a conflict of a number that somebody else holds, and respects declarations`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            let ben = try await clinic.enrol(.ben, reference: "W2")
            let batch = try await clinic.ask()
            let cho = try await clinic.enrol(.cho, reference: "W3")
            try await clinic.assignNumber(Made.number(1), to: cho)
            _ = try await clinic.runner().run(
                DeclareExclusion(
                    .temporaryID(ben.id), isNot: .number(try NHSNumber(parsing: Made.number(2))), reason: "a namesake"),
                as: clinic.members.steward)
            var answer = ServiceReply(try await clinic.reference(in: batch, of: "Ben"), "00", Made.number(2))
            (answer.given, answer.family, answer.born, answer.phone) = ("Ben", "Suarez", "19900302", "07700900002")
            let outcome = try await clinic.take([
                ServiceReply(try await clinic.reference(in: batch, of: "Ada"), "00", Made.number(1)), answer,
            ])
            #expect(outcome.numbered == 0)
            let queue = try await clinic.queue()
            #expect(queue.map(\.conflict) == [.numberHeld])
        }
    }

    @Test func `finds out that held numbers were replaced, are invalid, another's, or of the dead`() async throws {
        try await Clinic.with { clinic in
            var workers: [Clinic.Worker] = []
            for (index, name) in ["Ada", "Bea", "Cho", "Dee", "Eve"].enumerated() {
                let worker = try await clinic.enrol(
                    Made(given: name, born: "198\(index)-07-14", phone: "077009000\(10 + index)"),
                    reference: "W\(index)")
                try await clinic.assignNumber(Made.number(index + 1), to: worker)
                workers.append(worker)
            }
            let batch = try await clinic.ask(.held)
            var answers: [ServiceReply] = []
            for (index, name) in ["Ada", "Bea", "Cho", "Dee", "Eve"].enumerated() {
                var answer = ServiceReply(try await clinic.reference(in: batch, of: name), "00", Made.number(index + 1))
                (answer.asked, answer.given, answer.born) = (Made.number(index + 1), name, "198\(index)0714")
                answers.append(answer)
            }
            (answers[0].code, answers[0].matched) = ("90", Made.number(11))
            (answers[1].code, answers[1].matched) = ("91", ServiceReply.noNumber)
            answers[2].matched = Made.number(12)
            answers[3].died = "20240101"
            let outcome = try await clinic.take(answers)
            #expect(outcome.reviews == 4)
            let lines = try await clinic.queue()
            let kinds = Dictionary(uniqueKeysWithValues: lines.map { ($0.person?.personID, $0.conflict) })
            #expect(kinds[workers[0].person] == .superseded)
            #expect(kinds[workers[1].person] == .invalidated)
            #expect(kinds[workers[2].person] == .twoNumbers)
            #expect(kinds[workers[3].person] == .deceased)
            // The way out of the first: the number that follows.
            let review = try #require(lines.first { $0.conflict == .superseded }).reviewID
            try await clinic.decide(review, .giveNumber)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let numbers = try await clinic.numbers()
            #expect(numbers.contains("\(Made.number(11)) \(workers[0].person)"))
        }
    }
}

/// A row of an answer.
private struct ServiceReply {
    var reference: String
    var code: String
    var matched: String
    var algorithm: String
    var confidence: String
    var asked = ""
    var given = "Ada"
    var family = "Okafor"
    var born = "19850714"
    var died = ""
    var phone = "07700900001"

    init(
        _ reference: String, _ code: String, _ matched: String, algorithm: String = "3", confidence: String = "100"
    ) {
        (self.reference, self.code, self.matched) = (reference, code, matched)
        (self.algorithm, self.confidence) = (algorithm, confidence)
    }

    static let noNumber = String(repeating: "0", count: 10)

    static let header = [
        "UNIQUE REFERENCE", "REQ_NHS_NUMBER", "FAMILY_NAME", "GIVEN_NAME", "OTHER_GIVEN_NAME", "GENDER",
        "DATE_OF_BIRTH", "DATE_OF_DEATH", "ADDRESS_LINE1", "ADDRESS_LINE2", "ADDRESS_LINE3", "ADDRESS_LINE4",
        "ADDRESS_LINE5", "POSTCODE", "GP_PRACTICE_CODE", "GP_REGISTRATION_DATE", "NHAIS_POSTING_ID", "AS_AT_DATE",
        "LOCAL_PATIENT_ID", "INTERNAL_ID", "TELEPHONE_NUMBER", "MOBILE_NUMBER", "EMAIL_ADDRESS", "SENSITIVITY_FLAG",
        "MPS_ID", "ERROR/SUCCESS_CODE", "MATCHED_NHS_NO", "MATCHED_ALGORITHM_INDICATOR",
        "MATCHED_CONFIDENCE_PERCENTAGE",
    ]

    static func bytes(_ answers: [ServiceReply]) -> [UInt8] {
        let rows = answers.map { answer in
            let cells = [
                "UNIQUE REFERENCE": answer.reference, "REQ_NHS_NUMBER": answer.asked, "FAMILY_NAME": answer.family,
                "GIVEN_NAME": answer.given, "GENDER": "2", "DATE_OF_BIRTH": answer.born, "DATE_OF_DEATH": answer.died,
                "GP_PRACTICE_CODE": "B86001", "MOBILE_NUMBER": answer.phone, "ERROR/SUCCESS_CODE": answer.code,
                "MATCHED_NHS_NO": answer.matched, "MATCHED_ALGORITHM_INDICATOR": answer.algorithm,
                "MATCHED_CONFIDENCE_PERCENTAGE": answer.confidence,
            ]
            return header.map { cells[$0] ?? "" }.joined(separator: ",")
        }
        return Array(([header.joined(separator: ",")] + rows).joined(separator: "\r\n").utf8)
    }
}

extension Clinic {
    fileprivate func ask(_ scope: TraceScope = .waiting) async throws -> TraceBatchID {
        let started = try await runner().run(StartTraceBatch(scope), as: members.steward)
        return try #require(started.batch)
    }

    fileprivate func questions(_ batch: TraceBatchID) async throws -> [String] {
        let exported = try await runner().run(ExportTraceBatch(batch), as: members.steward)
        return String(decoding: exported.bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    /// The reference of the question about somebody, by given name, or of the only one.
    fileprivate func reference(in batch: TraceBatchID, of given: String? = nil) async throws -> String {
        let lines = try await questions(batch).dropFirst()
        let line = lines.first { line in given.map { line.contains(",\($0),") } ?? true }
        return String(try #require(line?.split(separator: ",").first))
    }

    fileprivate func take(_ answers: [ServiceReply]) async throws -> ImportTraceBatch.Outcome {
        try await runner().run(ImportTraceBatch(ServiceReply.bytes(answers)), as: members.steward)
    }
}
