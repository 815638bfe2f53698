import StudySupport
import Testing

@Suite("The accuracy table")
struct AccuracyTableTests {
    @Test("passes a figure at its bar, and misses one beyond it or not defined")
    func verdicts() {
        func passes(_ bar: AccuracyTable.Bar, _ measured: Double?) -> Bool {
            AccuracyTable.Row(figure: "r", bar: bar, measured: measured).passes
        }
        #expect(passes(.atLeast(0.9), 0.9) && passes(.atLeast(0.9), 0.95) && !passes(.atLeast(0.9), 0.89999))
        #expect(passes(.atMost(0.1), 0.1) && passes(.atMost(0.1), 0.05) && !passes(.atMost(0.1), 0.10001))
        #expect(!passes(.atLeast(0.9), nil) && !passes(.atMost(0.1), nil))
        #expect(!passes(.atLeast(0.9), .nan) && !passes(.atMost(0.1), .nan))
    }

    @Test("shows a miss as a miss")
    func miss() {
        var table = AccuracyTable("title")
        table.append(AccuracyTable.Row(figure: "r", bar: .atLeast(0.9), measured: 0.8))
        table.append(AccuracyTable.Row(figure: "MAE", bar: .atMost(0.1), measured: 0.05))
        let lines = table.text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("r ") && $0.contains("MISS") })
        #expect(lines.contains { $0.hasPrefix("MAE ") && $0.contains("pass") })
    }
}
