import Foundation

/// A folder of its own that disappears with the test.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        path = NSTemporaryDirectory() + "rca-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: file(name)))
        return file(name)
    }

    /// Everything in the folder, hidden files too.
    public func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    /// Creates empty files, and the folders they are in; a name that ends in a slash is a folder.
    public func create(_ names: String...) throws {
        for name in names {
            let folder =
                path + "/" + name.split(separator: "/").dropLast(name.hasSuffix("/") ? 0 : 1).joined(separator: "/")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            if !name.hasSuffix("/") { try Data().write(to: URL(filePath: path + "/" + name)) }
        }
    }

    /// Creates an empty file whose name is no text.
    public func create(nameBytes: [UInt8], in folder: String) {
        let path = (Array("\(path)/\(folder)/".utf8) + nameBytes + [0]).map(CChar.init(bitPattern:))
        close(open(path, O_CREAT | O_WRONLY, 0o644))
    }

    public func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
}
