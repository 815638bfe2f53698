public import Calibration
import Evaluation
public import Imaging
import Machine
public import Reporting
import Runs

/// Learns from masks of known quality how sure a score is: what `rca-cli calibrate` does.
public struct CalibrationRun: Sendable {
    private let request: CalibrationRequest

    public init(_ request: CalibrationRequest) { self.request = request }

    /// The model, and how its intervals do.
    ///
    /// - Throws: ``InputError`` where the tables or the reference set cannot be used.
    public func run() async throws(InputError) -> (model: CalibrationModel, report: CalibrationReport) {
        let data: CalibrationData
        let name: String
        switch request.source {
        case .tables(let tables):
            data = try CalibrationTables.read(tables)
            name = data.origin.files.last?.path ?? "--truth"
        case .references(let references):
            data = try await LeaveOneOutMasks(request: references, threads: request.threads)
                .read(isQuiet: request.isQuiet)
            name = references.path
        }
        request.logger?.info("masks of known quality", metadata: ["count": "\(data.masks.count)"])
        let fit = CalibrationFit(recipe: request.recipe)
        let names = try fit.names(of: data, named: name)
        // Each structure is fitted, and then tested on images left out.
        let progress = ProgressReporter(total: 2 * names.count, quiet: request.isQuiet, skipsShortWork: true)
        defer { progress.finish() }
        let fitted = await ParallelMap.run(names.count, threads: request.threads) { place in
            defer { progress.caseFinished() }
            return Result { () throws(InputError) in try fit.part(names[place], data, named: name) }
        }
        var parts: [CalibrationModel.Part] = []
        for part in fitted { parts.append(try part.get()) }
        let model = fit.model(of: data, parts, programVersion: RCAVersion.current)
        return (model, try await report(on: model, data, fit, progress))
    }

    private func report(
        on model: CalibrationModel, _ data: CalibrationData, _ fit: CalibrationFit, _ progress: ProgressReporter
    ) async throws(InputError) -> CalibrationReport {
        let test = try request.test.map { tables throws(InputError) in try CalibrationTables.read(tables) }
        if let test, let structure = test.structures.first(where: { model.part($0) == nil }) {
            throw InputError(
                .structureMissing, test.origin.files.first?.path ?? "--test-truth",
                "'\(structure)' is none of the structures calibrated: \(model.structures.joined(separator: ", "))",
                remedy: "test with the structures that were calibrated")
        }
        let rows = await ParallelMap.run(model.parts.count, threads: request.threads) { place in
            defer { progress.caseFinished() }
            let part = model.parts[place]
            return CalibrationReport.Row(
                structure: part.structure, masks: part.masks, images: part.images, leftOut: part.leftOut,
                usesExpected: part.adaptive?.uses.expected ?? false,
                withoutExpected: fit.fitted(data, of: part.structure).used.count {
                    $0.evidence.estimates?.expected == nil
                },
                heldOut: fit.heldOut(part.structure, data, alpha: request.alpha),
                test: test.map { fit.test(part, on: $0, alpha: request.alpha) })
        }
        var report = CalibrationReport(
            recipe: model.recipe, origin: model.origin.kind, alpha: request.alpha, settings: model.settings,
            rowsWithoutTruth: data.rowsWithoutTruth, structures: rows)
        report.notes = data.notes + (test?.notes ?? [])
        if let risk = request.risk { report.risks = model.parts.map { risk.measured($0.structure, data, request) } }
        return report
    }
}

extension EvaluationRequest.Risk {
    /// What accepting the masks of the calibration by their expected Dice costs. The model's own prediction is no use
    /// for that: it was fitted to the truth of these very masks.
    fileprivate func measured(
        _ structure: String, _ data: CalibrationData, _ request: CalibrationRequest
    ) -> EvaluationReport.Risk {
        let scores = PairedScores(
            data.masks.compactMap { mask in
                let evidence = data.evidence(of: structure, in: mask)
                return evidence.map { ($0.estimates?.expected ?? $0.estimates?.maximum, $0.real, mask.image) }
            })
        let hasExpected = data.masks.contains { mask in
            mask.structures.values.contains { $0.estimates?.expected != nil }
        }
        return EvaluationReport.Risk(
            structure: structure, estimator: hasExpected ? "expected" : "max",
            risk: SelectiveRisk(
                scores, dice: dice, control: control,
                bootstrap: request.resamples > 0 ? ClusterBootstrap(resamples: request.resamples) : nil))
    }
}
