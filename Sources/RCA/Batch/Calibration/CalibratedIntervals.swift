import Evaluation
import Imaging
import Reporting
import Scoring

/// A calibration model put to use in a scoring run.
struct CalibratedIntervals: Sendable {
    let request: ScoringRequest.Calibration
    let model: CalibrationModel
    /// By what the model is known again, wherever its file lies.
    let digest: String
    private let parts: [String: Fitted]

    /// - Throws: ``InputError`` where the model cannot be read, or alpha or threshold are out of range.
    init(_ request: ScoringRequest.Calibration) throws(InputError) {
        guard request.alpha > 0, request.alpha < 1 else {
            throw InputError(.optionInvalid, "--alpha", "\(request.alpha) is not between 0 and 1")
        }
        guard (0...1).contains(request.threshold) else {
            throw InputError(.optionInvalid, "--threshold", "\(request.threshold) is not within 0 to 1")
        }
        self.request = request
        model = try CalibrationFile.read(at: request.path)
        digest = ContentDigest.sha256(try CalibrationFile.bytes(model))
        parts = Dictionary(uniqueKeysWithValues: model.parts.map { ($0.structure, Fitted($0)) })
    }

    /// Whether it needs the Dice on every single reference.
    var needsDetails: Bool { model.recipe == .published }

    /// Whether the run scores as the model's masks were scored.
    ///
    /// - Returns: what differs and may matter, a line each.
    /// - Throws: ``InputError`` where the intervals would mean nothing: other structures, or another number of references.
    func check(
        _ run: ScoringRequest, _ set: ReferenceSet, _ structures: ReportedStructures
    ) throws(InputError) -> [String] {
        let names = structures.names
        guard Set(names) == Set(model.structures) else {
            throw InputError(
                .structureMissing, request.path,
                "was calibrated for \(model.structures.joined(separator: ", ")); this run has \(names.joined(separator: ", "))",
                remedy: "calibrate with these structures")
        }
        let count = min(run.referencesPerCase, set.references.count)
        let isShortByOne = model.origin.kind == .leaveOneOut && run.referencesPerCase >= set.references.count
        if let calibrated = model.settings.referencesPerCase, calibrated != count,
            !(isShortByOne && calibrated == count - 1)
        {
            throw InputError(
                .optionInvalid, request.path,
                "was calibrated on \(calibrated) references a mask; this run has \(count), and the scores depend on it",
                remedy: "give --references-per-case \(calibrated), or calibrate again")
        }
        var notes: [String] = []
        if let measure = model.settings.similarity, measure != run.similarity.rawValue {
            notes.append(
                "\(request.path) was calibrated with --similarity \(measure): the intervals may not hold")
        }
        if let digest = model.settings.referenceDigest, digest != set.digest {
            notes.append("\(request.path) was calibrated with another reference set: the intervals may not hold")
        }
        return notes
    }

    /// A row for each structure, and one for the mean.
    func rows(fname: String, _ scores: MaskResult.Scores, _ names: [String]) -> [IntervalRow] {
        var evidence: [(name: String, item: StructureEvidence)] = []
        for (position, structure) in names.enumerated() {
            var item = StructureEvidence()
            item.estimates = CaseEstimates(scores.structures[position])
            item.references = scores.references.enumerated().map { place, reference in
                let dice = scores.details[place * names.count + position]
                return ("\(reference)", dice.isNaN ? nil : Double(dice))
            }
            evidence.append((structure, item))
        }
        var mean = StructureEvidence()
        mean.estimates = CaseEstimates(meanOf: evidence.compactMap(\.item.estimates))
        mean.references = MaskEvidence.meanReferences(evidence.map(\.item.references))
        evidence.append((CalibrationModel.mean, mean))
        return evidence.map { name, item in
            let interval = parts[name]?.interval(item, alpha: request.alpha)
            let decision = Decision(
                interval, threshold: request.threshold, isReliable: scores.reliability.verdict == .reliable)
            return IntervalRow(
                fname: fname, structure: name, predicted: interval.map { Float($0.predicted) },
                lower: interval.map { Float($0.lower) }, upper: interval.map { Float($0.upper) },
                decision: decision.rawValue)
        }
    }
}
