extension VaccineProduct {
    /// All products that this version knows.
    public static let all: [VaccineProduct] = covid + covidOverseas + influenza

    private static let covid = [
        product("39114911000001105", "COVID-19 Vaccine AstraZeneca", "AstraZeneca", days: 28, volume: 50),
        product("39115611000001103", "Comirnaty", "Pfizer/BioNTech", days: 21, volume: 30),
        product("39326911000001101", "Spikevax", "Moderna", days: 28, volume: 50),
        product("39230211000001104", "COVID-19 Vaccine Janssen", "Janssen", days: 28, volume: 50),
        product("39373511000001104", "COVID-19 Vaccine Valneva", "Valneva", days: 28, volume: 50),
        product("39473011000001103", "Nuvaxovid", "Novavax", days: 21, volume: 50),
        product("39826711000001101", "Covifenz", "Medicago", days: 21, volume: 50),
    ]

    private static let covidOverseas = [
        product("40306411000001101", "CoronaVac", "Sinovac", days: 14, isOverseas: true),
        product("40331611000001100", "COVID-19 Vaccine Sinopharm", "Sinopharm", days: 21, isOverseas: true),
        product("40332311000001101", "Covaxin", "Bharat Biotech", days: 28, isOverseas: true),
        product("40348011000001102", "Covishield", "Serum Institute of India", days: 28, isOverseas: true),
    ]

    private static let influenza = [
        product("43207411000001105", "Cell-based influenza vaccine", "Seqirus", .influenza, days: 28, volume: 50),
        product("43208811000001106", "Fluenz", "AstraZeneca", .influenza, days: 28, volume: 20),
        product("45175511000001104", "Vaxigrip", "Sanofi", .influenza, days: 28, volume: 50),
        product("45354911000001100", "Influenza vaccine Viatris", "Viatris", .influenza, days: 28, volume: 50),
        product("39566211000001103", "Supemtek", "Sanofi", .influenza, days: 28, volume: 50),
    ]

    /// A row of the table, with the volume in hundredths of a millilitre.
    private static func product(
        _ code: StaticString, _ name: String, _ manufacturer: String, _ disease: Disease = .covid, days: Int,
        volume: Int? = nil, isOverseas: Bool = false
    ) -> VaccineProduct {
        VaccineProduct(
            code: SNOMEDCode(known: code), name: name, manufacturer: manufacturer, disease: disease,
            minimumInterval: days, volume: volume.map(DoseVolume.init(hundredthsOfMillilitre:)), isOverseas: isOverseas)
    }
}
