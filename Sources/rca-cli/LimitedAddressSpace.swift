import Glibc

/// Starts the program anew where the address space is limited (`ulimit -v`, Grid Engine's `h_vmem`).
///
/// OpenBLAS starts threads when it is loaded, each of which asks for 128 MiB at once, again and again where it is
/// refused. Meanwhile libdispatch may not get the thread that the program is to run on, and waits for it for ever. The
/// threads cannot be called off from within, but are not started at all where the environment says so beforehand.
enum LimitedAddressSpace {
    private static let threads = "OPENBLAS_NUM_THREADS"

    /// Returns where nothing is limited, the environment has settled it already, or the program cannot be started anew.
    static func restartWithoutLibraryThreads() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max,
            unsafe getenv(threads) == nil
        else { return }
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard unsafe readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 else { return }
        unsafe setenv(threads, "1", 1)
        unsafe execv(path, CommandLine.unsafeArgv)
    }
}
