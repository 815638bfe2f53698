import NumericSupport

/// What the names of a mask and its image have in common: the name without its extension and known suffixes.
///
/// Compared byte by byte: case matters, and so does whether an `é` is composed, since Linux tells such files apart.
package struct FileStem: Hashable, Sendable {
    private let bytes: [UInt8]

    /// The stem of a file name: `00000001_000` of `00000001_000_labels.png`.
    ///
    /// The extension goes first: what follows the last dot, if it begins with a letter, and both parts of `.nii.gz`.
    /// Then every suffix, as often as one is at the end: `JPCLN012.IMG_mask.png` is `JPCLN012`. A stem is never empty:
    /// `_mask.png` is `_mask`.
    package init(of fileName: String, droppingSuffixes suffixes: [String]) {
        bytes = Array(Self.stem(of: Array(fileName.utf8)[...], suffixes.map { Array($0.utf8) }))
    }

    /// A stem that was found already.
    package init(_ stem: ArraySlice<UInt8>) { bytes = Array(stem) }

    /// The stem as text, for messages.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The number by which a case finds its shard: FNV-1a over the stem's bytes, mixed by the finaliser of SplitMix64
    /// (Steele, Lea and Flood 2014), whose low bits FNV leaves uneven. Never to be changed: journals depend on it.
    package static func hash(of fileName: some RandomAccessCollection<UInt8>, droppingSuffixes suffixes: [[UInt8]])
        -> UInt64
    {
        hash(ofStem: stem(of: fileName[...], suffixes))
    }

    /// As ``hash(of:droppingSuffixes:)``, of a stem that was found already.
    package static func hash(ofStem stem: some Sequence<UInt8>) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in stem { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return SplitMix64.mix(value)
    }

    package static func stem<Name: RandomAccessCollection<UInt8>>(of name: Name, _ suffixes: [[UInt8]]) -> Name
    where Name.SubSequence == Name {
        var rest = name
        if let dot = rest.lastIndex(of: UInt8(ascii: ".")), dot > rest.startIndex,
            case let next = rest.index(after: dot), next < rest.endIndex, isLetter(rest[next])
        {
            let isCompressed = rest[next...].elementsEqual("gz".utf8)
            rest = rest[..<dot]
            let inner = Array(".nii".utf8)
            if isCompressed, isEnding(inner, of: rest) { rest.removeLast(inner.count) }
        }
        while let ending = suffixes.first(where: { isEnding($0, of: rest) }) { rest.removeLast(ending.count) }
        return rest
    }

    private static func isEnding(_ suffix: [UInt8], of name: some RandomAccessCollection<UInt8>) -> Bool {
        !suffix.isEmpty && suffix.count < name.count && name.suffix(suffix.count).elementsEqual(suffix)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
