import Cases
import Imaging
import Journal
import Scoring

/// Writes the error maps of one worker's masks.
struct ErrorMapWriter {
    private let folders: ErrorMapFolders
    /// Asked for every map that is written.
    private let guardian: OutputGuard

    init(_ folders: ErrorMapFolders, _ guardian: OutputGuard, _ request: ScoringRequest) {
        self.folders = folders
        self.guardian = guardian.inRunFolder(
            JournalFolder(output: request.output).written(request.shard, in: request.output))
    }

    /// Writes the maps of a mask. One that somebody has changed stays, which is a remark, since the mask's score is as
    /// good without it.
    ///
    /// - Parameters:
    ///   - key: the mask's.
    ///   - map: of the structure at a place, or of the whole mask.
    /// - Throws: ``InputError`` (`output unwritable`) where a map cannot be written: what ends a run, not a case.
    func write(
        _ key: JournalEntry.Key, _ map: (_ place: Int?) -> ErrorMap
    ) throws(InputError) -> (digests: [FileDigest], remarks: [String]) {
        var (digests, remarks): ([FileDigest], [String]) = ([], [])
        for (place, path) in folders.maps(of: key) {
            let bytes = PNGWriter.encode(map(place).picture, compression: .fast)
            do throws(InputError) {
                try guardian.write(bytes, to: path)
            } catch {
                if error.code == .outputUnwritable { throw error }
                guard error.code != .outputNameTooLong else {
                    remarks.append(error.description)
                    continue
                }
                remarks.append("\(path) \(error.problem), and stays")
            }
            digests.append(FileContent(bytes, modified: FileStamp(path: path)?.modified ?? 0).digest)
        }
        return (digests, remarks)
    }

    /// Removes the maps of a mask that has no score any more.
    func remove(_ key: JournalEntry.Key) {
        for (_, path) in folders.maps(of: key) { guardian.removeOwn(path) }
    }
}
