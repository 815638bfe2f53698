import Foundation
import RCA
import Tables

/// The table at the end: what was measured, and the bar it has to reach where there is one.
struct BarReport {
    private var rows: [[String]] = []

    /// A figure without a bar.
    mutating func add(_ name: String, _ figure: String) { rows.append([name, figure, "", ""]) }

    /// A figure that has to be no higher than its bar.
    mutating func add(_ name: String, _ value: Double, atMost bar: Double, _ text: (Double) -> String) {
        rows.append([name, text(value), "≤ " + text(bar), value <= bar ? "pass" : "miss"])
    }

    /// A figure that has to be no lower than its bar.
    mutating func add(_ name: String, _ value: Double, atLeast bar: Double, _ text: (Double) -> String) {
        rows.append([name, text(value), "≥ " + text(bar), value >= bar ? "pass" : "miss"])
    }

    var text: String {
        var table = TextTable(columns: [("measured", .left), ("figure", .right), ("bar", .right), ("", .left)])
        for row in rows { table.append(row) }
        return table.text
    }
}

/// Figures as text.
enum Figure {
    static func nanoseconds(_ value: Double) -> String {
        value < 10_000
            ? String(format: "%.0f ns", value)
            : value < 1e6 ? String(format: "%.1f µs", value / 1e3) : String(format: "%.2f ms", value / 1e6)
    }
    static func milliseconds(_ value: Double) -> String { String(format: "%.3f ms", value) }
    static func times(_ value: Double) -> String { String(format: "%.0f ×", value) }
    static func ratio(_ value: Double) -> String { String(format: "%.2f", value) }
    static func megabytes(_ value: Double) -> String { String(format: "%.0f MB", value) }
    static func seconds(_ value: Double) -> String { String(format: "%.3f s", value) }
    static func rate(_ value: Double) -> String { String(format: "%.0f masks/s", value) }
}

enum Statistics {
    /// - Precondition: there is a value.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

enum Say {
    /// A line for the person who waits, on stderr.
    static func line(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// What stops a benchmark.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}
