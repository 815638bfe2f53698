import Calibration
import Evaluation
import Imaging
import Reporting
import Scoring
import Tables

/// The ranges and decisions of a scoring run: by a calibration model, or by the range that every expected Dice has.
struct RunIntervals: Sendable {
    let request: ScoringRequest.Intervals
    /// Nil for the range of the expected Dice.
    private let model: CalibratedIntervals?

    /// - Throws: ``InputError`` where the model cannot be read, or alpha or threshold are out of range.
    init(_ request: ScoringRequest.Intervals) throws(InputError) {
        guard request.alpha > 0, request.alpha < 1 else {
            throw InputError(.optionInvalid, "--alpha", "\(request.alpha) is not between 0 and 1")
        }
        guard (0...1).contains(request.threshold) else {
            throw InputError(.optionInvalid, "--threshold", "\(request.threshold) is not within 0 to 1")
        }
        guard request.model != nil || request.alpha >= ErrorModel.leastAlpha else {
            throw InputError(
                .optionInvalid, "--alpha",
                "\(request.alpha) is less than the range of the expected Dice can promise, \(ErrorModel.leastAlpha)",
                remedy: "give a larger one, or --calibration")
        }
        self.request = request
        model = try request.model.map { path throws(InputError) in try CalibratedIntervals(at: path) }
    }

    /// Whether the run can have them.
    ///
    /// - Returns: what may matter, a line each.
    /// - Throws: ``InputError`` where they would mean nothing, or there would be none.
    func check(
        _ run: ScoringRequest, _ set: ReferenceSet, _ structures: ReportedStructures
    ) throws(InputError) -> [String] {
        if let model { return try model.check(run, set, structures) }
        guard set.calibration != nil else {
            throw InputError(
                .referenceInvalid, run.reference, "has too few references to know how far an expected Dice may be off",
                remedy: "give --calibration beside --threshold, or a larger reference set")
        }
        return []
    }

    /// A row for each structure, and one for the mean.
    func rows(_ fname: String, _ mask: MaskScore, of image: CaseScore, _ names: [String]) -> [IntervalRow] {
        let intervals = model?.intervals(mask, of: image, names, alpha: request.alpha) ?? builtIn(mask)
        return zip(names + [CalibrationModel.mean], intervals).map { name, interval in
            let decision = Decision(
                interval, threshold: request.threshold, isReliable: image.reliability.verdict == .reliable)
            return IntervalRow(
                fname: fname, structure: name, predicted: interval.map { Float($0.predicted) },
                lower: interval.map { Float($0.lower) }, upper: interval.map { Float($0.upper) },
                decision: decision.rawValue)
        }
    }

    private func builtIn(_ mask: MaskScore) -> [PredictionInterval?] {
        (mask.structures.map(\.expected) + [mask.expected]).map { expected in
            guard let expected, let range = expected.range(alpha: Float(request.alpha)) else { return nil }
            return PredictionInterval(
                predicted: Double(expected.dice), lower: Double(range.lowerBound), upper: Double(range.upperBound))
        }
    }

    /// For `rca_run.json`.
    var parameters: [RunParameter] {
        (request.model.map { [RunParameter("calibration", .text($0))] } ?? [])
            + [RunParameter("alpha", .number(request.alpha)), RunParameter("threshold", .number(request.threshold))]
    }

    /// What the rows depend on.
    var decisive: [String: String] {
        [
            "calibration": model?.digest ?? "range of the expected Dice", "alpha": "\(request.alpha)",
            "threshold": "\(request.threshold)",
        ]
    }
}
