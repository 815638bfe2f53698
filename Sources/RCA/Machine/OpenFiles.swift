public import Files
import Glibc

/// The files that a process may have open at a time (`ulimit -n`).
public enum OpenFiles {
    /// Journals, locks, scratch files, archives, a picture for each of a few workers, and what the system's libraries
    /// open themselves.
    private static let needed = 32
    /// What most systems allow.
    private static let usual = 1024

    /// Raises a limit that is too low, as far as the system lets it: a program calls this before anything else. Where a
    /// file cannot be opened, libdispatch ends the process.
    ///
    /// - Throws: ``InputError`` (`option invalid`) where the limit cannot be raised.
    public static func raiseLimit() throws(InputError) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(usual))
        guard setrlimit(resource, &limit) == 0, limit.rlim_cur >= needed else {
            throw InputError(
                .optionInvalid, "ulimit -n",
                "lets the program open \(limit.rlim_max) files at a time; it needs \(needed)",
                remedy: "raise the limit (ulimit -n \(usual))")
        }
    }
}
