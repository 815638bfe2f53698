import Imaging

/// Little-endian numbers and arrays, one after the other.
struct IndexWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put<Number: FixedWidthInteger>(_ numbers: [Number]) {
        put(UInt64(numbers.count))
        bytes.reserveCapacity(bytes.count + numbers.count * MemoryLayout<Number>.size)
        for number in numbers { put(number) }
    }

    mutating func put(_ text: String) { put(Array(text.utf8)) }
}

/// Reads what ``IndexWriter`` wrote; nil, and from then on only nil, where the bytes do not suffice.
struct IndexReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        let size = MemoryLayout<Number>.size
        guard bytes.count - position >= size else { return nil }
        defer { position += size }
        return bytes.withUnsafeBytes {
            Number(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Number.self))
        }
    }

    /// The most that a count, a size or a position can be: a thousand tebibytes.
    static let most: UInt64 = 1 << 50

    mutating func count() -> Int? { number(UInt64.self).flatMap { $0 <= Self.most ? Int($0) : nil } }

    mutating func numbers<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> [Number]? {
        let size = MemoryLayout<Number>.size
        guard let count = number(UInt64.self).flatMap({ Int(exactly: $0) }), count <= (bytes.count - position) / size
        else { return nil }
        let start = position
        position += count * size
        return bytes.withUnsafeBytes { bytes in
            (0..<count).map {
                Number(littleEndian: bytes.loadUnaligned(fromByteOffset: start + $0 * size, as: Number.self))
            }
        }
    }

    mutating func text() -> String? { numbers(UInt8.self).flatMap { String(validating: $0, as: UTF8.self) } }
}
