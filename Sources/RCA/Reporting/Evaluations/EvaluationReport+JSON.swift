import Evaluation
import FoundationEssentials

extension EvaluationReport {
    /// The report as indented JSON with sorted keys, ended by LF; a figure that is not defined is null.
    public func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Every number is finite, the one thing that encoding these types could fail on.
        guard let data = try? encoder.encode(EvaluationDocument(self)) else { return [] }
        return Array(data) + [UInt8(ascii: "\n")]
    }
}

/// The keys of the JSON, apart from the types that compute: these are a promise to readers.
private struct EvaluationDocument: Encodable {
    struct Structure: Encodable {
        let structure: String
        let estimators: [Estimator]
    }

    struct Estimator: Encodable {
        let estimator: String
        let masks: Int
        let images: Int
        let undefined: Int
        let agreement: [String: Measurement]
        let detection: [Detection]
    }

    struct Detection: Encodable {
        let threshold: Double
        let masksBelow: Int
        let figures: [String: Measurement]
    }

    struct Measurement: Encodable {
        let measured: EvaluatedScores.Measurement

        private enum CodingKeys: String, CodingKey { case value, lower, upper, undefinedResamples }

        /// Null where a number is not defined: the keys are always there.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(measured.value, forKey: .value)
            try container.encode(measured.interval?.lower, forKey: .lower)
            try container.encode(measured.interval?.upper, forKey: .upper)
            try container.encode(measured.interval?.undefinedCount, forKey: .undefinedResamples)
        }
    }

    struct Check: Encodable {
        let check: EvaluationReport.Check

        private enum CodingKeys: String, CodingKey { case name, structure, estimator, limit, value, holds }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(check.name, forKey: .name)
            try container.encode(check.structure, forKey: .structure)
            try container.encode(check.estimator, forKey: .estimator)
            try container.encode(check.limit, forKey: .limit)
            try container.encode(check.value, forKey: .value)
            try container.encode(check.holds, forKey: .holds)
        }
    }

    let structures: [Structure]
    let thresholds: [Double]
    let confidence: Double
    let resamples: Int
    let seed: UInt64
    let cluster: String
    let missing: [EvaluationReport.Missing]
    let notes: [String]
    let checks: [Check]
    let marks: [Marks]?
    let surfaces: [SurfacesDocument]?
    let risks: [RiskDocument]?
    let groups: [GroupDocument]?

    struct Marks: Encodable {
        struct Cut: Encodable {
            let threshold: Double
            let markedWrongBelow: Double?
            let markedFineBelow: Double?

            private enum CodingKeys: String, CodingKey { case threshold, markedWrongBelow, markedFineBelow }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(threshold, forKey: .threshold)
                try container.encode(markedWrongBelow, forKey: .markedWrongBelow)
                try container.encode(markedFineBelow, forKey: .markedFineBelow)
            }
        }

        let rater: String
        let estimator: String
        let wrong: Int
        let fine: Int
        let areaUnderCurve: Double?
        let cuts: [Cut]

        init(_ marks: EvaluationReport.Marks) {
            let scores = marks.scores
            rater = marks.rater
            estimator = marks.estimator
            wrong = scores.wrong
            fine = scores.fine
            areaUnderCurve = scores.areaUnderCurve
            cuts = scores.cuts.map {
                Cut(
                    threshold: $0.threshold, markedWrongBelow: scores.shareOfWrong($0),
                    markedFineBelow: scores.shareOfFine($0))
            }
        }
    }

    init(_ report: EvaluationReport) {
        structures = report.structures.map { structure in
            Structure(structure: structure.name, estimators: structure.estimates.map(Self.estimator))
        }
        thresholds = report.thresholds
        confidence = report.confidence
        resamples = report.resamples
        seed = report.seed
        cluster = report.cluster
        missing = report.missing
        notes = report.notes + (report.groups?.notes ?? [])
        checks = report.checks.map(Check.init)
        marks = report.marks.isEmpty ? nil : report.marks.map(Marks.init)
        surfaces = report.surfaces.isEmpty ? nil : report.surfaces.map(SurfacesDocument.init)
        risks = report.risks.isEmpty ? nil : report.risks.map(RiskDocument.init)
        groups = report.groups?.groups.map(GroupDocument.init)
    }

    private static func estimator(_ estimate: EvaluationReport.Estimate) -> Estimator {
        let scores = estimate.scores
        func figures(_ kinds: [Figure.Kind], _ threshold: Double?) -> [String: Measurement] {
            Dictionary(
                uniqueKeysWithValues: kinds.map {
                    ($0.rawValue, Measurement(measured: scores[Figure($0, threshold: threshold)]))
                })
        }
        return Estimator(
            estimator: estimate.estimator, masks: scores.count, images: scores.imageCount,
            undefined: scores.undefinedCount, agreement: figures(Figure.agreementKinds, nil),
            detection: zip(scores.thresholds, scores.badCounts).map { threshold, count in
                Detection(
                    threshold: threshold, masksBelow: count, figures: figures(Figure.detectionKinds, threshold))
            })
    }
}
