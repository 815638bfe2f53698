import Glibc

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
        try FolderEntries.visit(path) { name, kind in
            switch kind {
            case .file:
                if let text = String(validating: name, as: UTF8.self) {
                    files.append(text)
                } else {
                    filesWithInvalidNames.append(String(decoding: name, as: UTF8.self))
                }
            case .folder: folders.append(String(decoding: name, as: UTF8.self))
            case .other: break
            }
        }
        files.sort { $0.precedesInBytes($1) }
        folders.sort { $0.precedesInBytes($1) }
        filesWithInvalidNames.sort { $0.precedesInBytes($1) }
    }

    /// Whether the path leads to a folder.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

extension FolderListing {
    /// Whether a file can be an image or a mask: all but documents, archives and what file browsers leave behind. A
    /// table of patients or an earlier run's results may lie beside the pictures.
    package static func isPicture(_ name: String) -> Bool {
        // The index of a DICOM medium.
        if name == "DICOMDIR" { return false }
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return true }
        let suffix = name[name.utf8.index(after: dot)...].lowercased()
        // Of compressed files, NIfTI and NumPy are pictures.
        if suffix == "gz" { return isPicture(String(name[..<dot])) }
        return !documentExtensions.contains(suffix)
    }

    private static let documentExtensions: Set<String> = [
        "csv", "tsv", "txt", "md", "json", "jsonld", "xml", "yaml", "yml", "html", "pdf", "xls", "xlsx", "log", "db",
        "ini", "sh", "out", "err", "lock", "rcaref", "rcanet", "rcaindex", "journal", "zip", "7z", "rar", "tar", "tgz",
        "tbz", "tbz2", "txz", "xz", "zst", "bz2",
    ]
}
