import Glibc
import Synchronization

/// Ctrl-C, SIGTERM and a closed terminal (SIGHUP) as a request to stop cleanly.
///
/// The first signal sets a flag: workers finish the case they are at, and what is done gets written. The second
/// ends the process at once with exit code 130. Signal handlers belong to the process, and so does this.
///
///     InterruptSignal.install()
///     while !InterruptSignal.isReceived, let next = queue.next() { score(next) }
public enum InterruptSignal {
    /// The exit code of a run that a signal stopped, by the shells' convention for Ctrl-C.
    public static let exitCode: Int32 = 130

    /// Whether a signal has asked the run to stop. Costs one atomic load.
    public static var isReceived: Bool { received.load(ordering: .relaxed) > 0 }

    /// Takes the signals over; a second call changes nothing. One that is ignored already, as `nohup` and a shell
    /// script's `&` arrange it, stays ignored.
    ///
    /// SIGPIPE is ignored from here on: a reader of the progress that goes away (`2>&1 | head`) must not end hours
    /// of work. So is SIGXFSZ: a file above the limit (`ulimit -f`) is an output that cannot be written.
    public static func install() {
        // The handler may only touch what is there already: the first access creates the counter.
        _ = isReceived
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            var current = sigaction()
            sigaction(signal, nil, &current)
            if Self.isIgnoring(current) { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in InterruptSignal.receive() }
            // Reads and writes that the signal interrupts go on by themselves.
            action.sa_flags = SA_RESTART
            sigaction(signal, &action, nil)
        }
        var ignoring = sigaction()
        ignoring.__sigaction_handler.sa_handler = SIG_IGN
        for signal in [SIGPIPE, SIGXFSZ] { sigaction(signal, &ignoring, nil) }
    }

    private static func isIgnoring(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private static let received = Atomic<Int>(0)

    /// Runs inside the signal handler, so it does nothing but what POSIX allows there: no lock, no allocation.
    private static func receive() {
        if received.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(exitCode) }
    }
}
