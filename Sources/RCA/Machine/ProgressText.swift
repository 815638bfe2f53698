/// How far a batch has come.
public struct BatchProgress: Sendable, Equatable {
    /// Cases finished, failed ones included.
    public var done: Int
    public var total: Int
    public var failures: Int
    /// Seconds since the batch began.
    public var elapsed: Double
    /// Of ``done``, the cases that an earlier process did.
    public var doneBefore: Int

    public init(done: Int, total: Int, failures: Int, elapsed: Double, doneBefore: Int = 0) {
        self.doneBefore = doneBefore
        self.done = done
        self.total = total
        self.failures = failures
        self.elapsed = elapsed
    }

    /// 0 to 1; an empty batch is complete.
    public var fraction: Double { total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1 }

    /// Cases a second so far, or nil before the first case.
    public var rate: Double? { done > doneBefore && elapsed > 0 ? Double(done - doneBefore) / elapsed : nil }

    /// Seconds to go at the rate so far, or nil before the first case.
    public var remaining: Double? { rate.map { Double(max(0, total - done)) / $0 } }
}

/// The words of a progress line.
package enum ProgressText {
    /// `[#####.....] 50/100  50 %  2 failed  8.3/s  6 s left`, cut to `width` places.
    package static func bar(_ progress: BatchProgress, width: Int) -> String {
        let length = 20
        let filled = Int((progress.fraction * Double(length)).rounded(.down))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: length - filled)
        return String("[\(bar)] \(line(progress))".prefix(max(0, width)))
    }

    /// `50/100  50 %  2 failed  8.3/s  6 s left`; what is not known yet is left out.
    package static func line(_ progress: BatchProgress) -> String {
        var parts = ["\(progress.done)/\(progress.total)", "\(Int((progress.fraction * 100).rounded(.down))) %"]
        if progress.failures > 0 { parts.append("\(progress.failures) failed") }
        if let rate = progress.rate { parts.append(self.rate(rate)) }
        if progress.done >= progress.total {
            parts.append("in " + duration(progress.elapsed))
        } else if let remaining = progress.remaining {
            parts.append(duration(remaining) + " left")
        }
        return parts.joined(separator: "  ")
    }

    /// `231/s`, `8.3/s`; below one in a second `12/min`, `1.5/min`; below one in a minute `4.2/h`.
    package static func rate(_ casesPerSecond: Double) -> String {
        guard casesPerSecond.isFinite, casesPerSecond >= 0 else { return "?/s" }
        if casesPerSecond >= 1 { return threeFigures(casesPerSecond) + "/s" }
        if casesPerSecond * 60 >= 1 { return threeFigures(casesPerSecond * 60) + "/min" }
        return threeFigures(casesPerSecond * 3600) + "/h"
    }

    /// `8 s`, `2 min 05 s`, `3 h 20 min`, `2 d 04 h`: the two largest units, to the nearest second or minute.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
        let minutes = Int((seconds / 60).rounded())
        if minutes < 24 * 60 { return "\(minutes / 60) h \(two(minutes % 60)) min" }
        let hours = Int((seconds / 3600).rounded())
        return "\(hours / 24) d \(two(hours % 24)) h"
    }

    /// One decimal below ten, none above.
    private static func threeFigures(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        if tenths >= 100 { return value < 1e15 ? "\(Int(value.rounded()))" : "?" }
        return "\(Int(tenths) / 10).\(Int(tenths) % 10)"
    }
}
