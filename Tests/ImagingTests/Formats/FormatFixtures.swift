import Foundation
import Imaging

/// The small files beside the tests, and what other libraries read from them (scripts/fixtures).
enum FormatFixtures {
    struct Expected: Decodable, Sendable {
        /// `grey8`, `grey16` or `labels`.
        let kind: String
        let width: Int
        let height: Int
        let values: [Int]
        /// How far a value may be off: decoders of compressed pictures round differently.
        let tolerance: Int
        /// Millimetres from row to row and from column to column.
        let spacing: [Double]?
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static let expected: [String: Expected] = {
        let url = folder.appending(path: "expected.json")
        guard let data = try? Data(contentsOf: url),
            let all = try? JSONDecoder().decode([String: Expected].self, from: data)
        else { return [:] }
        return all
    }()

    /// The names of the files with expected values that this build reads, in order.
    static let readable: [String] = expected.keys.filter(isRead).sorted()

    static func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: name)))
    }

    /// Whether the file's format is part of this build.
    static func isRead(_ name: String) -> Bool {
        if name.hasPrefix("jpeg-2000"), ImageFormats.jpeg2000Version == nil { return false }
        guard let bytes = try? bytes(name), let format = ImageFormat(firstBytes: bytes.prefix(400)) else { return true }
        return ImageFormats.supports(format)
    }
}
