import Files
import Foundation

/// A new folder for one test, removed with its content when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "rca-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Creates empty files, and the folders they are in; a name that ends in a slash is a folder.
    func create(_ names: String...) throws {
        for name in names {
            let folder =
                path + "/" + name.split(separator: "/").dropLast(name.hasSuffix("/") ? 0 : 1).joined(separator: "/")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            if !name.hasSuffix("/") { try Data().write(to: URL(filePath: path + "/" + name)) }
        }
    }

    /// Creates an empty file whose name is no text.
    func create(nameBytes: [UInt8], in folder: String) {
        let path = (Array("\(path)/\(folder)/".utf8) + nameBytes + [0]).map(CChar.init(bitPattern:))
        close(open(path, O_CREAT | O_WRONLY, 0o644))
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
}
