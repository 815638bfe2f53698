import Foundation

/// The digest by which files are known again.
package enum ContentDigest {
    /// SHA-256 in lower-case hexadecimal.
    package static func sha256(_ bytes: [UInt8]) -> String { SHA256.hash(bytes).hexadecimal }

    /// Size and SHA-256 of a file of any size, of which a megabyte at a time is in memory.
    /// - Throws: ``InputError`` (`file unreadable`).
    package static func ofFile(at path: String) throws(InputError) -> (bytes: Int, sha256: String) {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw InputError(.fileUnreadable, path, "cannot be opened", remedy: "check that this user may read it")
        }
        var hash = SHA256()
        var count = 0
        do {
            defer { try? file.close() }
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                hash.update(piece)
                count += piece.count
            }
        } catch {
            throw InputError(.fileUnreadable, path, "cannot be read to its end", remedy: "check the disk")
        }
        return (count, hash.finalize().hexadecimal)
    }
}
