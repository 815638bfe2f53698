import Calibration
import Evaluation
import Imaging
import NumericSupport
import Scoring

/// A calibration model put to use in a scoring run.
struct CalibratedIntervals: Sendable {
    private let path: String
    private let model: CalibrationModel
    /// By what the model is known again, wherever its file lies.
    let digest: String
    private let fitted: FittedModel

    /// - Throws: ``InputError`` where the model cannot be read.
    init(at path: String) throws(InputError) {
        self.path = path
        model = try CalibrationFile.read(at: path)
        digest = ContentDigest.sha256(try CalibrationFile.bytes(model))
        fitted = FittedModel(model)
    }

    /// Whether the run scores as the model's masks were scored.
    ///
    /// - Returns: what differs and may matter, a line each.
    /// - Throws: ``InputError`` where the intervals would mean nothing: other structures, or another number of
    ///   references.
    func check(
        _ run: ScoringRequest, _ set: ReferenceSet, _ structures: ReportedStructures
    ) throws(InputError) -> [String] {
        let names = structures.names
        guard Set(names) == Set(model.structures) else {
            throw InputError(
                .structureMissing, path,
                "was calibrated for \(model.structures.joined(separator: ", ")); this run has \(names.joined(separator: ", "))",
                remedy: "calibrate with these structures")
        }
        let count = min(run.referencesPerCase, set.references.count)
        let isShortByOne = model.origin.kind == .leaveOneOut && run.referencesPerCase >= set.references.count
        if let calibrated = model.settings.referencesPerCase, calibrated != count,
            !(isShortByOne && calibrated == count - 1)
        {
            throw InputError(
                .optionInvalid, path,
                "was calibrated on \(calibrated) references a mask; this run has \(count), and the scores depend on it",
                remedy: "give --references-per-case \(calibrated), or calibrate again")
        }
        var notes: [String] = []
        if let measure = model.settings.similarity, measure != run.similarity.rawValue {
            notes.append(
                "\(path) was calibrated with --similarity \(measure): the intervals may not hold")
        }
        let classifier = model.settings.classifier ?? ClassifierKind.freeForm.rawValue
        if classifier != run.classifier.rawValue {
            notes.append("\(path) was calibrated with --classifier \(classifier): the intervals may not hold")
        }
        if let digest = model.settings.referenceDigest, digest != set.digest {
            notes.append("\(path) was calibrated with another reference set: the intervals may not hold")
        }
        return notes
    }

    /// One for each structure, and one for the mean; nil where an estimate is missing.
    ///
    /// - Parameters:
    ///   - names: of the structures.
    ///   - alpha: the share of intervals that may miss, in (0, 1).
    func intervals(
        _ mask: MaskScore, of image: CaseScore, _ names: [String], alpha: Double
    ) -> [PredictionInterval?] {
        var evidence: [StructureEvidence] = []
        for position in names.indices {
            var item = StructureEvidence()
            item.estimates = CaseEstimates(mask.structures[position])
            // No other recipe looks at single references.
            if model.recipe == .published {
                item.references = zip(image.selected, mask.details).map { reference, dice in
                    ("\(reference)", dice[position].map(\.asWritten))
                }
            }
            evidence.append(item)
        }
        return fitted.intervals(evidence, names, alpha: alpha)
    }
}
