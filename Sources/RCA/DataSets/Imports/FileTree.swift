import Imaging

/// Every file in a folder and the folders in it, by path from there. Documents are passed over.
struct FileTree {
    /// Deep enough for every known data set; links that lead round in circles end here too.
    private static let depth = 8

    let root: String
    private(set) var files: [String] = []

    /// - Throws: ``InputError`` where a folder cannot be listed.
    init(_ root: String) throws(InputError) {
        self.root = root
        try add("", depth: Self.depth)
    }

    private mutating func add(_ folder: String, depth: Int) throws(InputError) {
        let listing = try FolderListing(path: folder.isEmpty ? root : joined(root, folder))
        func path(_ name: String) -> String { folder.isEmpty ? name : folder + "/" + name }
        files += listing.files.map(path)
        guard depth > 1 else { return }
        for name in listing.folders { try add(path(name), depth: depth - 1) }
    }

    /// The pictures whose folder, in lower case, is called `name`, by stem; several where a stem is there twice.
    func pictures(inFoldersNamed name: String, suffixes: [String] = []) -> [String: [String]] {
        byStem(suffixes) { parts in
            parts.count > 1 && parts[parts.count - 2].lowercased() == name
                && FolderListing.isPicture(parts[parts.count - 1])
        }
    }

    /// The files that fit, by stem.
    func byStem(_ suffixes: [String], _ fits: ([String]) -> Bool) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for file in files {
            let parts = file.split(separator: "/").map(String.init)
            guard let name = parts.last, fits(parts) else { continue }
            found[FileStem(of: name, droppingSuffixes: suffixes).text, default: []].append(joined(root, file))
        }
        return found
    }
}

/// The one file of a stem.
enum OnlyFile {
    /// - Parameters:
    ///   - what: `mask of the left lung` for one.
    ///   - folder: where it was looked for.
    /// - Throws: ``InputError`` where there is none, or more than one.
    static func of(
        _ stem: String, in files: [String: [String]], what: String, folder: String
    ) throws(InputError) -> String {
        guard let found = files[stem], let first = found.first else {
            throw InputError(.pairingFailed, stem, "has no \(what) in \(folder)", remedy: "download it again")
        }
        guard found.count == 1 else {
            throw InputError(
                .pairingFailed, stem, "has several files as \(what): \(found.joined(separator: ", "))",
                remedy: "keep one of them")
        }
        return first
    }
}
