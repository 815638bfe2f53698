import Imaging

/// The pictures in a folder that belong to a shard. Where they are many, their names wait in a scratch file.
struct FolderNames: Sendable {
    let path: String
    /// Whether there is no picture at all, whatever shard it would belong to.
    let isEmpty: Bool
    /// The shard's pictures; those with names that are not UTF-8 too.
    var count: Int { pictureCount + invalidNames.count }
    let folders: [String]
    /// The shard's files whose names are not UTF-8, with U+FFFD for what could not be read.
    let invalidNames: [String]

    private let suffixes: [[UInt8]]
    private let pictureCount: Int
    private let names: [String]
    private let spilled: ScratchFile?

    /// - Throws: ``InputError`` where the folder cannot be listed, or there is no room for a scratch file.
    init(path: String, suffixes: [String], shard: Shard) throws(InputError) {
        self.path = path
        let endings = suffixes.map { Array($0.utf8) }
        self.suffixes = endings
        var listed = Listed()
        var failure: InputError?
        try FolderEntries.visit(path) { name, kind in
            switch kind {
            case .file:
                if shard.count == 1 || shard.contains(FileStem.hash(of: name, droppingSuffixes: endings)) {
                    do throws(InputError) { try listed.add(name) } catch { failure = failure ?? error }
                } else if listed.isEmpty {
                    listed.isEmpty = Self.isDocument(name)
                }
            case .folder: listed.folders.append(String(decoding: name, as: UTF8.self))
            case .other: break
            }
        }
        if let failure { throw failure }
        isEmpty = listed.isEmpty
        pictureCount = listed.count
        folders = listed.folders.sorted { $0.precedesInBytes($1) }
        invalidNames = listed.invalidNames.sorted { $0.precedesInBytes($1) }
        names = listed.names
        try listed.spilled?.finishWriting()
        spilled = listed.spilled
    }

    /// The names of a part, in no order.
    func names(_ part: CasePart) throws(InputError) -> [String] {
        var chosen: [String] = part.count == 1 ? names : names.filter { part.contains(hash($0)) }
        try spilled?.forEachRecord { record in
            if part.count == 1 || part.contains(FileStem.hash(of: record, droppingSuffixes: suffixes)) {
                chosen.append(String(decoding: record, as: UTF8.self))
            }
        }
        return chosen
    }

    private func hash(_ name: String) -> UInt64 {
        FileStem.hash(of: Array(name.utf8), droppingSuffixes: suffixes)
    }

    private static func isDocument(_ name: UnsafeRawBufferPointer) -> Bool {
        String(validating: name, as: UTF8.self).map { !FolderListing.isPicture($0) } ?? false
    }

    /// What is known while the folder is being listed.
    private struct Listed {
        var isEmpty = true
        var count = 0
        var folders: [String] = []
        var invalidNames: [String] = []
        var names: [String] = []
        var spilled: ScratchFile?

        mutating func add(_ name: UnsafeRawBufferPointer) throws(InputError) {
            guard let text = String(validating: name, as: UTF8.self) else {
                isEmpty = false
                return invalidNames.append(String(decoding: name, as: UTF8.self))
            }
            guard FolderListing.isPicture(text) else { return }
            isEmpty = false
            count += 1
            guard count > CasePart.size else { return names.append(text) }
            if spilled == nil { spilled = try ScratchFile() }
            try spilled?.append(record: name)
        }
    }
}
