/// What the names of a mask and its image have in common: the name without its extension and known suffixes.
///
/// Compared byte by byte: case matters, and so does whether an `é` is composed, since Linux tells such files apart.
package struct FileStem: Hashable, Sendable {
    private let bytes: [UInt8]

    /// The stem of a file name: `00000001_000` of `00000001_000_labels.png`.
    ///
    /// The extension goes first: what follows the last dot, if it begins with a letter. Then every suffix, as often
    /// as one is at the end: `JPCLN012.IMG_mask.png` is `JPCLN012`. A stem is never empty: `_mask.png` is `_mask`.
    package init(of fileName: String, droppingSuffixes suffixes: [String]) {
        var rest = Array(fileName.utf8)[...]
        if let dot = rest.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < rest.count,
            Self.isLetter(rest[dot + 1])
        {
            rest = rest[..<dot]
        }
        while let ending = suffixes.first(where: { Self.isEnding($0, of: rest) }) {
            rest.removeLast(ending.utf8.count)
        }
        bytes = Array(rest)
    }

    /// The stem as text, for messages.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    private static func isEnding(_ suffix: String, of name: ArraySlice<UInt8>) -> Bool {
        let count = suffix.utf8.count
        return count > 0 && count < name.count && name.suffix(count).elementsEqual(suffix.utf8)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
