public import Imaging

/// What a reader said of a mask.
enum Mark: Hashable {
    case fine
    case wrong
    /// 1 (useless) to 5 (perfect).
    case rating(Int)

    static let ratings = 1...5

    /// Nil where the text is no mark.
    init?(_ text: String) {
        switch text {
        case "fine": self = .fine
        case "wrong": self = .wrong
        default:
            guard let rating = Int(text), Self.ratings.contains(rating), text.utf8.count == 1 else { return nil }
            self = .rating(rating)
        }
    }

    var text: String {
        switch self {
        case .fine: "fine"
        case .wrong: "wrong"
        case .rating(let rating): String(rating)
        }
    }

    var rating: Int? {
        if case .rating(let rating) = self { rating } else { nil }
    }

    /// - Parameter least: the lowest rating that passes.
    func passes(from least: Int) -> Bool { rating.map { $0 >= least } ?? (self == .fine) }
}

/// One person's marks.
struct Rater {
    let name: String
    /// In the order in which they were read.
    private(set) var order: [FileName] = []
    private(set) var marks: [FileName: Mark] = [:]

    init(name: String) { self.name = name }

    mutating func add(_ mark: Mark, of mask: FileName) {
        if marks.updateValue(mark, forKey: mask) == nil { order.append(mask) }
    }
}

/// What a reader may be called.
public enum RaterName {
    private static let longest = 60

    /// - Returns: what is wrong with a name; nil where nothing is.
    static func problem(_ name: String) -> String? {
        if name.allSatisfy(\.isWhitespace) { return "the reader's name is empty" }
        if name.count > longest { return "the reader's name is longer than \(longest) characters" }
        if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
            return "the reader's name \"\(name)\" begins or ends with a space"
        }
        let isOdd = name.unicodeScalars.contains {
            $0.properties.generalCategory == .control || "\"<>/\\".unicodeScalars.contains($0)
        }
        return isOdd ? "the reader's name \"\(name)\" has a control character or one of \" < > / \\" : nil
    }

    /// - Throws: ``InputError`` (`option invalid`).
    public static func check(_ name: String) throws(InputError) {
        guard let problem = problem(name) else { return }
        throw InputError(.optionInvalid, "--rater", problem, remedy: "give a name such as anna")
    }
}
