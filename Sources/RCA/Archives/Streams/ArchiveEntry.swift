package import Imaging

/// What stands in an archive under a name.
package struct ArchiveEntry: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case file
        case folder
        /// A link, a device, a pipe, or a name that leads out of the archive: passed over with a warning.
        case ignored(String)
        /// A file that cannot be read: a failure of this file alone.
        case refused(InputError)
    }

    /// The name with its folders, without `./` in front.
    package let name: String
    /// Unpacked bytes.
    package let bytes: Int
    package let kind: Kind
    /// Where the file's bytes begin in the unpacked stream; means something in a tar alone.
    let start: Int
}

/// Whether a name from an archive is one to be used.
enum EntryName {
    /// The name without `./` and doubled slashes; nil with the reason where it leads out of the archive.
    static func checked(_ bytes: some Collection<UInt8>) -> (name: String, problem: String?, isText: Bool) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return (String(decoding: bytes, as: UTF8.self), nil, false)
        }
        if text.utf8.first == UInt8(ascii: "/") { return (text, "absolute path", true) }
        let components = text.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
        if components.contains("..") { return (text, "path that leads out of the archive (..)", true) }
        return (components.joined(separator: "/"), nil, true)
    }
}

/// A place at which unpacking of a gzip file can begin: between two blocks of deflate, with the 32 KiB that came
/// before (as zlib's `examples/zran.c` has it).
struct RestartPoint: Sendable, Equatable {
    /// Unpacked bytes before it.
    let unpacked: Int
    /// Packed bytes before it; the last of them may hold the first ``bits`` of what follows.
    let packed: Int
    let bits: Int
    /// The unpacked bytes before it, deflated.
    let window: [UInt8]

    /// The spacing in unpacked bytes: 4 MiB, and more for huge archives, whose windows would fill memory.
    static func span(archiveBytes: Int) -> Int { max(4 << 20, archiveBytes / 1024) }
}
