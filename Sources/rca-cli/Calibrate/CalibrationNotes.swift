import Calibration
import RCA
import Reporting
import Tables

/// What a person should know about a model beside its figures, on stderr.
enum CalibrationNotes {
    /// With fewer images a promise about new ones is a hope.
    private static let fewImages = 25

    static func print(_ report: CalibrationReport, output: String) {
        let share = DecimalText.threeDigits(1 - report.alpha)
        Console.error("held out, test: the share of ranges that hold the true Dice; asked for: \(share)")
        if report.origin == .leaveOneOut {
            Console.error(
                "calibrated for damaged copies of the references' own masks: real failures and other images can differ")
        }
        if let fewest = report.structures.map(\.images).min(), fewest < fewImages {
            Console.error("\(fewest) images are few: on new images the share can be several points lower")
        }
        let without = report.recipe == .adaptive ? report.structures.filter { !$0.usesExpected } : []
        if let row = without.first(where: { $0.withoutExpected > 0 }) {
            let (count, masks) = (row.withoutExpected, row.masks)
            let names = without.map(\.structure).joined(separator: ", ")
            Console.error(
                "\(names): fitted without the expected Dice, which \(count) of \(masks) masks do not have"
                    + " (tables of earlier versions, and --details, have none)")
        }
        if report.rowsWithoutTruth > 0 {
            Console.error("\(report.rowsWithoutTruth) rows of scores have no truth and were left out")
        }
        Console.error("written to \(output)")
    }
}
