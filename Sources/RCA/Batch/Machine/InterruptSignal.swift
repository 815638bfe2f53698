import Glibc
import Synchronization

/// Ctrl-C and SIGTERM as a request to stop cleanly.
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

    /// Takes SIGINT and SIGTERM over; a second call changes nothing.
    public static func install() {
        // The handler may only touch what is there already: the first access creates the counter.
        _ = isReceived
        for signal in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in InterruptSignal.receive() }
            // Reads and writes that the signal interrupts go on by themselves.
            action.sa_flags = SA_RESTART
            sigaction(signal, &action, nil)
        }
    }

    private static let received = Atomic<Int>(0)

    /// Runs inside the signal handler, so it does nothing but what POSIX allows there: no lock, no allocation.
    private static func receive() {
        if received.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(exitCode) }
    }
}
