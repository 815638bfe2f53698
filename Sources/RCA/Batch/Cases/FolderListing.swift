import Glibc
package import Imaging
import Reporting

/// The names in a folder, sorted by their bytes. Hidden ones (a leading dot) are left out.
///
/// Linux file names are bytes. Those that are not UTF-8 cannot be put into a table or a message as they are, so
/// they are kept apart, for the caller to refuse by name.
package struct FolderListing: Sendable, Equatable {
    /// Regular files, symbolic links to them, and links that lead nowhere, which opening them will report.
    package private(set) var files: [String] = []
    /// Folders and symbolic links to them.
    package private(set) var folders: [String] = []
    /// Files whose names are not UTF-8, with U+FFFD for what could not be read.
    package private(set) var filesWithInvalidNames: [String] = []

    /// Lists a folder.
    /// - Throws: `InputError`: `fileMissing` if there is none, `fileUnreadable` if it is a file or may not be read.
    package init(path: String) throws(InputError) {
        guard let folder = opendir(path) else { throw Self.openingFailed(path, errno) }
        defer { closedir(folder) }
        while true {
            // Its end and its failure differ in errno alone.
            errno = 0
            guard let entry = readdir(folder) else { break }
            let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
            let bytes = UnsafeRawBufferPointer(
                start: UnsafeRawPointer(entry) + offset, count: Int(entry.pointee.d_reclen) - offset
            ).prefix { $0 != 0 }
            if bytes.first == UInt8(ascii: ".") { continue }

            switch Self.kind(of: entry.pointee.d_type, folder: path, name: Array(bytes)) {
            case .file:
                if let name = String(validating: bytes, as: UTF8.self) {
                    files.append(name)
                } else {
                    filesWithInvalidNames.append(String(decoding: bytes, as: UTF8.self))
                }
            case .folder: folders.append(String(decoding: bytes, as: UTF8.self))
            case .other: break
            }
        }
        if errno != 0 {
            throw InputError(
                .fileUnreadable, path, "the folder cannot be listed: \(String(cString: strerror(errno)))")
        }
        files.sort { $0.precedesInBytes($1) }
        folders.sort { $0.precedesInBytes($1) }
        filesWithInvalidNames.sort { $0.precedesInBytes($1) }
    }

    /// The files that can be images or masks: all but documents and what file browsers leave behind. A table of
    /// patients or an earlier run's results may lie beside the pictures.
    var pictures: [String] {
        files.filter { name in
            guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return true }
            return !Self.documentExtensions.contains(name[name.utf8.index(after: dot)...].lowercased())
        }
    }

    private static let documentExtensions: Set<String> = [
        "csv", "tsv", "txt", "md", "json", "xml", "yaml", "yml", "html", "pdf", "xls", "xlsx", "log", "db", "ini",
    ]

    /// Whether the path leads to a folder.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private enum Kind { case file, folder, other }

    /// The kind that the folder itself records, or that of the link's target; some file systems record none.
    private static func kind(of type: UInt8, folder: String, name: [UInt8]) -> Kind {
        switch Int(type) {
        case Int(DT_REG): return .file
        case Int(DT_DIR): return .folder
        case Int(DT_LNK), Int(DT_UNKNOWN):
            var status = stat()
            let path = (Array(folder.utf8) + [UInt8(ascii: "/")] + name + [0]).map(CChar.init(bitPattern:))
            guard stat(path, &status) == 0 else { return .file }
            switch status.st_mode & S_IFMT {
            case S_IFREG: return .file
            case S_IFDIR: return .folder
            default: return .other
            }
        default: return .other
        }
    }

    private static func openingFailed(_ path: String, _ code: Int32) -> InputError {
        switch code {
        case ENOENT: InputError(.fileMissing, path, "there is no such folder", remedy: "check the path")
        case ENOTDIR: InputError(.fileUnreadable, path, "is a file", remedy: "give the folder that holds it")
        case EACCES:
            InputError(.fileUnreadable, path, "the folder may not be read", remedy: "ask for permission to read it")
        default: InputError(.fileUnreadable, path, "the folder cannot be opened: \(String(cString: strerror(code)))")
        }
    }
}
