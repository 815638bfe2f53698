package import Imaging

/// A case's files that were read before its worker takes it.
package struct ReadFiles: Sendable {
    private var contents: [String: Result<PackedFile, InputError>] = [:]

    package init() {}

    package mutating func read(_ path: String, in places: FileSources) {
        if let content = places.content(path) { contents[path] = content }
    }

    /// The content of a file, read now where it was not before.
    package func content(_ path: String) throws(InputError) -> FileContent {
        guard let read = contents[path] else { return try FileContent(path: path) }
        let file = try read.get()
        return FileContent(file.bytes, modified: file.modified, row: file.row)
    }
}

/// What is read of files in folders or archives.
package protocol FileHolding {
    /// The image first, then its masks' files.
    var paths: [String] { get }
}

extension ImageCase: FileHolding {
    package var paths: [String] { [imagePath] + masks.flatMap { $0.item.masks.map(\.path) } }
}
