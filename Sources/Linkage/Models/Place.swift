/// The places that a record's address lies in, as keys by which people are counted; 0 where it does not say.
struct Place {
    let district: UInt64
    let area: UInt64
    let town: UInt64

    static func keys(of record: RecordView) -> Place {
        let postcode = record.postcode
        return Place(
            district: postcode == 0 ? 0 : StableHash.of(1, PostcodeText.district(of: postcode)),
            area: postcode == 0 ? 0 : StableHash.of(2, PostcodeText.area(of: postcode)), town: record.town)
    }
}
