#if !RCA_PORTABLE
import CVector
#endif

/// Which byte values occur in a long run of bytes.
package enum ByteOccurrence {
    private static let block = 32

    /// The distinct values, ascending.
    ///
    /// Masks have few labels in long runs, so blocks that hold nothing but two values seen before are passed over.
    package static func bytes(in values: [UInt8]) -> [UInt8] {
        var seen = [Bool](repeating: false, count: 256)
        values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress, let first = values.first else { return }
            var (last, before) = (first, first)
            var start = 0
            while start < values.count {
                let end = min(start + block, values.count)
                if end - start < block || !holdsOnly(last, before, base + start) {
                    for byte in values[start..<end] {
                        seen[Int(byte)] = true
                        if byte != last { (last, before) = (byte, last) }
                    }
                }
                start = end
            }
            seen[Int(first)] = true
        }
        return seen.indices.filter { seen[$0] }.map { UInt8($0) }
    }

    /// Whether each byte of a block is one of two values.
    private static func holdsOnly(_ first: UInt8, _ second: UInt8, _ bytes: UnsafePointer<UInt8>) -> Bool {
        #if RCA_PORTABLE
        (0..<block).allSatisfy { bytes[$0] == first || bytes[$0] == second }
        #else
        rca_either(bytes, first, second) == .max
        #endif
    }
}
