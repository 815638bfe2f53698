import Evaluation
import Files
public import Imaging
import Machine
public import Reporting
import Scoring
import Tables

/// Predicted scores against known truth: what `rca-cli evaluate` does.
///
///     let request = EvaluationRequest(predictions: .scores(["scores"]), truth: .tables(["truth.csv"]))
///     let report = try await EvaluationRun(request).run()
///     print(report.text)
public struct EvaluationRun: Sendable {
    let request: EvaluationRequest
    /// Endings of file names that do not tell one image from another.
    let suffixes: [String]

    /// Reads what the records of runs say of the names of masks.
    public init(_ request: EvaluationRequest) {
        self.request = request
        suffixes = RecordedRun.suffixes(request.suffixes, at: request.predictions.paths)
    }

    /// - Throws: ``InputError`` where a file cannot be read, says contradictory things, or does not fit the others.
    ///   Masks that have only one of prediction and truth are no error: the report lists them.
    public func run() async throws(InputError) -> EvaluationReport {
        if case .none = request.truth { return try marked(emptyReport) }
        let (sources, notes, patients, surfaces) = try await self.sources()
        let joined = try JoinedScores(sources) { name, source in
            image(name, in: source.name, cluster: source.truth.clusters[name], patients)
        }
        let request = request
        let jobs = joined.structures.flatMap { structure in
            structure.estimators.map { (structure: structure.name, estimator: $0, scores: structure.scores($0)) }
        }
        let bootstrap =
            request.resamples > 0 ? ClusterBootstrap(resamples: request.resamples, seed: request.seed) : nil
        let progress = ProgressReporter(
            total: jobs.count + (request.risk == nil ? 0 : joined.structures.count)
                + (request.groups?.variables.count ?? 0),
            quiet: request.isQuiet, skipsShortWork: true)
        defer { progress.finish() }
        let results = await ParallelMap.run(jobs.count, threads: request.threads) { index in
            defer { progress.caseFinished() }
            return EvaluatedScores(
                jobs[index].scores, thresholds: request.thresholds, bootstrap: bootstrap,
                confidence: request.confidence)
        }
        let structures = joined.structures.map { structure in
            EvaluationReport.Structure(
                name: structure.name,
                estimates: zip(jobs, results).filter { $0.0.structure == structure.name }.map {
                    EvaluationReport.Estimate(estimator: $0.0.estimator, scores: $0.1)
                })
        }
        var report = EvaluationReport(
            structures: structures, thresholds: request.thresholds, confidence: request.confidence,
            resamples: request.resamples, seed: request.seed, cluster: cluster, missing: joined.missing,
            notes: notes + joined.notes + noteOnClusters(sources))
        report.checks = try request.limits.checks(of: report)
        report.surfaces = surfaces
        if case .masks = request.truth { report.trueScores = sources.flatMap(\.trueScores) }
        if let risk = request.risk { report.risks = try await risks(risk, joined.structures, bootstrap, progress) }
        if let groups = request.groups { try group(&report, by: groups, joined, bootstrap, progress) }
        return try marked(report)
    }

    /// What makes masks belong together.
    private var cluster: String { request.patientPattern == nil ? request.cluster.text : "patient" }

    /// Divides the masks by their mean over the structures, or their only structure.
    private func group(
        _ report: inout EvaluationReport, by groups: GroupRequest, _ joined: JoinedScores,
        _ bootstrap: ClusterBootstrap?, _ progress: ProgressReporter
    ) throws(InputError) {
        guard let structure = joined.structures.last,
            let estimator = try estimator(of: structure, wanted: request.groupEstimator)
        else { return }
        var study = try GroupStudy(
            groups, suffixes: suffixes, bootstrap: bootstrap, confidence: request.confidence)
        try study.add(
            structure.masks(estimator).compactMap { name, pair in
                guard let predicted = pair.predicted, let real = pair.real else { return nil }
                return GroupStudy.Mask(
                    image: FileStem(of: name.text, droppingSuffixes: suffixes), predicted: predicted,
                    real: real, cluster: pair.image)
            }, progress: progress)
        report.groupEstimator = estimator
        report.groups = ComparisonReport(
            groups: study.groups, notes: study.notes, confidence: request.confidence, cluster: cluster)
        report.missing += study.missing.map {
            EvaluationReport.Missing(masks: "", fname: $0, structure: "", problem: "no row in \(groups.metadata)")
        }
    }

    /// The estimate that is asked for, or the expected Dice, or the first where there is none.
    private func estimator(of structure: JoinedScores.Structure, wanted: String?) throws(InputError) -> String? {
        let names = structure.estimators
        // No mask has both a score and a truth: all of them are listed as missing.
        guard !names.isEmpty else { return nil }
        let wanted = wanted ?? (names.contains("expected") ? "expected" : names[0])
        guard names.contains(wanted) else {
            throw InputError(
                .optionInvalid, "--estimator",
                "there is no estimate '\(wanted)' of \(structure.name); found: \(names.joined(separator: ", "))",
                remedy: "give one of these")
        }
        return wanted
    }

    private func risks(
        _ risk: EvaluationRequest.Risk, _ structures: [JoinedScores.Structure], _ bootstrap: ClusterBootstrap?,
        _ progress: ProgressReporter
    ) async throws(InputError) -> [EvaluationReport.Risk] {
        var jobs: [(structure: String, estimator: String, scores: PairedScores)] = []
        for structure in structures {
            guard let wanted = try estimator(of: structure, wanted: risk.estimator) else { continue }
            jobs.append((structure.name, wanted, structure.scores(wanted)))
        }
        let (asked, confidence) = (jobs, request.confidence)
        return await ParallelMap.run(asked.count, threads: request.threads) { index in
            defer { progress.caseFinished() }
            return EvaluationReport.Risk(
                structure: asked[index].structure, estimator: asked[index].estimator,
                risk: SelectiveRisk(
                    asked[index].scores, dice: risk.dice, control: risk.control, bootstrap: bootstrap,
                    confidence: confidence))
        }
    }

    private var emptyReport: EvaluationReport {
        EvaluationReport(
            structures: [], thresholds: request.thresholds, confidence: request.confidence, resamples: 0,
            seed: request.seed, cluster: cluster, missing: [], notes: [])
    }

    /// The report with what readers' marks say of the predictions.
    private func marked(_ report: EvaluationReport) throws(InputError) -> EvaluationReport {
        guard let marks = request.marks else { return report }
        guard case .scores(let paths) = request.predictions, case let sources = try PredictionSource.scores(at: paths),
            sources.count == 1
        else {
            throw InputError(
                .optionInvalid, "--marks", "is about the masks of one folder of scores",
                remedy: "give that folder with --scores")
        }
        var report = report
        try report.add(marks, of: sources[0].read())
        return report
    }
}
