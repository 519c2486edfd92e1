package import OutreachCore
package import Postgres
package import Store

/// All doses of one human, under whichever of the linked records they stand, void ones left out.
package struct VaccinationHistory: Sendable {
    /// The earliest first.
    package let vaccinations: [Vaccination]

    package init(_ vaccinations: [Vaccination]) {
        self.vaccinations = vaccinations
    }

    /// The history without one vaccination, which is about to be changed.
    func without(_ id: VaccinationID) -> VaccinationHistory {
        VaccinationHistory(vaccinations.filter { $0.id != id })
    }

    /// What is to be said before a dose is recorded.
    func check(_ dose: Dose, today: CalendarDate) -> DoseCheck {
        DoseCheck(of: dose, given: vaccinations.map(\.dose), today: today)
    }

    /// The vaccination that has the natural key of this dose at this site already.
    func recorded(_ dose: Dose, at site: OrganisationID) -> Vaccination? {
        vaccinations.first { $0.dose.disease == dose.disease && $0.dose.date == dose.date && $0.site == site }
    }

    /// What a recorded dose looks like among the others, whatever was known when it was recorded.
    ///
    /// Doses of two records that were merged each have the number that they had in their own record.
    package func review(of vaccination: Vaccination) -> DoseCheck {
        without(vaccination.id).check(vaccination.dose, today: .latest)
    }

    /// The first day on which the next dose against each disease may be given, for the diseases of the history.
    package var nextDoses: [NextDose] {
        Disease.allCases.compactMap { disease in
            vaccinations.map(\.dose).filter { $0.disease == disease }.map(\.earliestNext).max()
                .map { NextDose(disease: disease, earliest: $0) }
        }
    }
}

/// From when on another dose against a disease may be given.
package struct NextDose: Hashable, Encodable, Sendable {
    package let disease: Disease
    package let earliest: CalendarDate
}

extension Session {
    /// The doses of a whole group.
    package func vaccinationHistory(of group: PersonGroup) throws -> VaccinationHistory {
        VaccinationHistory(try vaccinations(of: group.members))
    }
}
