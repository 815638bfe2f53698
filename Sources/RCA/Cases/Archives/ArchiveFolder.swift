import Archives
import Imaging
import Synchronization

/// The pictures of one or several archives, seen as the files of a folder: by their names without the folders in the
/// archive.
final class ArchiveFolder: Sendable {
    /// Where a picture is. Archives in their order, and files in theirs, can be read in one go.
    struct Place: Hashable, Comparable {
        let archive: Int
        let position: Int

        static func < (left: Place, right: Place) -> Bool {
            (left.archive, left.position) < (right.archive, right.position)
        }
    }

    /// What the user gave, or what split parts would be called as one file.
    let path: String
    /// What a person should know before the first case.
    let notes: [String]
    /// Where archives are damaged; what came before is used.
    let damages: [InputError]
    /// Whether any of the archives can only be read from its front to its end.
    let isSequential: Bool
    private let indices: [ArchiveIndex]
    private let modified: [Int64]
    /// Pictures sorted by the bytes of their names.
    private let pictures: [Place]
    /// Files that cannot be read, by their names without folders.
    private let refused: [String: InputError]
    private let readers: Mutex<[IndexedArchive]>

    /// Opens the archives; reads one that has no index from its front to its end, to learn what is in it.
    ///
    /// - Throws: ``InputError`` where one cannot be read at all.
    init(_ paths: [[String]], given: String) throws(InputError) {
        var notes: [String] = []
        var opened: [(archive: Archive, index: ArchiveIndex)] = []
        for parts in paths {
            let archive = try Archive(paths: parts)
            if !archive.hasIndexFile {
                notes.append(
                    "\(archive.name): has no index, and was read once to learn what is in it; "
                        + "'rca-cli archive index' keeps that")
            }
            let index = try archive.index()
            notes += index.skipped.warnings(archive: archive.name)
            opened.append((archive, index))
        }
        path = given
        self.notes = notes
        damages = opened.compactMap(\.index.damage)
        isSequential = opened.contains { !$0.index.canJump }
        indices = opened.map(\.index)
        modified = opened.map(\.archive.modified)
        readers = Mutex(opened.map { IndexedArchive($0.archive, $0.index) })
        refused = Dictionary(
            opened.flatMap { $0.index.refused.map { (lastPart(of: $0.name), $0.error) } },
            uniquingKeysWith: { first, _ in first })
        let pictures = Self.sorted(opened.map(\.index), FolderListing.isPicture)
        self.pictures = pictures.isEmpty ? Self.runLengthMasks(opened) : pictures
    }

    /// The JSON files that hold run-length masks, in archives without other pictures. Each is read once more for that.
    private static func runLengthMasks(_ archives: [(archive: Archive, index: ArchiveIndex)]) -> [Place] {
        let candidates = sorted(archives.map(\.index)) { $0.lowercased().hasSuffix(".json") }
        guard !candidates.isEmpty else { return [] }
        let readers = archives.map { IndexedArchive($0.archive, $0.index) }
        var masks: Set<Place> = []
        var bytes: [UInt8] = []
        for place in candidates.sorted() {
            // One that cannot be read is a case that fails.
            let isRead: Void? = try? readers[place.archive].read(place.position, into: &bytes)
            if isRead == nil || RunLengthFile.isMask(bytes) { masks.insert(place) }
        }
        return candidates.filter(masks.contains)
    }

    /// The files whose names are wanted, sorted by the bytes of their names.
    private static func sorted(_ indices: [ArchiveIndex], _ isWanted: (String) -> Bool) -> [Place] {
        var pictures: [Place] = []
        for (archive, index) in indices.enumerated() {
            for position in 0..<index.count {
                let name = index.baseName(at: position)
                if name.first == UInt8(ascii: ".") || name.isEmpty { continue }
                guard isWanted(String(decoding: name, as: UTF8.self)) else { continue }
                pictures.append(Place(archive: archive, position: position))
            }
        }
        return pictures.sorted { left, right in
            let (a, b) = (
                indices[left.archive].baseName(at: left.position), indices[right.archive].baseName(at: right.position)
            )
            return a.lexicographicallyPrecedes(b) || (left < right && a.elementsEqual(b))
        }
    }

    /// What there is and is not read, for a sentence; nil where nothing was left out.
    var ignored: String? {
        let kinds = indices.compactMap(\.skipped.summary)
        return kinds.isEmpty ? nil : "ignored: " + kinds.joined(separator: "; ")
    }

    /// The folders of binary masks: those that pictures are in, if one of them is called like a structure.
    func structureFolders(_ structures: [String]) -> [String] {
        guard !structures.isEmpty else { return [] }
        var folders: Set<ArraySlice<UInt8>> = []
        for place in pictures { folders.insert(indices[place.archive].folderName(at: place.position)) }
        let names = folders.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
        return names.contains(where: structures.contains) ? names.sorted { $0.precedesInBytes($1) } : []
    }

    /// Calls `body` with the name of each picture, or of each in the folders called `folder`; files that cannot be
    /// read are among them, so that their cases fail.
    func visit(folder: String?, _ body: (UnsafeRawBufferPointer) -> Void) {
        for place in pictures where isIn(folder, place) {
            indices[place.archive].baseName(at: place.position).withUnsafeBytes(body)
        }
        if folder == nil { for name in refused.keys { Array(name.utf8).withUnsafeBytes(body) } }
    }

    /// Where the first picture of a name is.
    func place(named name: String, folder: String?) -> Place? {
        let wanted = Array(name.utf8)
        var low = 0
        var high = pictures.count
        while low < high {
            let middle = (low + high) / 2
            if self.name(pictures[middle]).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return pictures[low...].prefix { self.name($0).elementsEqual(wanted) }.first { isIn(folder, $0) }
    }

    /// A picture's bytes and the time of its archive.
    func read(named name: String, folder: String?) throws(InputError) -> PackedFile {
        guard let place = place(named: name, folder: folder) else {
            throw refused[name] ?? InputError(.fileMissing, "\(path)/\(name)", "is not in the archive")
        }
        let result = readers.withLock { readers -> Result<[UInt8], InputError> in
            do throws(InputError) {
                var bytes: [UInt8] = []
                try readers[place.archive].read(place.position, into: &bytes)
                return .success(bytes)
            } catch {
                return .failure(error)
            }
        }
        return PackedFile(bytes: try result.get(), modified: modified[place.archive])
    }

    /// What can be known of a picture without reading it.
    func stamp(_ place: Place) -> FileStamp {
        FileStamp(size: indices[place.archive].bytes(at: place.position), modified: modified[place.archive])
    }

    private func name(_ place: Place) -> ArraySlice<UInt8> { indices[place.archive].baseName(at: place.position) }

    private func isIn(_ folder: String?, _ place: Place) -> Bool {
        guard let folder else { return true }
        return indices[place.archive].folderName(at: place.position).elementsEqual(folder.utf8)
    }
}
