/// Little-endian numbers behind each other.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(mark: String, version: UInt32) {
        bytes += Array(mark.utf8)
        integer(version)
    }

    mutating func integer(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func shape(_ shape: NetworkShape) {
        for value in [shape.inputs, shape.classes, shape.channels.count] + shape.channels { integer(UInt32(value)) }
    }

    mutating func floats(_ values: [Float]) { for value in values { integer(value.bitPattern) } }

    mutating func halves(_ values: [Float]) { for value in values { integer(Float16(value).bitPattern) } }
}

/// Takes apart what `ByteWriter` wrote. Never reads past the end, and trusts no count.
struct ByteReader {
    private let bytes: [UInt8]
    private var position: Int

    /// - Throws: `LearningError` where the bytes start with another mark, or are of a later version.
    init(_ bytes: [UInt8], mark: String, version: UInt32) throws(LearningError) {
        self.bytes = bytes
        position = mark.utf8.count
        guard bytes.starts(with: mark.utf8) else { throw .damaged("it does not start with \(mark)") }
        let found = try integer(UInt32.self)
        guard found == version else {
            throw found > version ? .version(Int(found)) : .damaged("its version is \(found)")
        }
    }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(LearningError) -> Value {
        let size = Value.bitWidth / 8
        guard bytes.count - position >= size else { throw .damaged("it ends too early") }
        defer { position += size }
        return (0..<size).reduce(0) { $0 | Value(truncatingIfNeeded: bytes[position + $1]) << ($1 * 8) }
    }

    mutating func shape() throws(LearningError) -> NetworkShape {
        let (inputs, classes) = (try integer(UInt32.self), try integer(UInt32.self))
        let levels = try integer(UInt32.self)
        guard levels <= 64 else { throw .damaged("it names \(levels) levels") }
        var channels: [Int] = []
        for _ in 0..<levels { channels.append(Int(try integer(UInt32.self))) }
        do {
            return try NetworkShape(inputs: Int(inputs), classes: Int(classes), channels: channels)
        } catch { throw .damaged("\(error)") }
    }

    mutating func floats(_ count: Int) throws(LearningError) -> [Float] {
        try values(count, size: 4) { (word: UInt32) in Float(bitPattern: word) }
    }

    mutating func halves(_ count: Int) throws(LearningError) -> [Float] {
        try values(count, size: 2) { (word: UInt16) in Float(Float16(bitPattern: word)) }
    }

    private mutating func values<Word: FixedWidthInteger>(
        _ count: Int, size: Int, _ value: (Word) -> Float
    ) throws(LearningError) -> [Float] {
        guard bytes.count - position >= count * size else { throw .damaged("it ends too early") }
        var result: [Float] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(value(try integer(Word.self))) }
        guard result.allSatisfy(\.isFinite) else { throw .damaged("a number in it is not finite") }
        return result
    }

    /// - Throws: `LearningError.damaged` where bytes are left.
    func end() throws(LearningError) {
        guard position == bytes.count else { throw .damaged("\(bytes.count - position) bytes follow its end") }
    }
}
