import Evaluation
import Tables
import TestSupport
import Testing

@Suite("The validation that CheXmask published with its scores", .needsSharedData)
struct PublishedFiguresTests {
    @Test("gives from its 760 rows the correlation, error and area that it reports")
    func mean() throws {
        let scores = try scores(of: "")
        #expect(scores.count == 760)
        let agreement = Agreement(scores)
        #expect(rounds(agreement.pearson, to: 0.933, digits: 3))
        #expect(rounds(agreement.meanAbsoluteError, to: 0.0295, digits: 4))
        #expect(rounds(Detection(scores, threshold: 0.7).areaUnderCurve, to: 0.985, digits: 3))
    }

    @Test("gives the correlations that it reports for lungs and heart", arguments: [("L_", 0.938), ("H_", 0.908)])
    func structures(_ prefix: String, _ pearson: Double) throws {
        #expect(rounds(Agreement(try scores(of: prefix)).pearson, to: pearson, digits: 3))
    }

    private func scores(of prefix: String) throws -> PairedScores {
        let path = "published/chexmask/rca_validation.csv"
        let table = try CSVTable(bytes: SharedData.bytes(path), source: path)
        let predicted = try table.column(named: prefix + "Dice_RCA_Max")
        let real = try table.column(named: prefix + "Dice_Real")
        return PairedScores(
            try table.rows.map { row in
                (
                    predicted: try table.number(inRow: row, column: predicted).map(Double.init),
                    real: try table.number(inRow: row, column: real).map(Double.init), image: String(row)
                )
            })
    }

    private func rounds(_ value: Double?, to published: Double, digits: Int) -> Bool {
        var unit = 1.0
        for _ in 0..<digits { unit *= 10 }
        return value.map { ($0 * unit).rounded() == (published * unit).rounded() } ?? false
    }
}
