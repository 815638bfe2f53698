import Cases
import Imaging

/// The pictures that a run wrote for a case, when it is started again.
enum WrittenPictures {
    /// Whether they are there: as they were written, or as somebody has changed them since, which counts them.
    ///
    /// - Parameters:
    ///   - digests: of the files as they were written.
    ///   - paths: where the run would write them.
    static func stand(_ digests: [FileDigest], at paths: [String], changed: inout Int) -> Bool {
        guard digests.count == paths.count else { return false }
        let there = zip(digests, paths).filter { FileIdentity(path: $1)?.kind == .file }
        let isChanged = !there.allSatisfy { $0.holds(at: $1) }
        if isChanged { changed += 1 }
        return isChanged || there.count == digests.count
    }
}
