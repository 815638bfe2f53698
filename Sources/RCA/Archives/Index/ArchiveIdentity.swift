import CZlib
import Imaging

/// What an archive is known again by: its size, and a checksum of its beginning, its end and samples between.
///
/// Not its name or date, which a copy to a node's own disk changes; nor where it was cut into parts.
struct ArchiveIdentity: Sendable, Equatable {
    let bytes: UInt64
    let check: UInt32

    private static let samples = 32
    private static let sampleBytes = 1 << 12
    private static let endBytes = 1 << 16

    init(bytes: UInt64, check: UInt32) {
        self.bytes = bytes
        self.check = check
    }

    init(of parts: ArchiveParts) throws(InputError) {
        let stream = PartStream(parts)
        var places = [(0, Self.endBytes)]
        places += (1..<Self.samples).map { (parts.bytes / Self.samples * $0, Self.sampleBytes) }
        places.append((max(0, parts.bytes - Self.endBytes), Self.endBytes))
        var check = crc32(0, nil, 0)
        for (start, count) in places {
            stream.seek(to: start)
            var rest = count
            while rest > 0 {
                let block = try stream.next().prefix(rest)
                if block.isEmpty { break }
                check = crc32(check, block)
                rest -= block.count
            }
        }
        bytes = UInt64(parts.bytes)
        self.check = UInt32(check)
    }
}

/// CRC-32 (ISO 3309, that of gzip and zip) of more bytes.
func crc32(_ check: UInt, _ bytes: some Sequence<UInt8>) -> UInt {
    bytes.withContiguousStorageIfAvailable { CZlib.crc32_z(check, $0.baseAddress, $0.count) } ?? check
}
