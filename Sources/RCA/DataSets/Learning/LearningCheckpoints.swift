import Glibc
import Imaging
import Journal
import Learning
import Machine

/// Where a training that is stopped goes on: a file for each network in a folder beside the bundle to be,
/// `NAME.learning`.
struct LearningCheckpoints: Sendable {
    private static let magic = Array("RCA training\n\0\0\0".utf8)

    private let folder: String
    private let digest: String

    /// - Parameter digest: of settings and set; a training of others is not gone on with.
    init(beside output: String, digest: String) {
        folder = output + ".learning"
        self.digest = digest
    }

    private func path(_ name: String) -> String { joined(folder, name + ".state") }

    /// How far a network has come; nil where it has to begin, since there is no file, it is damaged or of other
    /// settings.
    func state(_ work: LearningWork) -> TrainerState? {
        bytes(of: work.name).flatMap { try? TrainerState(decoding: $0) }
    }

    /// How far the training of a graph has come; nil as above.
    func state(of name: String) -> GraphState? { bytes(of: name).flatMap { try? GraphState(decoding: $0) } }

    private func bytes(of name: String) -> [UInt8]? {
        guard let bytes = try? InputFile.read(at: path(name), maximumBytes: 1 << 30) else { return nil }
        let start = Self.magic + Array(digest.utf8)
        return bytes.starts(with: start) ? Array(bytes[start.count...]) : nil
    }

    /// Keeps a training to one process: two would take turns in writing the same checkpoints.
    ///
    /// - Throws: ``InputError`` where another process has it, or the folder cannot be written into.
    func lock(_ progress: ProgressReporter) async throws(InputError) -> ShardLock {
        do throws(InputError) {
            try OutputFolders.create(folder)
            return try await ShardLock(joined(folder, "training.lock"), for: "training") { progress.note($0) }
        } catch {
            progress.finish()
            throw error
        }
    }

    /// Before hours of work: makes sure that checkpoints can be kept. Those of a training with other options, or of other
    /// references, are set aside: they may be hours of work, too.
    ///
    /// - Returns: what a person should know.
    /// - Throws: ``InputError`` where files are there that are none of these, or cannot be set aside.
    func prepare(_ names: [String]) throws(InputError) -> [String] {
        var notes: [String] = []
        for name in names where FileIdentity.isTaken(path(name)) {
            guard (try? InputFile.read(at: path(name), maximumBytes: .max, first: Self.magic.count)) == Self.magic
            else {
                throw InputError(
                    .optionInvalid, path(name), "is there already and no checkpoint of a training",
                    remedy: "move it away, or write the bundle somewhere else")
            }
            if bytes(of: name) == nil {
                let aside = try AsideFile.rename(path(name))
                notes.append("\(path(name)): is of a training with other options or references; set aside as \(aside)")
            }
        }
        return notes
    }

    /// - Throws: ``InputError`` where the file cannot be written.
    func keep(_ state: TrainerState, of work: LearningWork) throws(InputError) {
        try keep(state.encoded(), as: work.name)
    }

    /// - Throws: ``InputError`` where the file cannot be written.
    func keep(_ state: GraphState, as name: String) throws(InputError) { try keep(state.encoded(), as: name) }

    private func keep(_ bytes: [UInt8], as name: String) throws(InputError) {
        try AtomicFile.write(Self.magic + Array(digest.utf8) + bytes, to: path(name))
    }

    /// Removes what a training has left, once the bundle is written.
    func remove(_ names: [String]) {
        for name in names where bytes(of: name) != nil { OutputFolders.removeFile(path(name)) }
    }

    /// Gives the training back, and the folder where nothing is left in it.
    func leave(_ lock: ShardLock) {
        lock.release()
        unsafe rmdir(folder)
    }
}
