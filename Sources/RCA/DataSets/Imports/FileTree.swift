import Imaging

/// Every file in a folder and the folders in it, by path from there. Documents are passed over, and so are folders that
/// commands have written into: their pictures are made of others.
struct FileTree {
    /// Deep enough for every known data set.
    private static let depth = 8

    let root: String
    private(set) var files: [String] = []

    /// - Throws: ``InputError`` where a folder cannot be listed.
    init(_ root: String) throws(InputError) {
        self.root = root
        try add("", depth: Self.depth, above: [])
    }

    /// - Parameter above: the folders that this one is in: a link to one of them leads round in circles.
    private mutating func add(_ folder: String, depth: Int, above: Set<FileIdentity>) throws(InputError) {
        let whole = folder.isEmpty ? root : joined(root, folder)
        let identity = FileIdentity(path: whole)
        if let identity, above.contains(identity) { return }
        if !folder.isEmpty, WrittenFiles.exist(in: whole) { return }
        let listing = try FolderListing(path: whole)
        func path(_ name: String) -> String { folder.isEmpty ? name : folder + "/" + name }
        files += listing.files.map(path)
        guard depth > 1 else { return }
        let all = above.union([identity].compactMap(\.self))
        for name in listing.folders { try add(path(name), depth: depth - 1, above: all) }
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
