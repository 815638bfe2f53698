import Files
import FoundationEssentials

/// What bundles and files of networks begin with: 16 bytes that say which of them it is; format version, UInt32; header
/// length, UInt32; SHA-256 of the header; the header as JSON. All integers little-endian.
struct FileHead {
    static let prefixLength = 16 + 4 + 4 + 32

    let version: UInt32
    /// Where the header ends.
    let end: Int
    private let digest: [UInt8]
    /// Nil where the file ends within it.
    private let json: [UInt8]?

    /// Nil where the bytes are fewer than those before the header.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.prefixLength else { return nil }
        func integer(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        version = integer(16)
        end = Self.prefixLength + Int(integer(20))
        digest = Array(bytes[24..<Self.prefixLength])
        json = end <= bytes.count ? Array(bytes[Self.prefixLength..<end]) : nil
    }

    var hasWholeHeader: Bool { json != nil }

    /// Nil where it does not match its checksum, or is none.
    func header<Header: Decodable>(_ type: Header.Type) -> Header? {
        guard let json, SHA256.hash(json) == digest else { return nil }
        return try? JSONDecoder().decode(type, from: Data(json))
    }

    /// Nil where the header cannot be encoded.
    static func encoded(mark: [UInt8], version: UInt32, header: some Encodable) -> [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let json = try? encoder.encode(header) else { return nil }
        var bytes = mark
        for number in [version, UInt32(json.count)] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes + SHA256.hash(json) + Array(json)
    }
}
