import CProcessor
package import Files
import Glibc
import LinearAlgebra
import Synchronization

/// The address space that a process may take, which some batch systems limit (`ulimit -v`, Grid Engine's `h_vmem`).
public enum AddressSpace {
    /// What OpenBLAS maps for every thread that calls it, however little of it is ever touched.
    private static let bytesAWorker = 128 << 20
    /// For a bundle of some hundred references, pictures and tables beside it.
    private static let bytesForTheRest = 144 << 20

    /// Makes threads small where the limit is: a program calls this before anything else. libdispatch waits for ever
    /// for a thread that the system has no address space for.
    public static func spare() { rca_share_memory_pool() }

    /// Workers whose memory is mapped.
    private static let reservedWorkers = Mutex(0)

    /// Ends the program with one line where a file that is mapped into memory, such as a bundle, is cut short: a program
    /// calls this before anything else. Otherwise it would crash, or go on with the new content.
    public static func explainLostMemory() { rca_explain_lost_memory() }

    private static let libraryThreads = "OPENBLAS_NUM_THREADS"

    /// Where the address space is limited, starts the program anew without OpenBLAS's threads: a program calls this
    /// before anything else.
    ///
    /// OpenBLAS starts its threads when it is loaded, and each asks for memory again and again where it is refused.
    /// Meanwhile libdispatch may wait for ever for the thread that the program is to run on. The threads cannot be
    /// stopped from within, but never start if the environment says so beforehand.
    ///
    /// Returns where nothing is limited, the environment has settled it already, or the program cannot be started anew.
    public static func restartWithoutLibraryThreads() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max,
            getenv(libraryThreads) == nil
        else { return }
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 else { return }
        setenv(libraryThreads, "1", 1)
        execv(path, CommandLine.unsafeArgv)
    }

    /// Checks that so many workers can run, and maps what OpenBLAS will need for them. It does not fail where its memory
    /// is refused: it asks for it again for ever.
    ///
    /// - Throws: ``InputError`` (`option invalid`).
    package static func check(workers: Int) throws(InputError) {
        let running = min(workers, ProcessorCount.available())
        let reserved = reservedWorkers.withLock(\.self)
        let count = max(running - reserved, 0) * bytesAWorker + bytesForTheRest
        // Reserved and given back: nothing is touched, so that it costs no memory.
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let probe = mmap(nil, count, PROT_NONE, flags, -1, 0)
        guard let probe, probe != MAP_FAILED else {
            throw InputError(
                .optionInvalid, "--threads",
                "\(workers) \(workers == 1 ? "worker needs" : "workers need") \(count >> 20) MiB of address space, "
                    + "more than the limit leaves",
                remedy: "use fewer threads, or raise the limit (ulimit -v)")
        }
        munmap(probe, count)
        guard running > reserved else { return }
        OpenBLAS.reserve(threads: running)
        reservedWorkers.withLock { $0 = max($0, running) }
    }
}

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

/// Threads that a library starts on its own when the program is loaded.
public enum LibraryThreads {
    /// Ends them. A program calls this before anything else: they take a core from it while they wait for work that
    /// never comes, since all parallelism here is across cases.
    public static func end() { OpenBLAS.useOneThreadPerCall() }
}
