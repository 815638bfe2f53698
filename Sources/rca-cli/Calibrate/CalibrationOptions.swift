import ArgumentParser
import RCA
import Studies

/// What `score` is told about ranges and decisions.
struct CalibrationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Model made by 'rca-cli calibrate'. Also writes rca_intervals.csv, with the range that contains the true Dice and what to do with the mask.",
            valueName: "file"), completion: .file())
    var calibration: String?

    @Option(
        help: ArgumentHelp(
            "With --threshold or --calibration: the share of ranges that may miss the true Dice (default: 0.1, so nine in ten contain it).",
            valueName: "share"))
    var alpha: Double?

    @Option(
        help: ArgumentHelp(
            "The Dice that a mask should reach (default with --calibration: 0.7). Also writes rca_intervals.csv; without --calibration, its range is that of the expected Dice. The decision is 'accept' if the whole range is above the threshold and the verdict is reliable, 'reject' if the whole range is below it, otherwise 'review'.",
            valueName: "dice"))
    var threshold: Double?

    func validate() throws {
        if calibration == nil, threshold == nil, alpha != nil {
            throw ValidationError("--alpha needs --threshold or --calibration")
        }
        if let alpha, !(alpha > 0 && alpha < 1) { throw ValidationError("--alpha is between 0 and 1") }
        if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold is 0 to 1") }
    }

    /// Nil where no ranges are asked for.
    var request: ScoringRequest.Intervals? {
        guard calibration != nil || threshold != nil else { return nil }
        var request = ScoringRequest.Intervals(model: calibration)
        if let alpha { request.alpha = alpha }
        if let threshold { request.threshold = threshold }
        return request
    }
}

/// Other masks of known quality, for `calibrate` to try its model on.
struct CalibrationTestOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Scores of other masks, to test the model on; as in --scores.", valueName: "path"),
        completion: .file())
    var testScores: [String] = []

    @Option(
        parsing: .singleValue, help: ArgumentHelp("Details of these other masks, as in --details.", valueName: "path"),
        completion: .file())
    var testDetails: [String] = []

    @Option(
        parsing: .singleValue, help: ArgumentHelp("True Dice of these other masks, as in --truth.", valueName: "path"),
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
