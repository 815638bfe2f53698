package import Files
import Imaging

/// The pictures in a folder that belong to a shard, in the order of their stems. Where they are many, their names
/// wait in a scratch file.
package struct FolderNames: Sendable {
    package let path: String
    /// Whether there is no picture at all, whatever shard it would belong to.
    package let isEmpty: Bool
    /// The shard's pictures; those with names that are not UTF-8 too.
    package let count: Int
    /// The pictures of all shards; of none where there is one shard alone.
    package let listed: ListedFiles
    package let folders: [String]
    /// Those beside pictures, which are not looked into: they may be anything.
    private let foldersBeside: [String]
    /// The shard's files whose names are not UTF-8, with U+FFFD for what could not be read.
    package let invalidNames: [String]

    private var records: SortedRecords
    private var next: Record?

    /// - Parameters:
    ///   - structures: in an archive, folders of these names hold binary masks; other folders do not count.
    ///   - looksBelow: where no picture is in the folder itself, those in the folders below count, by their paths from
    ///     there.
    /// - Throws: ``InputError`` where the folder cannot be listed, or there is no room for a scratch file.
    package init(
        path: String, suffixes: [String], shard: Shard, places: FileSources = .folders, structures: [String] = [],
        looksBelow: Bool = false
    ) throws(InputError) {
        self.path = path
        let endings = suffixes.map { Array($0.utf8) }
        let root = places.nameParts > 1 ? PathParts.root(path) : []
        func stem(_ name: UnsafeRawBufferPointer, below: Bool) -> [UInt8] {
            guard places.nameParts > 1 else {
                return Array(FileStem.stem(of: FolderEntries.lastPart(name), endings))
            }
            return PathParts.stem(places.nameParts, of: (below ? root : []) + name, droppingSuffixes: endings)
        }
        // By the name alone; `isOne` may open a file, which is done for those of the shard.
        func list(
            below: Bool = false, _ isPicture: (String) -> Bool, isOne: ((String) -> Bool)? = nil
        ) throws(InputError) -> Listed {
            var listed = Listed()
            var failure: InputError?
            func isTaken(_ name: String) -> Bool { isPicture(name) && isOne?(name) ?? true }
            func take(_ name: UnsafeRawBufferPointer, _ kind: FolderEntries.Kind) {
                switch kind {
                // What is no regular file fails as a case of its own: it is not to be passed over without a word.
                case .file, .other:
                    let hash = shard.count == 1 ? nil : FileStem.hash(ofStem: stem(name, below: below))
                    if hash != nil, String(validating: name, as: UTF8.self).map(isPicture) ?? true {
                        // In which sub-folder or part of an archive a file lies is no matter, unless names say so.
                        listed.all.add(places.nameParts > 1 ? name : FolderEntries.lastPart(name))
                    }
                    if hash.map(shard.contains) ?? true {
                        do throws(InputError) {
                            try listed.add(name, stem: { stem(name, below: below) }, isTaken)
                        } catch {
                            failure = failure ?? error
                        }
                    } else if listed.isEmpty {
                        listed.isEmpty = String(validating: name, as: UTF8.self).map { !isTaken($0) } ?? false
                    }
                case .folder: listed.folders.append(String(decoding: name, as: UTF8.self))
                }
            }
            if below {
                try places.visitBelow(path, take)
            } else {
                try places.visit(path, structures: structures, take)
            }
            if let failure { throw failure }
            return listed
        }
        var listed = try list { places.isTable(path) || FolderListing.isPicture($0) }
        if listed.isEmpty {
            // Run-length masks are JSON, which beside pictures is a document.
            // An archive shows no others.
            listed = try list {
                $0.lowercased().hasSuffix(".json")
            } isOne: {
                places.isArchived(path) || RunLengthFile.isMask(at: joined(path, $0))
            }
        }
        if looksBelow, listed.isEmpty, !listed.folders.isEmpty {
            listed = try list(below: true, FolderListing.isPicture)
            foldersBeside = []
        } else {
            let isFolder = !listed.isEmpty && !places.isArchived(path) && !places.isTable(path)
            foldersBeside = isFolder ? listed.folders.sorted { $0.precedesInBytes($1) } : []
        }
        isEmpty = listed.isEmpty
        count = listed.count + listed.invalidNames.count
        self.listed = listed.all
        folders = listed.folders.sorted { $0.precedesInBytes($1) }
        invalidNames = listed.invalidNames.sorted { $0.precedesInBytes($1) }
        records = try listed.names.sorted()
        next = try records.next().map(Record.init)
    }

    /// What a person should know: pictures that are not read; nil where there are none. The folders are listed for it.
    package var note: String? {
        let unread = foldersBeside.filter {
            FolderEntries.holdsOwnFiles(joined(path, $0), where: FolderListing.isPicture)
        }
        guard !unread.isEmpty else { return nil }
        let named = unread.prefix(3).joined(separator: ", ") + (unread.count > 3 ? " and \(unread.count - 3) more" : "")
        return "\(path): holds pictures itself, so those in its sub-folders (\(named)) are not read"
    }

    /// The stem of the names that ``takeNames()`` will give; nil behind the last.
    package var nextStem: ArraySlice<UInt8>? { next?.stem }

    /// The names of the next stem, sorted by their bytes.
    package mutating func takeNames() throws(InputError) -> [String] {
        guard let first = next else { return [] }
        var names: [String] = []
        while let record = next, record.stem == first.stem {
            names.append(record.name)
            next = try records.next().map(Record.init)
        }
        return names
    }

    /// All names that are left, by stem.
    package consuming func namesByStem() throws(InputError) -> [FileStem: [String]] {
        var names: [FileStem: [String]] = [:]
        while let stem = nextStem.map(FileStem.init) { names[stem] = try takeNames() }
        return names
    }

    /// A name behind its stem, so that names sort by stem: no file name has a zero byte.
    private struct Record {
        let stem: ArraySlice<UInt8>
        let name: String

        init(_ bytes: [UInt8]) {
            let end = bytes.firstIndex(of: 0) ?? bytes.endIndex
            stem = bytes[..<end]
            name = String(decoding: bytes[min(end + 1, bytes.endIndex)...], as: UTF8.self)
        }
    }

    /// What is known while the folder is being listed.
    private struct Listed {
        var isEmpty = true
        var count = 0
        var all = ListedFiles()
        var folders: [String] = []
        var invalidNames: [String] = []
        var names = RecordSorter()

        mutating func add(
            _ name: UnsafeRawBufferPointer, stem: () -> [UInt8], _ isPicture: (String) -> Bool
        ) throws(InputError) {
            guard let text = String(validating: name, as: UTF8.self) else {
                isEmpty = false
                return invalidNames.append(String(decoding: name, as: UTF8.self))
            }
            guard isPicture(text) else { return }
            isEmpty = false
            count += 1
            try names.add(stem() + [0] + name)
        }
    }
}
