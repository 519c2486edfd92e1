import Foundation
import TestDatabase

/// Made-up data of people, of which nothing may show where it does not belong.
struct Canaries: Sendable {
    static let name = "Zyxcanary"
    static let birthDate = "1937-09-13"
    static let nhsNumber = "9994170007"
    static let email = "zyxcanary@example.org"
    static let reason = "zyxcanary words"

    /// Anything of this in a log or an error is a leak, whatever the case of its letters.
    static let traces = [
        "zyx", "1937-09-13", "13-sep-1937", "13 sep", "7700900417",  // a phone, not an NHS number
        "07700 900417", nhsNumber, "999 417 0007",
    ]

    /// Temporary IDs and keys of people, vaccinations and cases.
    let ids: [String]
    let folder: Folder
    let temporaryID: String
    let otherID: String
    let vaccination: String
    let upload: String

    func leak(in text: String, butIDs: Bool = false) -> String? {
        let text = text.lowercased()
        let wanted = Self.traces + (butIDs ? [] : ids)
        return wanted.first { text.contains($0.lowercased()) }
    }

    static let worker = [
        "--family", name, "--given", "Zyxa", "--middle", "Zyxb", "--birth-date", birthDate, "--sex", "female",
        "--address", "417 Zyx Lane", "--town", "Zyxton", "--postcode", "LS29 7ZY", "--phone", "07700 900417", "--email",
        email, "--number", nhsNumber, "--reference", "ZYX417", "--job", "Zyxer", "--previous-family", "Zyxold",
    ]

    static let file = """
        reference,first name,surname,dob,phone,email,nhs number,address
        ZYX1,Zyxa,\(name),\(birthDate),07700 900417,\(email),\(nhsNumber),417 Zyx Lane
        ZYX2,Zyxa,\(name)\u{202e},zyx date,zyx phone,zyx,zyx number,417 Zyx Lane
        ZYX1,Zyxother,Zyxelse,zyx,,,,

        """

    static let reference = """
        ref_id,nhs_number,given_name,family_name,date_of_birth,email
        ZYXREF,\(nhsNumber),Zyxa,\(name),\(birthDate),\(email)
        ZYXREF,zyx,Zyxa,\(name)\u{202e},zyx,zyx

        """

    /// Plants a worker with a dose, and another one.
    static func plant(on url: String) async throws -> Canaries {
        try await Journey.prepare(on: url)
        let enrolled = try await Outreach.run(["enrol"] + worker + ["--as", "boss@example.org", "--json"], on: url)
        guard let id = Outreach.text("temporaryID", in: enrolled.standardOutput),
            let person = Outreach.text("person", in: enrolled.standardOutput)
        else { throw CommandFailed(output: enrolled) }
        let dose = try await Outreach.run(Journey.dose(for: id) + ["--json"], on: url)
        let folder = try Folder()
        let path = try folder.file("zyx.csv", file.utf8)
        let upload = try await Outreach.run(["enrol", "--file", path, "--as", "boss@example.org", "--json"], on: url)
        guard let vaccination = Outreach.text("vaccinationID", in: dose.standardOutput),
            let taken = Outreach.text("upload", in: upload.standardOutput)
        else { throw CommandFailed(output: dose) }
        let other = try await Journey.enrol("Zyxother", on: url)
        let spoken = [id, other].flatMap { id in
            let text = Array(id)
            return [id, "\(String(text[0..<3]))-\(String(text[3..<7]))-\(String(text[7...]))"]
        }
        return Canaries(
            ids: spoken + [person, vaccination], folder: folder, temporaryID: id, otherID: other,
            vaccination: vaccination, upload: taken)
    }
}
