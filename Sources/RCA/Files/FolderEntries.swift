import Glibc

/// The entries of a folder as the file system gives them. Raw directory entries stay inside this file.
package enum FolderEntries {
    package enum Kind { case file, folder, other }

    /// Calls `body` with each name's bytes, which are gone when it returns. Hidden ones (a leading dot) are left out.
    /// - Throws: ``InputError``: `fileMissing` if there is none, `fileUnreadable` if it is a file or may not be read.
    package static func visit(_ path: String, _ body: (UnsafeRawBufferPointer, Kind) -> Void) throws(InputError) {
        guard let folder = opendir(path) else { throw openingFailed(path, errno) }
        defer { closedir(folder) }
        let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
        while true {
            // Its end and its failure differ in errno alone.
            errno = 0
            guard let entry = readdir(folder) else { break }
            let start = UnsafeRawPointer(entry) + offset
            let length = strnlen(start.assumingMemoryBound(to: CChar.self), Int(entry.pointee.d_reclen) - offset)
            let name = UnsafeRawBufferPointer(start: start, count: length)
            if name.first == UInt8(ascii: ".") { continue }
            body(name, kind(of: entry.pointee.d_type, folder: path, name: name))
        }
        if errno != 0 {
            throw InputError(.fileUnreadable, path, "the folder cannot be listed: \(systemMessage(errno))")
        }
    }

    /// Whether a file is in a folder, or in one below it, under whatever name: also as a hard link, and by links to it or
    /// to folders above it. What cannot be listed holds nothing.
    package static func contain(_ file: FileIdentity, in path: String) -> Bool {
        var seen: Set<FileIdentity> = []
        return contain(file, in: path, depth: 8, &seen)
    }

    /// - Parameter depth: how many folders deep is looked.
    private static func contain(
        _ file: FileIdentity, in path: String, depth: Int, _ seen: inout Set<FileIdentity>
    ) -> Bool {
        guard let own = FileIdentity(path: path), seen.insert(own).inserted, let folder = opendir(path) else {
            return false
        }
        defer { closedir(folder) }
        let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
        while let entry = readdir(folder) {
            let name = String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
            if name == "." || name == ".." { continue }
            let type = Int(entry.pointee.d_type)
            // What an entry of its own says is enough for nearly all.
            let mayLead = type == Int(DT_LNK) || type == Int(DT_UNKNOWN)
            let found =
                mayLead || UInt64(entry.pointee.d_ino) == file.inode
                ? FileIdentity(path: joined(path, name)) : nil
            if found == file { return true }
            guard type == Int(DT_DIR) || found?.kind == .folder, depth > 1 else { continue }
            if contain(file, in: joined(path, name), depth: depth - 1, &seen) { return true }
        }
        return false
    }

    /// Calls `body` with each file in a folder and in those below it, by its path from there. No folder counts twice,
    /// whatever links lead to it; what runs wrote there does not count.
    package static func visitBelow(
        _ path: String, _ body: (UnsafeRawBufferPointer, Kind) -> Void
    ) throws(InputError) {
        var left = [""]
        var seen: Set<FileIdentity> = []
        var results: Set<String> = []
        while let folder = left.popLast() {
            let whole = folder.isEmpty ? path : joined(path, folder)
            guard let identity = FileIdentity(path: whole), seen.insert(identity).inserted else { continue }
            if !folder.isEmpty { results.formUnion(WrittenFiles.results(in: whole).map { joined(folder, $0) }) }
            let prefix = folder.isEmpty ? [] : Array(folder.utf8) + [UInt8(ascii: "/")]
            try visit(whole) { name, kind in
                // A name that is not UTF-8 cannot be a part of a path in a table.
                let text = kind == .folder || !results.isEmpty ? String(validating: prefix + name, as: UTF8.self) : nil
                if let text, results.contains(text) { return }
                if kind == .folder {
                    if let text { left.append(text) }
                } else {
                    (prefix + name).withUnsafeBytes { body($0, kind) }
                }
            }
        }
    }

    /// Whether a folder, or one below it, holds a file of a kind that runs did not write there.
    package static func holdsOwnFiles(_ path: String, where isOfKind: (String) -> Bool) -> Bool {
        let results = WrittenFiles.results(in: path)
        var holds = false
        try? visitBelow(path) { name, kind in
            let name = String(decoding: name, as: UTF8.self)
            holds = holds || (kind == .file && isOfKind(name) && !results.contains(name))
        }
        return holds
    }

    /// Whether a folder holds nothing at all, hidden entries counted too; false for what is no folder that can be listed.
    package static func isEmpty(_ path: String) -> Bool { allNames(in: path)?.isEmpty ?? false }

    /// The names in a folder that begin with a dot; none where it cannot be listed.
    package static func hiddenNames(in path: String) -> [String] {
        (allNames(in: path) ?? []).filter { $0.hasPrefix(".") }
    }

    private static func allNames(in path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A path's part behind its last slash.
    package static func lastPart(_ path: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return UnsafeRawBufferPointer(rebasing: path[(slash + 1)...])
    }

    /// - Throws: ``InputError`` where the folder cannot be listed, without listing it.
    package static func checkReadable(_ path: String) throws(InputError) {
        guard let folder = opendir(path) else { throw openingFailed(path, errno) }
        closedir(folder)
    }

    /// The kind that the folder itself records, or that of the link's target; some file systems record none.
    private static func kind(of type: UInt8, folder: String, name: UnsafeRawBufferPointer) -> Kind {
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
        default: InputError(.fileUnreadable, path, "the folder cannot be opened: \(systemMessage(code))")
        }
    }
}
