/// Decides what of a batch's progress is shown, and when; ``ProgressReporter`` writes it.
package struct ProgressDisplay: Sendable {
    /// The kind of output.
    package enum Style: Sendable, Equatable {
        /// One line, drawn over again at most ten times a second. `width` is the terminal's.
        case bar(width: Int)
        /// A line of its own every tenth of the way, or every ten seconds where that takes longer.
        case lines
        case silent
    }

    package var style: Style
    /// Work that is soon done shows nothing: two seconds long on a terminal, ten in a log.
    package var skipsShortWork: Bool
    private var lastShown: Double?
    private var lastTenth = 0
    private var isBarDrawn = false

    package init(style: Style, skipsShortWork: Bool = false) {
        self.style = style
        self.skipsShortWork = skipsShortWork
    }

    /// What to write now: nil if nothing is due. The last case is always due, except of short work that is skipped.
    package mutating func update(_ progress: BatchProgress) -> String? {
        let isLast = progress.done >= progress.total
        switch style {
        case .silent:
            return nil
        case .bar(let width):
            if skipsShortWork, progress.elapsed < 2 { return nil }
            if let lastShown, !isLast, progress.elapsed - lastShown < 0.1 { return nil }
            lastShown = progress.elapsed
            return draw(progress, width: width)
        case .lines:
            if skipsShortWork, progress.elapsed < 10 { return nil }
            // A second between lines, so that a short batch does not print ten at once.
            let tenth = Int(progress.fraction * 10)
            let isDue = tenth > lastTenth || progress.elapsed - (lastShown ?? 0) >= 10
            guard isLast || (isDue && progress.elapsed - (lastShown ?? -1) >= 1) else { return nil }
            lastShown = progress.elapsed
            lastTenth = tenth
            return ProgressText.line(progress) + "\n"
        }
    }

    /// What to write so that `message` stands on a line of its own, above the bar if there is one.
    package mutating func note(_ message: String, _ progress: BatchProgress) -> String? {
        switch style {
        case .silent: nil
        case .lines: message + "\n"
        case .bar(let width): Self.clearLine + message + "\n" + draw(progress, width: width)
        }
    }

    /// What to write when no more is to come: the bar's line is ended, so that it stays.
    package mutating func finish() -> String? {
        guard isBarDrawn else { return nil }
        isBarDrawn = false
        return "\n"
    }

    private mutating func draw(_ progress: BatchProgress, width: Int) -> String {
        isBarDrawn = true
        // A line as wide as the terminal would wrap, and could not be drawn over.
        return "\r" + ProgressText.bar(progress, width: width - 1) + Self.clearRest
    }

    private static let clearRest = "\u{1b}[K"
    private static let clearLine = "\r" + clearRest
}
