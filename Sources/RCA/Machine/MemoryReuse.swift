import CProcessor

/// Keeps the memory of decoded images for the next ones.
///
/// The C library hands blocks of a megabyte back to the system when they are freed and asks for them anew for the
/// next image, and the system clears every page in between: a tenth of a run's time.
package enum MemoryReuse {
    /// The largest that glibc takes.
    private static let largestReusedBlock: Int32 = 32 << 20

    /// Call it once, before the first large block is taken. Does nothing with other C libraries than glibc.
    package static func begin() { rca_keep_freed_memory(largestReusedBlock) }
}
