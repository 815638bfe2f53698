import CVector

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4): finds every damage of up to 32 bits in a row, and all but one in
/// four thousand million of the others. It guards against bad disks and copies, not against forgery.
///
/// Chosen because processors compute it at memory speed: a cryptographic hash of a bundle took longer than
/// scoring twenty-five images with it.
package enum CyclicRedundancyCheck {
    package static func value(of bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { value(of: $0) } }

    package static func value(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        #if RCA_PORTABLE
        return CyclicRedundancyCheckReference.value(of: bytes)
        #else
        let whole = bytes.count / 8 * 8
        var register = UInt64(UInt32.max)
        for offset in stride(from: 0, to: whole, by: 8) {
            register = rca_crc32c(register, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[whole...])
        return ~CyclicRedundancyCheckReference.register(UInt32(truncatingIfNeeded: register), after: rest)
        #endif
    }
}

/// The plain implementation, a byte at a time.
package enum CyclicRedundancyCheckReference {
    private static let polynomial: UInt32 = 0x82F6_3B78

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? polynomial : 0) }
    }

    package static func value(of bytes: UnsafeRawBufferPointer) -> UInt32 { ~register(.max, after: bytes) }

    package static func register(_ start: UInt32, after bytes: UnsafeRawBufferPointer) -> UInt32 {
        bytes.reduce(start) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}
