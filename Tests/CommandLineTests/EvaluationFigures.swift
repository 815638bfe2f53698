import Foundation
import Testing

/// The figures that `evaluate --format csv` printed.
struct EvaluationFigures {
    private let rows: [[String]]

    /// - Parameter csv: without quoted fields.
    init(_ csv: String) {
        rows = csv.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Structure and estimator of each table, in their order.
    var tables: [String] {
        rows.dropFirst().reduce(into: []) { tables, row in
            if tables.last != "\(row[0]) \(row[1])" { tables.append("\(row[0]) \(row[1])") }
        }
    }

    /// A figure of a table such as `lungs max`; nil where it is not defined.
    func value(_ table: String, _ figure: String, _ threshold: String = "", column: Int = 4) throws -> Double? {
        let row = try #require(
            rows.first { "\($0[0]) \($0[1])" == table && $0[2] == figure && $0[3] == threshold },
            "there is no \(figure) \(threshold) of \(table)")
        return Double(row[column])
    }

    func masks(_ table: String) throws -> Int? { try value(table, "bias", column: 7).map { Int($0) } }

    func images(_ table: String) throws -> Int? { try value(table, "bias", column: 8).map { Int($0) } }
}

/// Whether two numbers are the same to so many parts.
func isNear(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    value.map { abs($0 - expected) <= tolerance } ?? false
}
