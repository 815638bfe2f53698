import Glibc
import Imaging
import Learning

/// Where a training that is stopped goes on: a file a network in a folder beside the bundle to be, `NAME.learning`.
struct LearningCheckpoints: Sendable {
    private static let magic = Array("RCA training\n\0\0\0".utf8)

    private let folder: String
    private let digest: String

    /// - Parameter digest: of settings and set; a training of others is not gone on with.
    init(beside output: String, digest: String) {
        folder = output + ".learning"
        self.digest = digest
    }

    private func path(_ network: Int) -> String { joined(folder, "network-\(network + 1).state") }

    /// How far a network has come; nil where it has to begin, since there is no file, it is damaged or of other
    /// settings.
    func state(_ network: Int) -> TrainerState? {
        guard let bytes = try? InputFile.read(at: path(network), maximumBytes: 1 << 30) else { return nil }
        let start = Self.magic + Array(digest.utf8)
        guard bytes.starts(with: start) else { return nil }
        return try? TrainerState(decoding: Array(bytes[start.count...]))
    }

    /// Before hours of work: makes sure that checkpoints can be kept.
    ///
    /// - Throws: ``InputError`` where the folder cannot be written into, or files are there that are none of these.
    func prepare(networkCount: Int) throws(InputError) {
        try OutputFolders.create(folder)
        for network in 0..<networkCount where FileIdentity.isTaken(path(network)) {
            guard (try? InputFile.read(at: path(network), maximumBytes: .max, first: Self.magic.count)) == Self.magic
            else {
                throw InputError(
                    .optionInvalid, path(network), "is there already and no checkpoint of a training",
                    remedy: "move it away, or write the bundle somewhere else")
            }
        }
    }

    /// - Throws: ``InputError`` where the file cannot be written.
    func keep(_ state: TrainerState, of network: Int) throws(InputError) {
        try AtomicFile.write(Self.magic + Array(digest.utf8) + state.encoded(), to: path(network))
    }

    /// Removes what a training has left, once the bundle is written.
    func remove(networkCount: Int) {
        for network in 0..<networkCount where state(network) != nil { OutputFolders.removeFile(path(network)) }
        unsafe rmdir(folder)
    }
}
