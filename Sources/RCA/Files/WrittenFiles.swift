import Glibc
import Synchronization

/// What a run folder keeps of the files that were written into it: name, digest and the command that wrote them. By
/// this, and by nothing else, a file is known as one that may be replaced.
///
/// A line a file, appended before the file gets its name, so that a process that is killed leaves no file that is
/// nobody's. Of one name several digests may be there: each was written once.
package final class WrittenFiles: Sendable {
    /// Hidden: it is no result.
    package static let name = ".rca_written"
    /// Where a run folder has its journals, and beside them lists of what single shards wrote.
    package static let journalFolder = "journal"
    package static let listEnding = ".written"

    /// Names are relative to it, but for those of files elsewhere.
    package let folder: String
    /// Where lines are appended.
    private let path: String
    /// Read, not written: those of other processes.
    private let others: [String]
    private let known = Mutex<Known?>(nil)

    /// Hashes, so that a million names fit into little memory.
    private struct Known {
        var files: Set<Int> = []
        var names: Set<Int> = []
        var endsWithinLine = false
        /// Of the lists when they were read.
        var stamps: [FileStamp?] = []
    }

    /// - Parameters:
    ///   - folder: the run folder.
    ///   - path: where the lines are; nil for the folder's own file.
    ///   - others: files of lines that count too.
    package init(in folder: String, path: String? = nil, others: [String] = []) {
        self.folder = folder
        self.path = path ?? joined(folder, Self.name)
        self.others = others
    }

    /// Whether a path is that of a run's own records: its list of what it wrote, or anything beside its journals.
    package static func isRecord(_ path: String) -> Bool {
        [path, realPath(of: path)].compactMap(\.self).contains { path in
            let parts = path.split(separator: "/")
            if parts.last.map(String.init) == name { return true }
            guard parts.count > 1, parts[parts.count - 2] == journalFolder, let slash = path.lastIndex(of: "/") else {
                return false
            }
            let records = (try? FolderListing(path: String(path[..<slash])))?.files ?? []
            return records.contains { $0.hasSuffix(".journal") }
        }
    }

    package static func exist(in folder: String) -> Bool { FileIdentity.isTaken(joined(folder, name)) }

    /// Whether a file is as `command` wrote it. It is read for that. A symbolic link never is: somebody put it there, and
    /// what it leads to is theirs.
    package func holds(_ target: String, of command: String) -> Bool {
        guard FileIdentity.isRegularFile(target), has(target, of: command),
            let digest = try? ContentDigest.ofFile(at: target).sha256
        else { return false }
        return isKnown { $0.files.contains(Self.hash(line(target, command, digest))) }
    }

    /// Whether `command` ever wrote a file of this name.
    package func has(_ target: String, of command: String) -> Bool {
        isKnown { $0.names.contains(Self.hash(line(target, command, ""))) }
    }

    /// Asks once more where other processes have written meanwhile.
    private func isKnown(_ isWritten: (Known) -> Bool) -> Bool {
        known.withLock { known in
            if let known, isWritten(known) { return true }
            if let known, known.stamps == stamps { return false }
            let loaded = read()
            known = loaded
            return isWritten(loaded)
        }
    }

    private var stamps: [FileStamp?] { ([path] + others).map { FileStamp(path: $0) } }

    /// Why the list of what was written cannot be read, if that is so: what it names then looks like somebody's.
    package var problem: InputError? {
        guard FileIdentity.isTaken(path), access(path, R_OK) != 0 else { return nil }
        return InputError(
            .fileUnreadable, path, "cannot be opened (\(systemMessage(errno)))",
            remedy: "check that this user may read it")
    }

    /// - Throws: ``InputError`` (`output unwritable`).
    package func add(_ target: String, of command: String, digest: String) throws(InputError) {
        let line = line(target, command, digest)
        let name = self.line(target, command, "")
        let failure = known.withLock { known -> Int32 in
            var loaded = known ?? read()
            defer { known = loaded }
            guard !loaded.files.contains(Self.hash(line)) else { return 0 }
            let bytes = Array(((loaded.endsWithinLine ? "\n" : "") + line + "\n").utf8)
            let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { return errno }
            defer { close(descriptor) }
            guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { return errno == 0 ? EIO : errno }
            loaded.files.insert(Self.hash(line))
            loaded.names.insert(Self.hash(name))
            loaded.endsWithinLine = false
            loaded.stamps = stamps
            return 0
        }
        guard failure == 0 else {
            throw InputError(
                .outputUnwritable, path, "cannot be written (\(systemMessage(failure)))",
                remedy: "choose another output folder")
        }
    }

    /// The files that are there, by path: those that are as they were written, and those that were changed since.
    ///
    /// - Parameter onlyResults: leaves out images that commands draw or import, which are meant to be read.
    package func present(onlyResults: Bool = false) -> (own: [String], changed: [String]) {
        var files: [[UInt8]: Set<String>] = [:]
        for path in [path] + others {
            Self.entries(path, of: folder) { digest, command, name in
                if !onlyResults || !Self.makingInputs.contains(command) {
                    files[Array(name.utf8), default: []].insert(digest)
                }
            }
        }
        var (own, changed): ([String], [String]) = ([], [])
        for (bytes, digests) in files.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let name = String(decoding: bytes, as: UTF8.self)
            let file = name.hasPrefix("/") ? name : joined(folder, name)
            guard FileIdentity.isTaken(file) else { continue }
            let digest = try? ContentDigest.ofFile(at: file).sha256
            if let digest, digests.contains(digest) { own.append(file) } else { changed.append(file) }
        }
        return (own, changed)
    }

    /// What is in a run folder that no person put there: names from it, those of its journal too. Images that commands
    /// draw or import are meant to be read, and are left out.
    package static func results(in folder: String) -> Set<String> {
        let journals = joined(folder, journalFolder)
        let records = (try? FolderListing(path: journals))?.files ?? []
        let lists = records.filter { $0.hasSuffix(listEnding) }.map { joined(journals, $0) }
        var names: Set<String> = []
        for path in [joined(folder, name)] + lists where FileIdentity.isTaken(path) {
            entries(path, of: folder) { _, command, name in
                if !makingInputs.contains(command) { names.insert(name) }
            }
        }
        if records.contains(where: { $0.hasSuffix(".journal") }) {
            names.formUnion(records.map { joined(journalFolder, $0) })
        }
        return names
    }

    /// Whether the list in a folder also names images that commands drew or imported, which no run may remove.
    package static func nameInputs(in folder: String) -> Bool {
        var found = false
        entries(joined(folder, name), of: folder) { _, command, _ in found = found || makingInputs.contains(command) }
        return found
    }

    /// Commands that make images and labels to go on with.
    private static let makingInputs: Set<String> = ["phantom", "reference import"]

    private func line(_ target: String, _ command: String, _ digest: String) -> String {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        let isBelow = target.utf8.starts(with: prefix.utf8)
        guard isBelow else { return "\(digest)\t\(command)\t\(target.escaped)\t\(Self.place(of: folder).escaped)" }
        let name = String(decoding: target.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        return "\(digest)\t\(command)\t\(name.escaped)"
    }

    /// Where a run folder really is. Files outside it are its own only there: those of a copy are the original's.
    static func place(of folder: String) -> String { realPath(of: folder) ?? folder }

    /// Of the bytes: `String` takes a composed and a decomposed `é` for one another.
    private static func hash(_ text: some StringProtocol) -> Int {
        var text = String(text)
        return text.withUTF8 { bytes in
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
            return hasher.finalize()
        }
    }

    private func read() -> Known {
        var known = Known()
        known.stamps = stamps
        for path in [path] + others {
            let isWhole = Self.lines(path) { line in
                known.files.insert(Self.hash(line))
                if let tab = line.firstIndex(of: "\t") { known.names.insert(Self.hash(line[tab...])) }
            }
            if path == self.path { known.endsWithinLine = !isWhole }
        }
        return known
    }
}
