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
    package static func hash(of fileName: [UInt8], droppingSuffixes suffixes: [[UInt8]]) -> UInt64 {
        fileName.withUnsafeBytes { hash(ofStem: stem(of: $0, suffixes)) }
    }

    /// As ``hash(of:droppingSuffixes:)``, of a stem that was found already.
    package static func hash(ofStem stem: UnsafeRawBufferPointer) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in stem { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return SplitMix64.mix(value)
    }

    package static func hash(ofStem stem: [UInt8]) -> UInt64 { stem.withUnsafeBytes { hash(ofStem: $0) } }

    /// The stem of a name, which is its beginning.
    ///
    /// On memory, not on any collection: folders have millions of names, and generic code is compiled for none of them.
    package static func stem(of name: UnsafeRawBufferPointer, _ suffixes: [[UInt8]]) -> UnsafeRawBufferPointer {
        func first(_ count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: name[..<count]) }
        var rest = name
        if let dot = rest.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < rest.count, isLetter(rest[dot + 1]) {
            let isCompressed = rest.count == dot + 3 && isEnding(gz, of: rest)
            rest = first(dot)
            if isCompressed, isEnding(nii, of: rest) { rest = first(rest.count - nii.count) }
        }
        while let ending = suffixes.first(where: { isEnding($0, of: rest) }) { rest = first(rest.count - ending.count) }
        return rest
    }

    package static func stem(of name: ArraySlice<UInt8>, _ suffixes: [[UInt8]]) -> ArraySlice<UInt8> {
        name.prefix(name.withUnsafeBytes { stem(of: $0, suffixes).count })
    }

    private static let gz = Array("gz".utf8)
    private static let nii = Array(".nii".utf8)

    private static func isEnding(_ suffix: [UInt8], of name: UnsafeRawBufferPointer) -> Bool {
        guard !suffix.isEmpty, suffix.count < name.count else { return false }
        let start = name.count - suffix.count
        return suffix.indices.allSatisfy { name[start + $0] == suffix[$0] }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
