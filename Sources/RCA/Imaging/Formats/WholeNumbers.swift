/// The whole numbers of a text, parted by white space.
struct WholeNumbers {
    enum Word {
        case number(Int)
        /// Something else, cut to 20 characters.
        case word(String)
        case end
    }

    private let text: ArraySlice<UInt8>
    private var position: Int

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        position = text.startIndex
    }

    mutating func next() -> Word {
        text.withUnsafeBufferPointer { bytes in
            var index = position - text.startIndex
            while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
            let start = index
            var value = 0
            // Eighteen digits fit; whatever is longer is left to Int.
            while index < bytes.count, index < start + 18, bytes[index] &- 48 < 10 {
                value = value * 10 + Int(bytes[index] &- 48)
                index += 1
            }
            let isPlain = index > start && (index == bytes.count || Self.isSpace(bytes[index]))
            while index < bytes.count, !Self.isSpace(bytes[index]) { index += 1 }
            position = text.startIndex + index
            if isPlain { return .number(value) }
            guard index > start else { return .end }
            let word = String(decoding: bytes[start..<index], as: UTF8.self)
            return Int(word).map(Word.number) ?? .word(String(word.prefix(20)))
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
