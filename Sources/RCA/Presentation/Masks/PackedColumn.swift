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
    /// first. The 65,536th text and all behind it are called `other`.
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

/// A hundred thousand sorted file names in a few bytes each, as the report's script unpacks them.
///
/// The ending that all names share is kept once. Then for each name: how many bytes it shares with the one before,
/// how many of its own follow (both as base-128 numbers, low groups first, a high bit saying that more follow), and
/// those bytes.
package enum PackedNames {
    package static func pack(_ names: [String]) -> (ending: String, bytes: [UInt8]) {
        let ending = commonEnding(names)
        let endingCount = ending.utf8.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(names.count * 8)
        var previous: [UInt8] = []
        for name in names {
            let own = Array(name.utf8.dropLast(endingCount))
            var shared = 0
            while shared < min(own.count, previous.count), own[shared] == previous[shared] { shared += 1 }
            append(shared, to: &bytes)
            append(own.count - shared, to: &bytes)
            bytes.append(contentsOf: own[shared...])
            previous = own
        }
        return (ending, bytes)
    }

    /// In ASCII, so that no character is cut in two.
    private static func commonEnding(_ names: [String]) -> String {
        guard names.count > 1, let first = names.first else { return "" }
        var common = Array(first.utf8.reversed().prefix { $0 < 0x80 })
        for name in names {
            let matching = zip(common, name.utf8.reversed()).prefix { $0 == $1 }.count
            common.removeLast(common.count - matching)
        }
        return String(decoding: common.reversed(), as: UTF8.self)
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7f {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
