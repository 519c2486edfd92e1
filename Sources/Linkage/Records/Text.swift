/// The UTF-8 bytes of one field, borrowed for the time of a call.
public typealias Text = UnsafeBufferPointer<UInt8>

extension Text {
    /// Whether both hold the same bytes.
    func equals(_ other: Text) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }

    var string: String { String(decoding: self, as: UTF8.self) }
}

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }

    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    var lowerCased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
