import Foundation
import OutreachCore

/// The made-up people of the demonstration.
///
/// Their NHS numbers come from 999 000 0000 to 999 999 9999, which are never issued; phone numbers from Ofcom's range
/// for drama.
enum DemoPeople {
    struct Person {
        let reference: Int
        let given: String
        let family: String
        let born: String
        let sex: String
        let country: String

        var phone: String { "07700900" + String(100 + reference) }
        var email: String { "\(given).\(family)@home.example".lowercased().replacing(" ", with: ".") }
    }

    /// The staff of the care home Rose Hill.
    static let roseHill = people(
        from: 1,
        """
        Maria Luisa,Garcia,1985-07-14,F,PH|Chidi,Okafor,1990-01-01,M,NG|Simran,Kaur,1978-11-30,F,IN
        Andrei,Popescu,1982-03-09,M,RO|Katarzyna,Wiśniewska,1991-06-21,F,PL|Tendai,Moyo,1987-09-02,F,ZW
        Ama,Mensah,1994-12-12,F,GH|João,Ferreira,1980-05-05,M,PT|Sita,Gurung,1996-02-29,F,NP
        Jose,Dela Cruz,1975-08-17,M,PH|Fatima,Bibi,1989-04-04,F,PK|Ngozi,Eze,1983-10-10,F,NG
        Rahul,Nair,1992-07-07,M,IN|Elena,Ionescu,1986-01-19,F,RO|Piotr,Nowak,1979-12-01,M,PL
        Rutendo,Chikwanha,1998-03-23,F,ZW|Kwame,Asante,1984-06-30,M,GH|Inês,Carvalho,1993-11-11,F,PT
        Bishnu,Thapa,1977-05-25,M,NP|Grace,Santos,1990-09-09,F,PH|Imran,Hussain,1988-08-08,M,PK
        Blessing,Adeyemi,1995-02-02,F,NG|Arben,Hoxha,1987-11-08,M,AL|Yasmin,Begum,1991-05-16,F,PK
        """)

    /// The staff of the home-care service Elm Lodge; the last two work at Rose Hill as well.
    static let elmLodge =
        people(
            from: 31,
            """
            Moira,Campbell,1981-04-16,F,GB|Aoife,Byrne,1992-10-03,F,GB|Thandiwe,Ncube,1985-12-24,F,ZW
            Marek,Kowalski,1974-01-27,M,PL|Priya,Menon,1997-07-19,F,IN|Joy,Villanueva,1983-03-14,F,PH
            """) + Array(roseHill[6...7])

    /// Everybody once.
    static let all = roseHill + elmLodge.dropLast(2)

    private static func people(from first: Int, _ text: String) -> [Person] {
        text.split { $0 == "|" || $0 == "\n" }.enumerated().map { index, line in
            let parts = line.split(separator: ",").map(String.init)
            return Person(
                reference: first + index, given: parts[0], family: parts[1], born: parts[2], sex: parts[3],
                country: parts[4])
        }
    }

    /// A file as an employer would send it.
    static func staffFile(_ people: [Person]) -> String {
        let rows = people.map { person in
            [
                String(person.reference), person.given, person.family, person.born, person.sex, person.phone,
                person.email, person.country,
            ].joined(separator: ",")
        }
        return (["Payroll number,First name,Surname,Date of birth,Sex,Mobile,E-mail,Country of birth"] + rows)
            .joined(separator: "\n")
    }

    /// An extract of the reference in which these people have numbers and a practice.
    static func referenceFile(_ people: [Person]) -> String {
        let rows = people.map { person in
            [
                "P\(person.reference)", nhsNumber(person.reference), person.given, "", person.family, "", person.born,
                person.sex, "", "", "", "", person.phone, person.email, practice(person.reference), "0",
            ].joined(separator: ",")
        }
        let header =
            "ref_id,nhs_number,given_name,middle_names,family_name,previous_family_name,date_of_birth,sex,"
            + "address_line1,town,postcode,previous_postcode,phone,email,gp_practice,deceased"
        return ([header] + rows).joined(separator: "\n")
    }

    /// One patient's practice is not known yet, so that a case stays at "number seen".
    private static func practice(_ reference: Int) -> String { reference == 16 ? "" : "B86001" }

    /// The first number of the test range at or after a place that passes the check.
    private static func nhsNumber(_ place: Int) -> String {
        (0...9).lazy.map { "999\(String(100_000 + place * 7))\($0)" }
            .first { (try? NHSNumber(parsing: $0)) != nil } ?? nhsNumber(place + 50)
    }
}
