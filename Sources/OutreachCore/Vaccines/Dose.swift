/// One dose given to a person, with what has to be recorded about it.
public struct Dose: Hashable, Codable, Sendable, PersonalData {
    public let disease: Disease

    /// The product, or `nil` where nobody knows it: possible only for what a person reports from elsewhere.
    public let product: SNOMEDCode?

    /// The day on which it was given, not the day of the entry.
    public let date: CalendarDate

    public let batch: BatchNumber?

    /// The last day on which the batch may be given.
    public let expiry: CalendarDate?

    public let site: BodySite?

    public let route: Route?

    public let volume: DoseVolume?

    /// Whether the record comes from whoever gave the dose; false where the person reports it.
    public let isPrimarySource: Bool

    public init(
        disease: Disease,
        product: SNOMEDCode? = nil,
        date: CalendarDate,
        batch: BatchNumber? = nil,
        expiry: CalendarDate? = nil,
        site: BodySite? = nil,
        route: Route? = nil,
        volume: DoseVolume? = nil,
        isPrimarySource: Bool = true
    ) {
        self.disease = disease
        self.product = product
        self.date = date
        self.batch = batch
        self.expiry = expiry
        self.site = site
        self.route = route
        self.volume = volume
        self.isPrimarySource = isPrimarySource
    }

    /// The rules of the product, or `nil` where it is unknown.
    public var knownProduct: VaccineProduct? { product.flatMap(VaccineProduct.product) }

    /// The least number of days from this dose to the next one.
    public var minimumInterval: Int { knownProduct?.minimumInterval ?? VaccineProduct.intervalOfUnknownProduct }

    /// The first day on which the next dose against the same disease may be given.
    public var earliestNext: CalendarDate { date.adding(days: minimumInterval) }
}
