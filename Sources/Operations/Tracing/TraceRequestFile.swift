internal import OutreachCore
internal import Store
internal import Tabular

/// The file of questions for the national tracing service.
///
/// Source: PDS MESH data dictionary, request columns (facts.md, section 4). Only the reference is mandatory; a trace is
/// best by number and date of birth, else by family name, date of birth and gender.
enum TraceRequestFile {
    static let header = [
        "UNIQUE REFERENCE", "NHS_NO", "FAMILY_NAME", "GIVEN_NAME", "OTHER_GIVEN_NAME", "GENDER", "DATE_OF_BIRTH",
        "POSTCODE", "DATE_OF_DEATH", "ADDRESS_LINE1", "ADDRESS_LINE2", "ADDRESS_LINE3", "ADDRESS_LINE4",
        "ADDRESS_LINE5", "ADDRESS_DATE", "GP_PRACTICE_CODE", "GP_REGISTRATION_DATE", "NHAIS_POSTING_ID", "AS_AT_DATE",
        "LOCAL_PATIENT_ID", "INTERNAL_ID", "TELEPHONE_NUMBER", "MOBILE_NUMBER", "EMAIL_ADDRESS",
    ]

    static func bytes(_ questions: [TraceQuestion]) -> [UInt8] {
        // Read by a program: a formula guard would be part of a name.
        var writer = CSVWriter(CSVWriter.Options(endsLinesWithCarriageReturn: true, guardsFormulas: false))
        writer.write(header)
        for question in questions { writer.write(row(question)) }
        return writer.takeBytes()
    }

    private static func row(_ question: TraceQuestion) -> [String] {
        let details = question.details
        let given = (details.latinGivenNames ?? details.givenNames).split(separator: " ").map { String($0) }
        let others = (given.dropFirst() + [details.middleNames].filter { !$0.isEmpty }).joined(separator: " ")
        let isMobile = details.phone.hasPrefix("07") || details.phone.hasPrefix("+447")
        var row = [
            "UNIQUE REFERENCE": question.reference, "NHS_NO": question.askedNumber,
            "FAMILY_NAME": details.latinFamilyName ?? details.familyName, "GIVEN_NAME": given.first ?? "",
            "OTHER_GIVEN_NAME": others, "GENDER": details.sex.code,
            "DATE_OF_BIRTH": details.birthDate.map { $0.iso.filter(\.isNumber) } ?? "",
            "POSTCODE": details.postcode, "ADDRESS_LINE1": details.addressLine, "ADDRESS_LINE4": details.town,
            "EMAIL_ADDRESS": details.email,
        ]
        row[isMobile ? "MOBILE_NUMBER" : "TELEPHONE_NUMBER"] = details.phone
        return header.map { row[$0] ?? "" }
    }
}
