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

    /// A training from the lock to the bundle, by this process alone: two would take turns in writing the same checkpoints.
    ///
    /// - Parameters:
    ///   - names: of the checkpoints, which are removed once the bundle is written.
    ///   - check: whether the bundle may be written, asked when no other process can be at it.
    ///   - train: nil where a signal stopped it.
    ///   - write: writes the bundle.
    /// - Throws: ``InputError`` where another process has the training, the folder cannot be written into or holds files
    ///   that are no checkpoints, or what the steps throw.
    func alone<Outcome>(
        _ names: [String], _ progress: ProgressReporter, check: () throws(InputError) -> Void,
        train: () async throws(InputError) -> Outcome?, write: (Outcome) throws(InputError) -> Void
    ) async throws(InputError) -> Outcome? {
        let lock: ShardLock
        do throws(InputError) {
            try OutputFolders.create(folder)
            lock = try await ShardLock(joined(folder, "training.lock"), for: "training") { progress.note($0) }
        } catch {
            progress.finish()
            throw error
        }
        defer {
            lock.release()
            unsafe rmdir(folder)
        }
        try check()
        for note in try prepare(names) { progress.note(note) }
        guard let outcome = try await train() else { return nil }
        try write(outcome)
        remove(names)
        return outcome
    }

    /// Before hours of work: makes sure that checkpoints can be kept. Those of a training with other options, or of other
    /// references, are set aside: they may be hours of work, too.
    ///
    /// - Returns: what a person should know.
    /// - Throws: ``InputError`` where files are there that are none of these, or cannot be set aside.
    private func prepare(_ names: [String]) throws(InputError) -> [String] {
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
    private func remove(_ names: [String]) {
        for name in names where bytes(of: name) != nil { OutputFolders.removeFile(path(name)) }
    }
}
