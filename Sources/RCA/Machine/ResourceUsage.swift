import FoundationEssentials
import Glibc

/// What this process has used since it started.
public enum ResourceUsage {
    /// Processor time of all threads, user and system, in seconds, to the microsecond.
    public static func cpuSeconds() -> Double {
        let usage = selfUsage()
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The largest resident set so far, in bytes.
    ///
    /// The kernel's `VmHWM`. `ru_maxrss`, the fallback, also counts the program that started this one, before exec.
    public static func peakMemoryBytes() -> Int {
        let status = (try? Data(contentsOf: URL(filePath: "/proc/self/status"))) ?? Data()
        return peakMemoryBytes(status: String(decoding: status, as: UTF8.self)) ?? selfUsage().ru_maxrss * 1024
    }

    /// The peak in the content of `/proc/self/status`, or nil if it has none.
    package static func peakMemoryBytes(status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let fields = line?.split(whereSeparator: \.isWhitespace), fields.count == 3, fields[2] == "kB" else {
            return nil
        }
        return Int(fields[1]).map { $0 * 1024 }
    }

    private static func selfUsage() -> rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// Elapsed time on a clock that no one sets, also while the machine sleeps.
public struct Stopwatch: Sendable {
    private let start = ContinuousClock.now

    /// Starts measuring.
    public init() {}

    /// Seconds since the start.
    public var seconds: Double { start.duration(to: .now) / .seconds(1) }

    /// Milliseconds since the start, to the hundredth, for logs.
    package var milliseconds: Double { (seconds * 100_000).rounded() / 100 }
}
