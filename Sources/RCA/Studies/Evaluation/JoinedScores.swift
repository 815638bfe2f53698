import Evaluation
import Imaging
import Reporting

/// Predicted beside true scores: for each structure and estimator one pair a mask, and what has no partner.
struct JoinedScores {
    /// The scores of one folder of masks.
    struct Source {
        /// Empty where there is only one.
        let name: String
        let predictions: ScoresByMask
        let truth: ScoresByMask
        /// Why masks have no truth, where that is known.
        var failures: [FileName: String] = [:]

        /// The truth in the order of a table.
        var trueScores: [EvaluationReport.TrueScore] {
            truth.names.sorted { $0.text.precedesInBytes($1.text) }.flatMap { mask in
                truth.properStructures.compactMap { structure in
                    truth[structure]?.rows[mask].map {
                        EvaluationReport.TrueScore(
                            masks: name, fname: mask.text, structure: structure, dice: $0.first ?? nil)
                    }
                }
            }
        }
    }

    typealias Pair = (predicted: Double?, real: Double?, image: String)

    /// The pairs of one structure, by estimator.
    struct Structure {
        let name: String
        private(set) var estimators: [String] = []
        private var pairs: [String: [Pair]] = [:]
        private var names: [String: [FileName]] = [:]

        init(name: String) { self.name = name }

        func scores(_ estimator: String) -> PairedScores { PairedScores(pairs[estimator] ?? []) }

        /// The same with the masks' names.
        func masks(_ estimator: String) -> [(name: FileName, pair: Pair)] {
            Array(zip(names[estimator] ?? [], pairs[estimator] ?? []))
        }

        mutating func append(_ pair: Pair, of name: FileName, _ estimator: String) {
            if pairs[estimator] == nil { estimators.append(estimator) }
            pairs[estimator, default: []].append(pair)
            names[estimator, default: []].append(name)
        }
    }

    private(set) var structures: [Structure] = []
    private(set) var missing: [EvaluationReport.Missing] = []
    private(set) var notes: [String] = []
    private let plan: MeanPlan
    private let image: (FileName, Source) -> String

    /// - Parameter image: which image a mask belongs to.
    /// - Throws: ``InputError`` where predictions and truth have no structure in common.
    init(_ sources: [Source], image: @escaping (FileName, Source) -> String) throws(InputError) {
        plan = try MeanPlan(sources)
        self.image = image
        notes = plan.notes
        structures = plan.structures.map { Structure(name: $0) }
        if plan.hasMean { structures.append(Structure(name: EvaluationReport.meanName)) }
        for source in sources {
            let names = source.predictions.names.union(source.truth.names).union(source.failures.keys)
            for name in names.sorted(by: { $0.text.precedesInBytes($1.text) }) { append(name, source) }
        }
    }

    private mutating func append(_ name: FileName, _ source: Source) {
        guard source.truth.names.contains(name) else {
            return miss(name, source, problem: source.failures[name] ?? "no truth")
        }
        guard source.predictions.names.contains(name) else { return miss(name, source, problem: "no prediction") }
        let image = image(name, source)
        var isWhole = true
        for position in plan.structures.indices {
            let structure = structures[position].name
            guard let predicted = source.predictions[structure], let row = predicted.rows[name] else {
                miss(name, source, structure, problem: "no prediction")
                isWhole = false
                continue
            }
            guard let real = source.truth[structure]?.rows[name] else {
                miss(name, source, structure, problem: "no truth")
                isWhole = false
                continue
            }
            for (estimator, value) in zip(predicted.estimators, row) {
                structures[position].append((value, real[0], image), of: name, estimator)
            }
        }
        if plan.hasMean, isWhole { appendMean(name, source, image) }
    }

    private mutating func appendMean(_ name: FileName, _ source: Source, _ image: String) {
        guard let real = plan.realMean(name, source.truth) else {
            return miss(name, source, EvaluationReport.meanName, problem: "no truth")
        }
        guard let predicted = plan.predictedMeans(name, source.predictions, source.truth) else {
            return miss(name, source, EvaluationReport.meanName, problem: "no prediction")
        }
        for (estimator, value) in predicted {
            structures[structures.count - 1].append((value, real, image), of: name, estimator)
        }
    }

    private mutating func miss(_ name: FileName, _ source: Source, _ structure: String = "", problem: String) {
        missing.append(
            EvaluationReport.Missing(masks: source.name, fname: name.text, structure: structure, problem: problem))
    }
}
