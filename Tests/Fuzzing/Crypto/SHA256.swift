// What the program uses of swift-crypto, for `make fuzz` alone: compiling BoringSSL would take longer than all else.

public protocol Digest: Sequence<UInt8> {}

/// Gives equal bytes equal digests, which is all that parsers under a fuzzer need. It is no SHA-256.
public struct SHA256 {
    public struct Result: Digest {
        let bytes: [UInt8]

        public func makeIterator() -> IndexingIterator<[UInt8]> { bytes.makeIterator() }
    }

    /// FNV-1a of 64 bits (Fowler, Noll and Vo), each begun otherwise.
    private var parts: [UInt64] = (0..<4).map { 0xcbf2_9ce4_8422_2325 &+ $0 }

    public init() {}

    public static func hash(data: some Sequence<UInt8>) -> Result {
        var hash = SHA256()
        hash.update(data: data)
        return hash.finalize()
    }

    public mutating func update(data: some Sequence<UInt8>) {
        for byte in data {
            for index in parts.indices { parts[index] = (parts[index] ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
    }

    public mutating func update(bufferPointer: UnsafeRawBufferPointer) { update(data: bufferPointer) }

    public func finalize() -> Result {
        Result(bytes: parts.flatMap { part in (0..<8).map { UInt8(truncatingIfNeeded: part >> (8 * $0)) } })
    }
}
