import Imaging
import Reporting

/// Which structures are evaluated, and over which of them the mean is taken on both sides.
///
/// A mean of lungs and heart says nothing about a true mean of the lungs alone, so both are over the same structures.
struct MeanPlan {
    /// Those that have predictions and a truth, in the predictions' order.
    let structures: [String]
    let hasMean: Bool
    private(set) var notes: [String] = []
    /// The structures that either side's mean is taken over, where it is not given.
    private let realStructures: [String]
    private let predictedStructures: [String]
    /// Whether given scores of whole masks are over the same structures as the truth.
    private let takesMaskScores: Bool

    /// - Throws: ``InputError`` where predictions and truth have nothing in common.
    init(_ sources: [JoinedScores.Source]) throws(InputError) {
        let mean = EvaluationReport.meanName
        let predicted = Self.merged(sources.map(\.predictions.properStructures))
        let real = Self.merged(sources.map(\.truth.properStructures))
        let common = predicted.filter(real.contains)
        let hasPredictedMean = sources.contains { $0.predictions[mean] != nil }
        let hasRealMean = sources.contains { $0.truth[mean] != nil }
        let hasWholeMasks = (predicted.isEmpty && hasPredictedMean) || (real.isEmpty && hasRealMean)
        guard !common.isEmpty || hasWholeMasks || (hasPredictedMean && hasRealMean) else {
            throw InputError(
                .structureMissing, "scores and truth",
                "have no structure in common: predicted are \(Self.list(predicted)), true are \(Self.list(real))",
                remedy: "name structures alike in both")
        }
        structures = common
        hasMean = hasWholeMasks || common.count > 1 || (hasPredictedMean && hasRealMean)
        realStructures = predicted.isEmpty ? real : common
        predictedStructures = real.isEmpty ? predicted : common
        takesMaskScores = predicted.isEmpty || real.isEmpty || hasRealMean || Set(predicted) == Set(real)
        if !predicted.isEmpty, !real.isEmpty {
            for structure in predicted where !real.contains(structure) {
                notes.append("\(structure) is left out: it has no truth.")
            }
            for structure in real where !predicted.contains(structure) {
                notes.append("\(structure) is left out: it has no predictions.")
            }
        }
        notes += noteOnMeans(sources)
    }

    /// The true mean: the one given, or that of the structures which are defined, all of which need a row. Nil where
    /// there is none; it holds nil where no structure is defined.
    func realMean(_ name: FileName, _ truth: ScoresByMask) -> Double?? {
        if let row = truth[EvaluationReport.meanName]?.rows[name] { return .some(row[0]) }
        guard !realStructures.isEmpty else { return nil }
        var values: [Double?] = []
        for structure in realStructures {
            guard let row = truth[structure]?.rows[name] else { return nil }
            values.append(row[0])
        }
        return .some(Self.mean(values))
    }

    /// The predicted means by estimator: those given, and those of the structures' estimates. Where the truth of a
    /// structure is not defined, all are of the others' estimates. Nil where there are none.
    func predictedMeans(
        _ name: FileName, _ scores: ScoresByMask, _ truth: ScoresByMask
    ) -> [(estimator: String, value: Double?)]? {
        let structures = truth.averaged(predictedStructures, name)
        var result: [(estimator: String, value: Double?)] = []
        if structures.count < predictedStructures.count {
            let given = takesMaskScores ? scores[EvaluationReport.meanName]?.estimators ?? [] : []
            let own = predictedStructures.first.flatMap { scores[$0] }?.estimators ?? []
            result = (given + own.filter { !given.contains($0) }).map { ($0, mean(structures, $0, name, scores)) }
            return result.isEmpty ? nil : result.sorted { Self.place($0.estimator) < Self.place($1.estimator) }
        }
        if takesMaskScores, let given = scores[EvaluationReport.meanName] {
            guard let row = given.rows[name] else { return nil }
            result = Array(zip(given.estimators, row)).map { (estimator: $0, value: $1) }
        }
        for estimator in predictedStructures.first.flatMap({ scores[$0] })?.estimators ?? [] {
            if result.contains(where: { $0.estimator == estimator }) { continue }
            result.append((estimator, mean(predictedStructures, estimator, name, scores)))
        }
        return result.isEmpty ? nil : result.sorted { Self.place($0.estimator) < Self.place($1.estimator) }
    }

    private func mean(
        _ structures: [String], _ estimator: String, _ name: FileName, _ scores: ScoresByMask
    ) -> Double? {
        Self.mean(structures.map { scores[$0]?.value(estimator, name) ?? nil })
    }

    private static let order = ["max", "mean", "median", "best", "consensus", "expected"]

    private static func place(_ estimator: String) -> Int { order.firstIndex(of: estimator) ?? order.count }

    private static func mean(_ values: [Double?]) -> Double? {
        let defined = values.compactMap { $0 }
        return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }

    private static func merged(_ lists: [[String]]) -> [String] {
        lists.joined().reduce(into: []) { merged, name in if !merged.contains(name) { merged.append(name) } }
    }

    /// `max, median and best`
    private static func enumeration(_ names: [String]) -> String {
        let last = names.last ?? ""
        return names.count < 2 ? last : names.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    /// Where the means are not those that `score --estimator` writes.
    private func noteOnMeans(_ sources: [JoinedScores.Source]) -> [String] {
        guard hasMean, let first = predictedStructures.first else { return [] }
        let given = takesMaskScores ? sources.first?.predictions[EvaluationReport.meanName]?.estimators ?? [] : []
        let averaged = (sources.first?.predictions[first]?.estimators ?? []).filter {
            ["max", "median", "best"].contains($0) && !given.contains($0)
        }
        guard !averaged.isEmpty else { return [] }
        return [
            "In the mean over the structures, \(Self.enumeration(averaged)) "
                + "\(averaged.count == 1 ? "is the mean" : "are the means") of the structures' estimates; "
                + "'score --estimator' takes them over the references' means."
        ]
    }
}

extension ScoresByMask.Structure {
    /// One estimate of a mask; nil where it is not defined or not there.
    func value(_ estimator: String, _ name: FileName) -> Double? {
        guard let place = estimators.firstIndex(of: estimator), let row = rows[name] else { return nil }
        return row[place]
    }
}
