import Imaging
import Reporting
import Scoring

/// Writes a mask folder's result files, each whole or not at all.
struct ResultTables {
    let request: ScoringRequest
    let set: ReferenceSet
    /// Nil without a calibration.
    let intervals: CalibratedIntervals?
    let imageCount: Int
    let ending: RunRecord.Ending
    let stopwatch: Stopwatch

    /// A file that cannot be written does not keep the others from being written: nothing computed is lost for it.
    func write(_ results: [MaskResult], pairing: CasePairing, to output: String) -> ScoringOutcome.Folder {
        var scored: [(fname: String, scores: MaskResult.Scores)] = []
        var failures = pairing.failures.map { (fname: $0.fname, error: $0.error) }
        var warnings: [(fname: String, messages: [String])] = []
        for result in results.sorted(by: { $0.fname.precedesInBytes($1.fname) }) {
            switch result.outcome {
            case .success(let scores): scored.append((result.fname, scores))
            case .failure(let error): failures.append((result.fname, error))
            }
            if !result.warnings.isEmpty { warnings.append((result.fname, result.warnings)) }
        }
        failures.sort { $0.fname.precedesInBytes($1.fname) }
        let structures = set.structures.map(\.name)
        var files: [(name: String, bytes: () throws(InputError) -> [UInt8])] = [
            (
                "rca_dice_scores.csv",
                { () throws(InputError) in
                    ScoreTable.bytes(scored.map { MaskScoreRow(fname: $0.fname, dice: $0.scores.dice) })
                }
            ),
            (
                "rca_structures.csv",
                { () throws(InputError) in
                    ScoreTable.bytes(
                        scored.flatMap { $0.scores.structureRows(fname: $0.fname, set: set) }, structures: structures)
                }
            ),
        ]
        files.append(
            (
                "rca_reliability.csv",
                { () throws(InputError) in
                    ScoreTable.bytes(scored.map { $0.scores.reliabilityRow(fname: $0.fname) })
                }
            ))
        if request.writesDetails {
            files.append(
                (
                    "rca_details.csv",
                    { () throws(InputError) in
                        ScoreTable.bytes(
                            scored.flatMap { $0.scores.detailRows(fname: $0.fname, set: set) }, structures: structures)
                    }
                ))
        }
        let intervalRows = intervals.map { intervals in
            scored.flatMap { intervals.rows(fname: $0.fname, $0.scores, set: set) }
        }
        if let intervalRows {
            files.append(
                (
                    "rca_intervals.csv",
                    { () throws(InputError) in
                        ScoreTable.bytes(intervalRows, structures: structures + [CalibrationModel.mean])
                    }
                ))
        } else {
            OutputFolders.removeFile(joined(output, "rca_intervals.csv"))
        }
        let decisions = intervalRows.map(Self.counts)
        files.append(
            (
                "rca_run.json",
                { () throws(InputError) in
                    try record(
                        pairing: pairing, scored: scored, failures: failures, warnings: warnings, decisions: decisions
                    ).json()
                }
            ))
        if !request.writesDetails { OutputFolders.removeFile(joined(output, "rca_details.csv")) }
        var unwritten: [InputError] = []
        for file in files {
            do throws(InputError) {
                try AtomicFile.write(file.bytes(), to: joined(output, file.name))
            } catch {
                unwritten.append(error)
            }
        }
        return ScoringOutcome.Folder(
            masks: pairing.maskFolder, output: output, scores: scored.map { ($0.fname, $0.scores.dice) },
            verdicts: scored.map { ($0.fname, $0.scores.reliability.verdict) },
            failures: failures, warnings: warnings, decisions: decisions, unwritten: unwritten)
    }

    /// For each structure and the mean, how many masks have each decision.
    private static func counts(_ rows: [IntervalRow]) -> [String: [String: Int]] {
        rows.reduce(into: [:]) { $0[$1.structure, default: [:]][$1.decision, default: 0] += 1 }
    }

    private func record(
        pairing: CasePairing, scored: [(fname: String, scores: MaskResult.Scores)],
        failures: [(fname: String, error: InputError)],
        warnings: [(fname: String, messages: [String])], decisions: [String: [String: Int]]?
    ) -> RunRecord {
        let cases = pairing.cases.count + pairing.failures.count
        return RunRecord(
            version: RCAVersion.current, command: request.command, parameters: parameters(pairing),
            reference: RunRecord.Reference(
                path: request.reference, digest: set.digest, count: set.references.count),
            ending: ending,
            counts: RunRecord.Counts(
                images: imageCount, cases: cases, scored: scored.count, failed: failures.count,
                notRun: cases - scored.count - failures.count),
            failures: failures.map { RunRecord.Failure(fname: $0.fname, error: $0.error) },
            poses: scored.filter { $0.scores.pose != .identity }.map {
                RunRecord.Pose(fname: $0.fname, pose: $0.scores.pose.description)
            },
            verdicts: Dictionary(scored.map { ($0.scores.reliability.verdict.rawValue, 1) }, uniquingKeysWith: +),
            decisions: decisions,
            warnings: warnings.map { RunRecord.Warning(fname: $0.fname, messages: $0.messages) },
            cost: RunRecord.Cost(
                cpuSeconds: ResourceUsage.cpuSeconds(), wallSeconds: stopwatch.seconds,
                peakMemoryBytes: ResourceUsage.peakMemoryBytes()))
    }

    private func parameters(_ pairing: CasePairing) -> [RunParameter] {
        let preparation = set.parameters.preparation
        let registration = set.parameters.registration
        return [
            RunParameter("images", .text(request.images)),
            RunParameter("masks", .text(pairing.maskFolder)),
            RunParameter("structures", .text(Structure.list(request.structures ?? set.structures))),
            RunParameter("references-per-case", .integer(request.referencesPerCase)),
            RunParameter("similarity", .text(request.similarity.rawValue)),
            RunParameter("estimator", .text(request.estimator.rawValue)),
            RunParameter("threads", .integer(request.threads)),
            RunParameter("suffixes", .list(request.suffixes)),
            RunParameter("details", .flag(request.writesDetails)),
            RunParameter("fail-fast", .flag(request.stopsAtFirstFailure)),
            RunParameter("frame-size", .integer(preparation.size)),
            RunParameter("label-grid-size", .integer(set.parameters.labelGridSize)),
            RunParameter("affine-iterations", .integer(registration.affineIterations)),
            RunParameter("coarse-intervals", .integer(registration.coarseIntervals)),
            RunParameter("coarse-iterations", .integer(registration.coarseIterations)),
            RunParameter("fine-iterations", .integer(registration.fineIterations)),
            RunParameter("coarse-bending", number(registration.coarseBending)),
            RunParameter("fine-bending", number(registration.fineBending)),
            RunParameter("residual-limit", number(registration.residualLimit)),
            RunParameter("boundary-band", number(registration.boundaryBand)),
            RunParameter("background-weight", number(registration.backgroundWeight)),
        ] + (intervals.map(Self.parameters) ?? [])
    }

    private static func parameters(_ intervals: CalibratedIntervals) -> [RunParameter] {
        [
            RunParameter("calibration", .text(intervals.request.path)),
            RunParameter("alpha", .number(intervals.request.alpha)),
            RunParameter("threshold", .number(intervals.request.threshold)),
        ]
    }

    /// The shortest decimal of the Float, not the digits that make a Double of it.
    private func number(_ value: Float) -> RunParameter.Value { .number(Double(value.description) ?? Double(value)) }
}
