import Cases
import FoundationEssentials
import Imaging
import Journal

/// Where the error maps of a run are: a folder for each mask folder, with a map of each whole mask and, where there are
/// several structures, a sub-folder for each of them.
struct ErrorMapFolders: Sendable {
    /// One a mask folder.
    private let folders: [String]
    /// Empty where there is one structure, whose map is that of the whole mask.
    private let structures: [String]
    private let journals: JournalFolder

    /// - Parameters:
    ///   - folder: as it was given.
    ///   - structures: names of those that are scored.
    init(_ folder: String, _ request: ScoringRequest, _ structures: [String]) {
        folders = OutputFolders.names(
            for: request.masks, in: OutputFolders.pictureFolder(folder, ofRunIn: request.output))
        self.structures = structures.count > 1 ? structures : []
        journals = JournalFolder(output: request.output)
    }

    /// All folders that maps are written into.
    var all: [String] { folders.flatMap { folder in [folder] + structures.map { joined(folder, $0) } } }

    /// The maps of a mask: of the whole of it, then of each structure.
    func maps(of key: JournalEntry.Key) -> [(place: Int?, path: String)] {
        let folder = folders[key.folder]
        // Rows of a table may be named by paths, whose folders are not there, or lead out of this one.
        let name = FileStem(of: key.fname, droppingSuffixes: []).text.replacing("/", with: "_") + ".png"
        return [(nil, joined(folder, name))]
            + structures.enumerated().map { ($0, joined(joined(folder, $1), name)) }
    }

    /// Whether the maps of a case that the journal has are there, or have been changed by somebody.
    func stand(for entry: JournalEntry, changed: inout Int) -> Bool {
        if case .failed = entry.outcome { return true }
        return WrittenPictures.stand(entry.files.errorMaps, at: maps(of: entry.key).map(\.path), changed: &changed)
    }

    /// Before a run begins: whether pictures are in the way that it did not write.
    ///
    /// - Throws: ``InputError`` (`option invalid`) for the first.
    func checkFree(_ sources: CaseSources, _ guardian: OutputGuard) throws(InputError) {
        let begun = try? journals.found()
        guard begun?.isEmpty ?? true, all.contains(where: FolderListing.isFolder) else { return }
        var sources = sources
        while let piece = try sources.next() {
            for (key, _) in CaseSources.candidates(piece) {
                for (_, path) in maps(of: key) { try guardian.check(path) }
            }
        }
    }
}
