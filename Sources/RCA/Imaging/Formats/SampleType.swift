/// A type of numbers in a file.
struct SampleType: Equatable {
    enum Kind { case unsigned, signed, floating, boolean }

    let kind: Kind
    /// Bytes a number: 1, 2, 4 or 8.
    let bytes: Int

    /// Whether numbers are kept as bytes or words, and are not scaled when they are read.
    var isKept: Bool { (kind == .unsigned && bytes <= 2) || (kind == .boolean && bytes == 1) }

    /// Reads numbers.
    ///
    /// - Parameters:
    ///   - scaling: what each number is multiplied by, and what is added then, except where ``isKept``; nil for
    ///     nothing.
    /// - Precondition: `bytes` holds `count` numbers from `offset` on.
    func samples(
        _ data: [UInt8], from offset: Int, count: Int, isBigEndian: Bool, scaling: (slope: Double, intercept: Double)?
    ) -> SamplePlane.Samples {
        precondition(offset >= 0 && count >= 0 && count <= (data.count - offset) / bytes, "the data is too short")
        if isKept, bytes == 1 {
            let values = Array(data[offset..<offset + count])
            return .eightBit(kind == .boolean ? values.map { $0 == 0 ? 0 : 1 } : values)
        }
        if isKept {
            return .sixteenBit((0..<count).map { UInt16(truncatingIfNeeded: bits(data, offset + 2 * $0, isBigEndian)) })
        }
        return .numbers(
            (0..<count).map { index in
                let number = number(bits(data, offset + bytes * index, isBigEndian))
                return scaling.map { number * $0.slope + $0.intercept } ?? number
            })
    }

    private func bits(_ data: [UInt8], _ start: Int, _ isBigEndian: Bool) -> UInt64 {
        var bits: UInt64 = 0
        for index in 0..<bytes { bits = bits << 8 | UInt64(data[start + (isBigEndian ? index : bytes - 1 - index)]) }
        return bits
    }

    private func number(_ bits: UInt64) -> Double {
        switch kind {
        case .boolean: return bits == 0 ? 0 : 1
        case .unsigned: return Double(bits)
        case .signed:
            let shift = UInt64(64 - 8 * bytes)
            return Double(Int64(bitPattern: bits << shift) >> Int64(shift))
        case .floating:
            switch bytes {
            case 2: return Self.half(UInt16(truncatingIfNeeded: bits))
            case 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
            default: return Double(bitPattern: bits)
            }
        }
    }

    /// IEEE 754 binary16; Swift's own `Float16` is not on every machine.
    private static func half(_ bits: UInt16) -> Double {
        let exponent = Int(bits >> 10 & 0x1f)
        let fraction = Double(bits & 0x3ff)
        let sign: Double = bits >> 15 == 1 ? -1 : 1
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * (1 + fraction / 1024) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
        }
    }
}
