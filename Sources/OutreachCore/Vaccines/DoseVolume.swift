/// How much of a vaccine is given, in hundredths of a millilitre: exact where a binary fraction is not.
public struct DoseVolume: Hashable, Codable, Comparable, Sendable, CustomStringConvertible {
    public let hundredthsOfMillilitre: Int

    public init(hundredthsOfMillilitre: Int) {
        self.hundredthsOfMillilitre = hundredthsOfMillilitre
    }

    /// The unit millilitre in SNOMED CT.
    public static let unit = SNOMEDCode(known: "258773002")

    /// The number of millilitres in decimals, for example `0.3` or `0.25`.
    public var millilitres: String {
        let whole = hundredthsOfMillilitre / 100
        let fraction = (hundredthsOfMillilitre % 100).padded(to: 2)
        return "\(whole).\(fraction.hasSuffix("0") ? fraction.dropLast() : fraction[...])"
    }

    public var description: String { "\(millilitres) ml" }

    public static func < (left: DoseVolume, right: DoseVolume) -> Bool {
        left.hundredthsOfMillilitre < right.hundredthsOfMillilitre
    }
}
