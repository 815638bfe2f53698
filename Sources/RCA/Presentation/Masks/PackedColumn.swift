/// A column of the report's table as bytes for its script.
package enum PackedColumn {
    /// Ten-thousandths, 16 bits each, the low byte first; 65535 where there is no number.
    package static func numbers(_ values: [Float?]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * values.count)
        for value in values {
            let units = value.map { UInt16((min(max($0, 0), 1) * 10_000).rounded()) } ?? .max
            bytes.append(UInt8(units & 0xff))
            bytes.append(UInt8(units >> 8))
        }
        return bytes
    }

    /// The distinct texts in the order in which they come, and each value's place among them: 16 bits, the low byte
    /// first. The 65,535th text and all behind it are called `other`.
    package static func texts(_ values: [String]) -> (texts: [String], bytes: [UInt8]) {
        var places: [String: Int] = [:]
        var texts: [String] = []
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * values.count)
        for value in values {
            let text = texts.count < 65_535 || places[value] != nil ? value : "other"
            let place = places[text] ?? texts.count
            if place == texts.count {
                places[text] = place
                texts.append(text)
            }
            bytes.append(UInt8(place & 0xff))
            bytes.append(UInt8(place >> 8 & 0xff))
        }
        return (texts, bytes)
    }
}
