package import Imaging
import Machine

extension ReferenceSet {
    /// The set of prepared references, with its statistics and calibration: every reference is scored against the
    /// others, the yardstick of ``Reliability``.
    ///
    /// - Parameters:
    ///   - prepared: the references, in any order.
    ///   - structures: what their labels mean.
    ///   - name: the folder or bundle, for the errors.
    ///   - threads: references scored at the same time.
    ///   - step: told on the caller's thread how many steps of how many are done; what it throws ends the work.
    /// - Throws: ``InputError`` where the references do not make a set, and what `step` throws.
    package static func assembled(
        _ prepared: [PreparedReference], structures: StructureList, named name: String, threads: Int,
        step: (_ done: Int, _ total: Int) throws(InputError) -> Void = { _, _ in }
    ) throws(InputError) -> ReferenceSet {
        let set = try ReferenceSet(prepared, structures: structures.structures, parameters: .standard, named: name)
        let (count, indices) = (set.references.count, set.calibrationIndices)
        let total = count + indices.count
        let evidence = try ThreadedMap.run(count, threads: threads) { done throws(InputError) in
            try step(done, total)
        } _: {
            set.leaveOneOutEvidence($0)
        }
        let judged = set.with(ReferenceStatistics(evidence.compactMap { $0 }))
        let cases = try ThreadedMap.run(indices.count, threads: threads) { done throws(InputError) in
            try step(count + done, total)
        } _: {
            judged.calibrationCases(indices[$0])
        }
        return judged.with(PosteriorFit.calibration(Array(cases.joined()), structureCount: structures.count))
    }
}
