import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What employers do: enrol staff, follow their cases, print cards.
    static let employers: [Endpoint] = [
        Endpoint(.post, "/workers", EnrolWorker.self) { exchange in
            let request = try await exchange.read { fields in
                let employer = fields.text("employer_ods_code") ?? ""
                let order = fields.word("date_order", DateOrder.self) ?? .isoOnly
                return EnrolWorker(fields.worker(), employer: employer, dateOrder: order)
            }
            let outcome = try await exchange.services.enrol(request, exchange)
            return try Answer.json(outcome.result == .enrolled ? .created : .ok, EnrolledWorker(outcome))
        },
        Endpoint(.get, "/workers", ListWorkers.self, limit: .lookup) { exchange in
            try await exchange.list(by: { (line: ListWorkers.Line) in line.employmentID }) { after, size in
                try await exchange.run(ListWorkers(after: after, maximum: size))
            }
        },
        Endpoint(.post, "/workers/batch", EnrolFile.self, limit: .imports) { exchange in
            let (forms, options) = try await exchange.read { fields in
                let options = fields.uploadOptions()
                fields.require("workers")
                let forms = fields.objects("workers", atMost: 1_000) { $0.worker(withEmployer: true) }
                return forms.map { ($0, options) }
            }
            return try await exchange.take(exchange.aside { try EnrolmentFile(forms: forms) }, options)
        },
        Endpoint(.post, "/uploads", EnrolFile.self, limit: .imports) { exchange in
            try exchange.requireType("text/csv")
            let bytes = try await exchange.body(upTo: exchange.services.limits.importBytes)
            let options = try exchange.uploadOptions()
            return try await exchange.take(exchange.aside { try EnrolmentFile(csv: bytes) }, options)
        },
        Endpoint(.get, "/uploads", ListUploads.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListUploads()).map(ListedUpload.init))
        },
        Endpoint(.post, "/uploads/{upload_id}/undo", UndoUpload.self) { exchange in
            let upload: UploadID = try exchange.id("upload_id", of: "upload")
            return try Answer.json(.ok, try await exchange.once(UndoUpload(upload)))
        },
        Endpoint(.post, "/temporary-ids/issue", IssueTemporaryID.self, limit: .lookup) { exchange in
            let request = try await exchange.read { IssueTemporaryID(to: $0.requiredText("worker")) }
            return try Answer.json(.created, IssuedCard(try await exchange.once(request)))
        },
        Endpoint(.post, "/temporary-ids/revoke", RevokeTemporaryID.self, limit: .lookup) { exchange in
            let request = try await exchange.read { fields in
                RevokeTemporaryID(fields.requiredText("temporary_id"), reason: fields.requiredText("reason"))
            }
            return try Answer.json(.ok, Result(try await exchange.once(request)))
        },
        Endpoint(.post, "/temporary-ids/replace", ReplaceTemporaryID.self, limit: .lookup) { exchange in
            let request = try await exchange.read { fields in
                ReplaceTemporaryID(fields.requiredText("temporary_id"), reason: fields.text("reason") ?? "card lost")
            }
            return try Answer.json(.created, IssuedCard(try await exchange.once(request)))
        },
        Endpoint(.post, "/temporary-ids/reserve", ReserveTemporaryIDs.self) { exchange in
            let request = try await exchange.read { fields in
                fields.require("count")
                return fields.integer("count", in: ReserveTemporaryIDs.counts).map { ReserveTemporaryIDs(count: $0) }
            }
            return try Answer.json(.created, try await exchange.once(request))
        },
        Endpoint(.post, "/temporary-ids/bind", BindTemporaryID.self, limit: .lookup) { exchange in
            let request = try await exchange.read { fields in
                let id = fields.requiredText("temporary_id")
                let employer = fields.text("employer_ods_code") ?? ""
                let order = fields.word("date_order", DateOrder.self) ?? .isoOnly
                return BindTemporaryID(id, to: fields.worker(), employer: employer, dateOrder: order)
            }
            return try Answer.json(.created, EnrolledWorker(try await exchange.once(request)))
        },
        Endpoint(.post, "/cards", PrintCards.self, limit: .lookup) { exchange in
            let selection = try await exchange.read { fields in
                fields.require("temporary_ids")
                return fields.texts("temporary_ids", atMost: PrintCards.maximumCount).map(PrintCards.Selection.ids)
            }
            let cards = try await exchange.run(PrintCards(selection))
            let html = try await exchange.aside {
                try CardPrinter().html(cards, layout: cards.count == 1 ? .onePerPage : .tenPerSheet)
            }
            return Answer.text(html, type: "text/html; charset=utf-8")
        },
    ]
}

/// One word that says what became of a request.
struct Result<Word: RawRepresentable<String>>: Encodable {
    let result: String

    init(_ word: Word) {
        result = word.rawValue
    }
}

extension JSONFields {
    /// The fields of a worker: those of the columns of a file.
    mutating func worker(withEmployer: Bool = false) -> WorkerForm {
        var form = WorkerForm()
        for field in WorkerForm.Field.allCases where withEmployer || field != .employer {
            let name = field == .employer ? "employer_ods_code" : field.rawValue
            if let text = text(name) { form[field] = text }
        }
        return form
    }

    mutating func uploadOptions() -> EnrolFile.Options {
        var options = EnrolFile.Options()
        options.dateOrder = word("date_order", DateOrder.self) ?? .isoOnly
        options.allOrNothing = flag("all_or_nothing") ?? false
        options.isPreview = flag("preview") ?? false
        return options
    }
}

extension Exchange {
    /// The options of a file, in the query string because the body is the file.
    fileprivate func uploadOptions() throws -> EnrolFile.Options {
        var options = EnrolFile.Options()
        options.allOrNothing = try flag("all_or_nothing")
        options.isPreview = try flag("preview")
        if let text = query("date_order") {
            guard let order = DateOrder(rawValue: text) else {
                throw Problem(
                    .badRequest, "invalid_query",
                    "Send as date_order one of: \(DateOrder.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            options.dateOrder = order
        }
        return options
    }

    /// Takes a file, or says what would become of it.
    ///
    /// The file itself is the key: sent again, it is done once.
    fileprivate func take(_ file: EnrolmentFile, _ options: EnrolFile.Options) async throws -> Response {
        try await services.gates.oneImport(of: member.organisation) {
            let outcome = try await run(EnrolFile(file, options: options))
            let isRefused = outcome.upload == nil && !options.isPreview
            let body = try await aside { try Answer.bytes(TakenFile(file, outcome, isPreview: options.isPreview)) }
            return Answer.json(
                isRefused ? .unprocessableContent : outcome.upload == nil || outcome.isRepeat ? .ok : .created,
                body: body)
        }
    }
}

/// What became of the rows of a file.
private struct TakenFile: Encodable {
    struct Row: Encodable {
        let row: Int
        let result: String
        let temporaryID: TemporaryID?
        let personID: PersonID?
        let problems: [FieldProblem]
    }

    let uploadID: UploadID?
    let isRepeat: Bool
    let isPreview: Bool
    let counts: [String: Int]
    let rows: [Row]

    init(_ file: EnrolmentFile, _ outcome: EnrolFile.Outcome, isPreview: Bool) {
        uploadID = outcome.upload
        isRepeat = outcome.isRepeat
        self.isPreview = isPreview
        counts = outcome.rows.reduce(into: [:]) { $0[$1.result.rawValue, default: 0] += 1 }
        rows = zip(file.rows, outcome.rows).map { row, result in
            Row(
                row: row.number, result: result.result.rawValue,
                // An ID that was drawn for a preview is nobody's.
                temporaryID: isPreview && result.result == .enrolled ? nil : result.temporaryID,
                personID: isPreview && result.result == .enrolled ? nil : result.person, problems: result.problems)
        }
    }
}
