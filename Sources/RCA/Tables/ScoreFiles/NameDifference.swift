/// Why the names of two score files do not meet: what they differ in, where it is one of the usual things.
public struct NameDifference: Sendable, Equatable {
    /// What is overlooked to make names meet.
    public enum Kind: String, Sendable, CaseIterable {
        case unicodeForm = "the Unicode form of letters with accents (NFC and NFD)"
        case leadingZeros = "leading zeros"
        case ending = "their endings (.png, _labels, _mask and the like)"
        case folder = "the folder before the name"
        case letterCase = "upper and lower case"
        case several = "several of these: Unicode form, leading zeros, endings, folders, upper and lower case"

        var remedy: String {
            switch self {
            case .unicodeForm: "write both with the names that the files have"
            case .leadingZeros: "a spreadsheet takes them away: save its column of names as text"
            case .ending, .folder, .letterCase, .several: "write the names of both files alike"
            }
        }
    }

    public let kind: Kind
    /// How many names of the first file meet one of the second so.
    public let count: Int
    /// The first of them, and what it meets.
    public let example: (first: String, second: String)

    public static func == (one: NameDifference, other: NameDifference) -> Bool {
        one.kind == other.kind && one.count == other.count && one.example == other.example
    }

    /// Nil where nothing usual makes names meet.
    ///
    /// - Parameters:
    ///   - first: names that the second file does not have.
    ///   - second: names that the first file does not have.
    ///   - stem: a name without its extension and the endings of masks.
    public init?(first: [String], second: [String], stem: (String) -> String) {
        var best: NameDifference?
        for kind in Kind.allCases where kind != .several || best == nil {
            var names: [Key: String] = [:]
            for name in second { names[Key(name, kind, stem)] = names[Key(name, kind, stem)] ?? name }
            let met = first.filter { names[Key($0, kind, stem)] != nil }
            guard let name = met.first, let other = names[Key(name, kind, stem)], met.count > best?.count ?? 0 else {
                continue
            }
            best = NameDifference(kind: kind, count: met.count, example: (name, other))
        }
        guard let best else { return nil }
        self = best
    }

    private init(kind: Kind, count: Int, example: (first: String, second: String)) {
        self.kind = kind
        self.count = count
        self.example = example
    }

    /// In a sentence without its full stop.
    public var text: String {
        "\(DecimalText.count(count)) \(count == 1 ? "differs" : "differ") only in \(kind.rawValue), as "
            + "\(example.first) and \(example.second); \(kind.remedy)"
    }

    /// A name as it is compared: by its bytes, unless it is the Unicode form that is overlooked.
    private struct Key: Hashable {
        let bytes: [UInt8]
        let letters: String

        init(_ name: String, _ kind: Kind, _ stem: (String) -> String) {
            var name = name
            let isSeveral = kind == .several
            if isSeveral || kind == .folder {
                name = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
            }
            if isSeveral || kind == .ending { name = stem(name) }
            if isSeveral || kind == .leadingZeros { name = Self.withoutZeros(name) }
            if isSeveral || kind == .letterCase { name = name.lowercased() }
            let overlooksForm = isSeveral || kind == .unicodeForm
            // Equal strings are those of one canonical form.
            letters = overlooksForm ? name : ""
            bytes = overlooksForm ? [] : Array(name.utf8)
        }

        /// Each number in a name without the zeros before it.
        private static func withoutZeros(_ name: String) -> String {
            var result: [UInt8] = []
            var digits: [UInt8] = []
            func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
            for byte in Array(name.utf8) + [0] {
                if isDigit(byte) {
                    digits.append(byte)
                    continue
                }
                let rest = digits.drop { $0 == UInt8(ascii: "0") }
                result += rest.isEmpty ? digits.suffix(1) : rest
                digits = []
                if byte != 0 { result.append(byte) }
            }
            return String(decoding: result, as: UTF8.self)
        }
    }
}
