/// The name of one part of an archive that was cut by `split`: what all parts share, and the part's own suffix.
///
/// `segmentations.tar.gz.aa` is part `aa` of `segmentations.tar.gz.`; `x.tar.001` and `part-00` are parts too.
/// A name that ends in an archive's own extension (`a.tar`, `images_001.tar.gz`) is a whole archive.
struct PartName: Equatable, Sendable {
    /// The path up to the suffix.
    let stem: String
    /// Lower-case letters or digits: `aa`, `001`.
    let suffix: String

    private static let wholeExtensions: Set<String> = [
        "tar", "tgz", "gz", "zip", "zst", "tzst", "xz", "txz", "bz2", "tbz", "tbz2",
    ]

    /// Nil for the path of a whole archive.
    init?(path: String) {
        let name = path.utf8
        let start = path.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        let file = name[start...]
        if Self.isWhole(String(path[start...])) { return nil }
        let digits = file.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        let letters = file.reversed().prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }.count
        let count = max(digits, letters)
        guard count >= 2, count <= 6, count < file.count else { return nil }
        let cut = name.index(name.endIndex, offsetBy: -count)
        guard ".-_".utf8.contains(name[name.index(before: cut)]) else { return nil }
        // Longer ones begin as split makes them: .aab is a part, .bin and .data are not.
        let isUsual = letters <= 2 || name[cut...].starts(with: letters == 3 ? "a".utf8 : "za".utf8)
        guard isUsual || name[cut...].starts(with: "aa".utf8) else { return nil }
        stem = String(path[..<cut])
        suffix = String(path[cut...])
    }

    /// Whether a name ends as a whole archive's does. The parts 179 and 622 of a compressed one end in gz and xz.
    private static func isWhole(_ file: String) -> Bool {
        let words = file.split(separator: ".").map { $0.lowercased() }
        guard words.count >= 2, let last = words.last, wholeExtensions.contains(last) else { return false }
        let before = words[words.count - 2]
        return !(["gz", "xz"].contains(last) && before != "tar" && wholeExtensions.contains(before))
    }

    private init(stem: String, suffix: String) {
        self.stem = stem
        self.suffix = suffix
    }

    var path: String { stem + suffix }

    /// What the joined archive would be called: the stem without the separator.
    var wholePath: String {
        guard let last = stem.last, ".-_".contains(last) else { return stem }
        return String(stem.dropLast())
    }

    var isNumbered: Bool { suffix.utf8.first.map { $0 <= UInt8(ascii: "9") } ?? false }

    /// Whether two names can belong to one archive.
    func isSibling(of other: PartName) -> Bool {
        stem.utf8.elementsEqual(other.stem.utf8) && isNumbered == other.isNumbered
    }

    /// The order in which `split` wrote them: `zaaa` follows `yz`.
    func precedes(_ other: PartName) -> Bool {
        suffix.utf8.count == other.suffix.utf8.count
            ? suffix.utf8.lexicographicallyPrecedes(other.suffix.utf8) : suffix.utf8.count < other.suffix.utf8.count
    }

    /// Whether nothing comes before it: `aa`, `000` or `001`.
    var isFirst: Bool {
        isNumbered ? Int(suffix).map { $0 <= 1 } ?? false : suffix.utf8.allSatisfy { $0 == UInt8(ascii: "a") }
    }

    /// The name that `split` gives the first part.
    var first: PartName {
        PartName(stem: stem, suffix: String(repeating: isNumbered ? "0" : "a", count: suffix.utf8.count))
    }

    /// The names that the next part may have: `split` makes suffixes longer before it runs out of them.
    var successors: [PartName] {
        var digits = Array(suffix.utf8)
        let (low, high) =
            isNumbered ? (UInt8(ascii: "0"), UInt8(ascii: "9")) : (UInt8(ascii: "a"), UInt8(ascii: "z"))
        var position = digits.count - 1
        while position >= 0, digits[position] == high {
            digits[position] = low
            position -= 1
        }
        guard position >= 0 else {
            return [PartName(stem: stem, suffix: "1" + String(decoding: digits, as: UTF8.self))]
        }
        digits[position] += 1
        let next = PartName(stem: stem, suffix: String(decoding: digits, as: UTF8.self))
        // After yz (89) GNU split goes on with zaaa (9000).
        guard position == 0, digits[0] == high else { return [next] }
        let longer = [high] + Array(repeating: low, count: digits.count + 1)
        return [next, PartName(stem: stem, suffix: String(decoding: longer, as: UTF8.self))]
    }
}
