import Files

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
        "ini", "sh", "out", "err", "lock", "rcaref", "rcaindex", "journal", "zip", "7z", "rar", "tar", "tgz", "tbz",
        "tbz2", "txz", "xz", "zst", "bz2",
    ]
}
