internal import Foundation
package import OutreachCore
package import Store

/// A worker as read from a form: what could be understood, and what is wrong or doubtful about the rest.
///
/// Nobody is turned away for a postcode. A field that only helps to find the person is kept as it was entered, with a
/// warning; an error stands only where the record could not be shown or could be taken for another person's.
package struct WorkerEntry: Sendable {
    package private(set) var details = PersonDetails()
    package private(set) var employerReference: String?
    package private(set) var jobRole = ""
    package private(set) var startedOn: CalendarDate?
    /// Numbers of Scotland and Northern Ireland: kept as identifiers, never sent to PDS.
    package private(set) var chiNumber: CHINumber?
    package private(set) var healthAndCareNumber: HealthAndCareNumber?
    package private(set) var problems: [FieldProblem] = []

    package var hasErrors: Bool { problems.contains { $0.severity == .error } }

    /// Reads a form.
    ///
    /// All-number dates are read in this order, and refused where there is none; ages are counted until today.
    package init(_ form: WorkerForm, order: DateOrder, today: CalendarDate) {
        readNames(form)
        readBirthDate(form[.birthDate], order, today)
        readContacts(form)
        readNumbers(form)
        readEmployment(form, order)
    }

    private mutating func readNames(_ form: WorkerForm) {
        let parts: [WorkerForm.Field] = [
            .title, .givenNames, .middleNames, .familyName, .previousFamilyName, .latinGivenNames, .latinFamilyName,
        ]
        for part in parts {
            if let fault = PersonName.fault(in: form[part]) { add(part, fault) }
        }
        guard !hasErrors else { return }
        do {
            let name = try PersonName(
                given: form[.givenNames], family: form[.familyName], title: form[.title],
                previousFamilyNames: form[.previousFamilyName].split(separator: ";").map(String.init))
            details.title = name.title
            details.givenNames = name.given ?? ""
            details.familyName = name.family ?? ""
            details.previousFamilyNames = name.previousFamilyNames
            details.middleNames = form[.middleNames].singleSpaced
            try readLatinForm(form)
        } catch {
            add(.familyName, error)
        }
    }

    private mutating func readLatinForm(_ form: WorkerForm) throws(PersonName.ParseError) {
        guard !form[.latinGivenNames].isEmpty || !form[.latinFamilyName].isEmpty else { return }
        let latin = try PersonName.LatinForm(given: form[.latinGivenNames], family: form[.latinFamilyName])
        details.latinGivenNames = latin.given
        details.latinFamilyName = latin.family
    }

    private mutating func readBirthDate(_ text: String, _ order: DateOrder, _ today: CalendarDate) {
        guard !text.singleSpaced.isEmpty else {
            warn(
                .birthDate, "birth_date_missing",
                "Add the date of birth when you know it: sites ask for it, and the NHS number is found by it.")
            return
        }
        do {
            let date = try BirthDate(parsing: text, order: order)
            details.birthDate = date
            guard let doubt = date.implausibility(on: today) else { return }
            problems.append(
                FieldProblem(
                    field: WorkerForm.Field.birthDate.rawValue, fault: doubt,
                    severity: doubt == .inTheFuture ? .error : .warning))
        } catch {
            add(.birthDate, error)
        }
    }

    private mutating func readContacts(_ form: WorkerForm) {
        details.addressLine = text(.addressLine, of: form)
        details.town = text(.town, of: form)
        details.postcode = read(.postcode, of: form) { (text) throws(Postcode.ParseError) in
            try Postcode(parsing: text).formatted
        }
        details.phone = read(.phone, of: form) { (text) throws(PhoneNumber.ParseError) in
            try PhoneNumber(parsing: text).canonical
        }
        details.email = read(.email, of: form) { (text) throws(EmailAddress.ParseError) in
            try EmailAddress(parsing: text).canonical
        }
        details.countryOfBirth = read(.countryOfBirth, of: form) { (text) throws(CountryCode.ParseError) in
            try CountryCode(parsing: text).canonical
        }
        var sex = Sex.notKnown
        _ = read(.sex, of: form) { (text) throws(Sex.ParseError) in
            sex = try Sex(parsing: text)
            return text
        }
        details.sex = sex
    }

    private mutating func readNumbers(_ form: WorkerForm) {
        let reason = form[.numberUnavailable].singleSpaced.lowercased()
        if let known = NHSNumberUnavailableReason(rawValue: reason) {
            details.numberUnavailable = known
        } else if !reason.isEmpty {
            let choices = NHSNumberUnavailableReason.allCases.map(\.rawValue).joined(separator: ", ")
            warn(.numberUnavailable, "reason_unknown", "Use one of: \(choices).")
        }
        chiNumber = try? CHINumber(parsing: form[.nhsNumber])
        healthAndCareNumber = chiNumber == nil ? try? HealthAndCareNumber(parsing: form[.nhsNumber]) : nil
        guard chiNumber == nil, healthAndCareNumber == nil else { return }
        details.claimedNHSNumber = read(.nhsNumber, of: form) { (text) throws(NHSNumber.ParseError) in
            try NHSNumber(parsing: text).digits
        }
    }

    private mutating func readEmployment(_ form: WorkerForm, _ order: DateOrder) {
        let reference = text(.employerReference, of: form)
        employerReference = reference.isEmpty ? nil : reference
        jobRole = text(.jobRole, of: form)
        guard !form[.startedOn].singleSpaced.isEmpty else { return }
        do {
            startedOn = try BirthDate(parsing: form[.startedOn], order: order).earliest
        } catch {
            add(.startedOn, error, severity: .warning)
        }
    }

    // MARK: Reading one field

    /// A text that is kept as it is, unless it could not be shown again as it was entered.
    private mutating func text(_ field: WorkerForm.Field, of form: WorkerForm) -> String {
        guard let fault = PersonName.fault(in: form[field]) else { return form[field].singleSpaced }
        add(field, fault)
        return ""
    }

    /// The value of a field where it can be read, else its text with a warning.
    private mutating func read<Fault: InputFault>(
        _ field: WorkerForm.Field, of form: WorkerForm, _ parse: (String) throws(Fault) -> String
    ) -> String {
        let entered = text(field, of: form)
        guard !entered.isEmpty else { return "" }
        do {
            return try parse(entered)
        } catch {
            add(field, error, severity: .warning)
            return entered
        }
    }

    private mutating func add(
        _ field: WorkerForm.Field, _ fault: some InputFault, severity: FieldProblem.Severity = .error
    ) {
        problems.append(FieldProblem(field: field.rawValue, fault: fault, severity: severity))
    }

    private mutating func warn(_ field: WorkerForm.Field, _ code: String, _ message: String) {
        problems.append(FieldProblem(field: field.rawValue, code: code, severity: .warning, message: message))
    }
}

extension String {
    /// The text in normal form C, without white space at its ends, and with one space where there was more inside.
    fileprivate var singleSpaced: String {
        isPlain
            ? self
            : split(whereSeparator: \.isWhitespace).joined(separator: " ").precomposedStringWithCanonicalMapping
    }
}
