import ArgumentParser
import RCA

/// Other masks of known quality, for `calibrate` to try its model on.
struct CalibrationTestOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Scores of other masks, to see how the model does on them; as --scores.", valueName: "path"),
        completion: .file())
    var testScores: [String] = []

    @Option(
        parsing: .singleValue, help: ArgumentHelp("The same, as --details.", valueName: "path"), completion: .file())
    var testDetails: [String] = []

    @Option(
        parsing: .singleValue, help: ArgumentHelp("Their true Dice, as --truth.", valueName: "path"),
        completion: .file())
    var testTruth: [String] = []

    func validate() throws {
        if (testScores.isEmpty && testDetails.isEmpty) != testTruth.isEmpty {
            throw ValidationError("--test-scores (or --test-details) and --test-truth go together")
        }
    }

    /// Everything that is read.
    var paths: [String] { testScores + testDetails + testTruth }

    var tables: CalibrationRequest.Tables? {
        testTruth.isEmpty
            ? nil : CalibrationRequest.Tables(scores: testScores, details: testDetails, truth: testTruth)
    }
}
