import Calibration
import Evaluation
import Imaging
import Machine
import NumericSupport
import Phantoms
import Runs
import Scoring

/// Masks of known quality from nothing but a reference set: each reference's true mask and damaged copies of it,
/// scored against the other references.
struct LeaveOneOutMasks {
    let request: CalibrationRequest.References
    let threads: Int

    /// - Throws: ``InputError`` where the set cannot be read, is too small, or the run was stopped.
    func read(isQuiet: Bool) async throws(InputError) -> CalibrationData {
        try AddressSpace.check(workers: threads)
        let set = try await ReferenceLoader.load(
            request.path, structures: request.structures, threads: threads)
        let structures = try ReportedStructures(request.structures, of: set, named: request.path)
        guard set.references.count > 2 else {
            throw InputError(
                .referenceInvalid, request.path, "\(set.references.count) references are too few to leave one out",
                remedy: "use a larger reference set")
        }
        let progress = ProgressReporter(total: set.references.count, quiet: isQuiet)
        defer { progress.finish() }
        if let note = structures.note { progress.note(note) }
        let count = min(request.referencesPerCase, set.references.count - 1)
        let results = await ParallelMap.run(set.references.count, threads: threads) {
            index -> Result<[MaskEvidence], InputError> in
            defer { progress.caseFinished() }
            do throws(InputError) {
                return .success(try damagedMasks(of: index, in: set, structures, count: count))
            } catch {
                return .failure(error)
            }
        }
        var masks: [MaskEvidence] = []
        for result in results { masks += try result.get() }
        return CalibrationData(
            masks: masks, structures: structures.names,
            origin: CalibrationOrigin(
                kind: .leaveOneOut, files: [CalibrationOrigin.File(path: request.path, sha256: set.digest)],
                damages: MaskDamage.severities.map(\.name)),
            settings: CalibrationSettings(
                referencesPerCase: count, similarity: request.similarity.rawValue, referenceDigest: set.digest))
    }

    private func damagedMasks(
        of index: Int, in set: ReferenceSet, _ structures: ReportedStructures, count: Int
    ) throws(InputError) -> [MaskEvidence] {
        let truth = set.trueMask(of: index)
        var damaged: [LabelMap] = []
        for (place, severity) in MaskDamage.severities.enumerated() {
            let seed = UInt64(index) * 1000 + UInt64(place)
            damaged.append(severity.damage?.apply(to: truth, other: truth, seed: seed) ?? truth)
        }
        let selection = ReferenceSelection(measure: request.similarity, count: count)
        let scores = try set.leaveOneOutScores(of: index, masks: damaged, selection: selection)
        return zip(damaged, scores).map { mask, score in
            let score = structures.reported(score)
            let real = structures.reported(set.structures.indices.map { TrueDice.coefficient(of: $0 + 1, mask, truth) })
            var evidence = MaskEvidence(image: set.references[index].name)
            for (position, structure) in structures.names.enumerated() {
                var item = StructureEvidence()
                item.real = real[position]
                item.hasTruth = true
                item.estimates = CaseEstimates(score.structures[position])
                item.references = score.details.enumerated().map {
                    ("\($0.offset)", $0.element[position].map(\.asWritten))
                }
                evidence.structures[structure] = item
            }
            return evidence
        }
    }
}
