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
