import Cases
import Imaging

/// A text file of one image's outlines, SCR's `.pfs` for one: names of structures, and behind each its points, two
/// numbers a point. Brackets, braces, quotes and commas are passed over.
struct LandmarkText {
    private let path: String
    private var points: [String: [Polygon.Point]] = [:]

    /// - Parameter names: the structures that are looked for; points behind another name are passed over.
    /// - Throws: ``InputError`` where the file cannot be read, or a point is not two numbers.
    init(path: String, names: [String]) throws(InputError) {
        self.path = path
        let text = String(decoding: try InputFile.read(at: path, maximumBytes: 1 << 24), as: UTF8.self)
        var current: String?
        var pending: Double?
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let lowercased = line.lowercased()
            if line.contains(where: \.isLetter), !Self.isNumberLine(lowercased) {
                // The longest: 'heart' is in 'left heart' too.
                let name = names.filter { lowercased.contains($0.lowercased()) }.max { $0.count < $1.count }
                if let name, points[name] != nil {
                    throw InputError(
                        .fileDamaged, path, "line \(number + 1): '\(name)' is there twice", remedy: "keep one of them")
                }
                current = name
                if let name { points[name] = [] }
            }
            for value in NumberText.numbers(in: line.filter { !$0.isLetter || $0 == "e" || $0 == "E" }) {
                guard let x = pending else {
                    pending = value
                    continue
                }
                if let current { points[current, default: []].append(Polygon.Point(x: x, y: value)) }
                pending = nil
            }
            guard pending == nil else {
                throw InputError(
                    .fileDamaged, path, "line \(number + 1): a point is not two numbers",
                    remedy: "check that it is a file of landmarks")
            }
        }
    }

    /// - Throws: ``InputError`` (`structure missing`) where the file does not name the structure.
    func polygon(_ name: String) throws(InputError) -> Polygon {
        guard let points = points[name] else {
            throw InputError(
                .structureMissing, path, "has no '\(name)'", remedy: "check that it is a file of landmarks")
        }
        return Polygon(points)
    }

    /// Whether the only letters are those of exponents.
    private static func isNumberLine(_ line: String) -> Bool {
        line.filter(\.isLetter).allSatisfy { $0 == "e" } && !NumberText.numbers(in: line).isEmpty
    }
}
