import Glibc

/// The digest by which files are known again.
package enum ContentDigest {
    /// SHA-256 in lower-case hexadecimal.
    package static func sha256(_ bytes: [UInt8]) -> String { SHA256.hash(bytes).hexadecimal }

    /// Size and SHA-256 of a file of any size, of which a megabyte at a time is in memory.
    /// - Throws: ``InputError`` (`file unreadable`).
    package static func ofFile(at path: String) throws(InputError) -> (bytes: Int, sha256: String) {
        let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InputError(.fileUnreadable, path, "cannot be opened", remedy: "check that this user may read it")
        }
        defer { close(descriptor) }
        var hash = SHA256()
        var count = 0
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let length = read(descriptor, &piece, piece.count)
            if length == 0 { break }
            if length < 0, errno == EINTR { continue }
            guard length > 0 else {
                throw InputError(.fileUnreadable, path, "cannot be read to its end", remedy: "check the disk")
            }
            hash.update(piece[..<length])
            count += length
        }
        return (count, hash.finalize().hexadecimal)
    }
}
