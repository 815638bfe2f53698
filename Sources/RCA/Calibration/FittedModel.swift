package import Evaluation

/// A calibration model, ready to give intervals.
package struct FittedModel: Sendable {
    private let parts: [String: Fitted]

    package init(_ model: CalibrationModel) {
        parts = Dictionary(uniqueKeysWithValues: model.parts.map { ($0.structure, Fitted($0)) })
    }

    /// Of a mask: one for each structure, and one for the mean; nil where an estimate is missing.
    ///
    /// - Parameters:
    ///   - evidence: one a structure; the truth is not looked at.
    ///   - names: of the structures.
    ///   - alpha: the share of intervals that may miss, in (0, 1).
    package func intervals(
        _ evidence: [StructureEvidence], _ names: [String], alpha: Double
    ) -> [PredictionInterval?] {
        var mean = StructureEvidence()
        mean.estimates = CaseEstimates(meanOf: evidence.compactMap(\.estimates))
        mean.references = MaskEvidence.meanReferences(evidence.map(\.references))
        return zip(names + [CalibrationModel.mean], evidence + [mean]).map { name, item in
            parts[name]?.interval(item, alpha: alpha)
        }
    }
}
