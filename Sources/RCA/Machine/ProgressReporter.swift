import Glibc
import Synchronization

/// Shows on stderr how far a batch has come: done, failed, rate and time to go. Never writes to stdout.
///
/// On a terminal it is a bar drawn over itself at most ten times a second; elsewhere, in the log of a batch system
/// for one, a line every tenth of the way or every ten seconds. Workers may call it from any thread.
///
///     let reporter = ProgressReporter(total: cases.count, quiet: options.quiet)
///     reporter.caseFinished(failure: nil)
///     reporter.finish()
public final class ProgressReporter: Sendable {
    private struct State {
        var display: ProgressDisplay
        var done = 0
        var failures = 0
        var doneBefore = 0
    }

    private let total: Int
    private let stopwatch = Stopwatch()
    private let state: Mutex<State>
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - total: the cases of the batch.
    ///   - quiet: prints nothing at all.
    ///   - sharesOutput: others write to stderr too, a logger for one, so that no bar can stand there.
    ///   - skipsShortWork: a batch that is done within two seconds, or ten where there is no terminal, shows nothing.
    public convenience init(
        total: Int, quiet: Bool, sharesOutput: Bool = false, skipsShortWork: Bool = false
    ) {
        let hasBar = isatty(STDERR_FILENO) == 1 && !sharesOutput
        let style: ProgressDisplay.Style = quiet ? .silent : hasBar ? .bar(width: Self.terminalWidth()) : .lines
        self.init(total: total, style: style, skipsShortWork: skipsShortWork, write: Self.writeToStandardError)
    }

    package init(
        total: Int, style: ProgressDisplay.Style, skipsShortWork: Bool = false,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.total = total
        self.write = write
        state = Mutex(State(display: ProgressDisplay(style: style, skipsShortWork: skipsShortWork)))
    }

    /// Counts one more case as finished.
    /// - Parameter failure: the line that says why the case has no score, shown at once, or empty to show none;
    ///   nil if it has one.
    public func caseFinished(failure: String? = nil) {
        state.withLock { state in
            state.done += 1
            if let failure {
                state.failures += 1
                if !failure.isEmpty { show(state.display.note(failure, progress(state))) }
            }
            show(state.display.update(progress(state)))
        }
    }

    /// Counts cases that an earlier process finished: they are done, and say nothing of the rate.
    public func casesFinishedBefore(_ count: Int, failures: Int) {
        state.withLock { state in
            state.done += count
            state.doneBefore += count
            state.failures += failures
        }
    }

    /// Shows a line of text, above the bar if there is one.
    public func note(_ message: String) {
        state.withLock { state in show(state.display.note(message, progress(state))) }
    }

    /// Leaves the cursor on a new line. Call it once, when the batch has ended or was stopped.
    public func finish() {
        state.withLock { state in show(state.display.finish()) }
    }

    /// What cannot be read at all, an archive's end for one, counts as done and was in no total.
    private func progress(_ state: State) -> BatchProgress {
        BatchProgress(
            done: state.done, total: max(total, state.done), failures: state.failures, elapsed: stopwatch.seconds,
            doneBefore: state.doneBefore)
    }

    private func show(_ text: String?) {
        if let text { write(text) }
    }

    /// The terminal's columns, or 80 where it does not tell.
    private static func terminalWidth() -> Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Progress that cannot be written is not worth stopping a batch for.
    private static func writeToStandardError(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = Glibc.write(STDERR_FILENO, Array(rest), rest.count)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            rest.removeFirst(written)
        }
    }
}
