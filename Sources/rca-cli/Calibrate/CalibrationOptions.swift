import ArgumentParser
import RCA

/// What `score` is told about calibration.
struct CalibrationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Model made by 'rca-cli calibrate': writes rca_intervals.csv too, with the range that the real Dice lies in and what to do with the mask.",
            valueName: "file"), completion: .file())
    var calibration: String?

    @Option(
        help: ArgumentHelp(
            "With --calibration: the share of ranges that may miss (default: 0.1, nine ranges in ten hold).",
            valueName: "share"))
    var alpha: Double?

    @Option(
        help: ArgumentHelp(
            "With --calibration: the Dice that a mask should reach (default: 0.7). 'accept' if the whole range is above and the verdict is reliable, 'reject' if the whole range is below, otherwise 'review'.",
            valueName: "dice"))
    var threshold: Double?

    func validate() throws {
        if calibration == nil, alpha != nil || threshold != nil {
            throw ValidationError("--alpha and --threshold need --calibration")
        }
        if let alpha, !(alpha > 0 && alpha < 1) { throw ValidationError("--alpha is between 0 and 1") }
        if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold is 0 to 1") }
    }

    var request: ScoringRequest.Calibration? {
        calibration.map { ScoringRequest.Calibration(path: $0, alpha: alpha ?? 0.1, threshold: threshold ?? 0.7) }
    }
}
