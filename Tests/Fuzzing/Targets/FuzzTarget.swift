import Foundation
import Imaging
import RCA

/// A parser that is given any bytes. It may refuse them by an `InputError`; it may not crash, hang or take memory.
package struct FuzzTarget: Sendable {
    package let name: String
    /// Whether the parser took the bytes.
    package let accepts: @Sendable ([UInt8], FuzzPlace) -> Bool
    /// Bytes to begin with, most of which it takes.
    package let seeds: @Sendable (FuzzSeeds) throws -> [[UInt8]]

    package static let all: [FuzzTarget] = pictures + tables + files

    package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

    /// Whether a parser got through: what it refuses is no failure.
    static func takes(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch is InputError {
            return false
        } catch {
            fatalError("a parser may throw nothing but InputError: \(error)")
        }
    }
}

/// Where parsers that read files find them: a folder in memory, one a process.
package final class FuzzPlace: Sendable {
    package let path: String

    package init() throws {
        let memory = "/dev/shm"
        let root = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        path = root + "/rca-fuzz-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file with these bytes.
    func file(_ bytes: [UInt8], _ name: String) -> String {
        let file = path + "/" + name
        guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
            fatalError("\(file) cannot be written")
        }
        return file
    }
}

/// What seeds are made of.
package struct FuzzSeeds: Sendable {
    /// The folder of pictures in all formats, `Tests/ImagingTests/Fixtures`.
    package let fixtures: String

    package init(fixtures: String) { self.fixtures = fixtures }

    /// The fixtures with one of these endings, but for large ones, which make a fuzzer slow.
    func fixtures(_ endings: String...) throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(atPath: fixtures).sorted()
            .filter { name in endings.contains { name.hasSuffix($0) } }
            .map { try Array(Data(contentsOf: URL(filePath: fixtures + "/" + $0))) }
            .filter { $0.count < 1 << 15 }
    }
}
