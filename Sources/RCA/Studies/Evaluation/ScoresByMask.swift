import Files
import Reporting

/// The scores of one folder of masks by structure and mask: predicted ones of several estimators, or the true ones.
struct ScoresByMask: Sendable {
    /// The scores of one structure, ``EvaluationReport/meanName`` for the mean over all.
    struct Structure: Sendable {
        /// What each number of a row is.
        let estimators: [String]
        /// Nil where a number is not defined; a mask without a row was not scored.
        var rows: [FileName: [Double?]] = [:]
    }

    /// What the only score of a truth is called.
    static let real = ["real"]

    /// In the order in which they came.
    private(set) var structureNames: [String] = []
    private var structures: [String: Structure] = [:]
    private(set) var names: Set<FileName> = []
    /// The cluster of a mask, where a column says so.
    private(set) var clusters: [FileName: String] = [:]
    /// Masks of which the column does not say it: what is unknown of several is not the same.
    private(set) var unclustered: Set<FileName> = []

    subscript(structure: String) -> Structure? { structures[structure] }

    /// The structures themselves, without a mean over them.
    var properStructures: [String] { structureNames.filter { $0 != EvaluationReport.meanName } }

    /// Of a mask's structures those over which both sides of a mean are taken, this being the truth: all, but those that it
    /// says not to be defined. Where it has a mean of its own, nobody knows over which.
    func averaged(_ structures: [String], _ name: FileName) -> [String] {
        guard self[EvaluationReport.meanName]?.rows[name] == nil else { return structures }
        return structures.filter { structure in
            guard let row = self[structure]?.rows[name] else { return true }
            return row[0] != nil
        }
    }

    /// Makes a structure known, also where no mask has a row of it.
    mutating func declare(_ structure: String, estimators: [String]) {
        guard structures[structure] == nil else { return }
        structures[structure] = Structure(estimators: estimators)
        structureNames.append(structure)
    }

    /// Adds a mask's row.
    /// - Returns: false where the mask has another row of this structure already, which stays.
    mutating func add(_ row: [Double?], of structure: String, _ name: FileName, estimators: [String]) -> Bool {
        names.insert(name)
        declare(structure, estimators: estimators)
        if let earlier = structures[structure]?.rows[name] { return earlier == row }
        structures[structure]?.rows[name] = row
        return true
    }

    /// Says which cluster a mask is of; nil where that is unknown.
    /// - Returns: false where it is of another one already, which stays.
    mutating func addCluster(_ cluster: String?, of name: FileName) -> Bool {
        guard let cluster else {
            if clusters[name] == nil { unclustered.insert(name) }
            return true
        }
        unclustered.remove(name)
        if let earlier = clusters[name] { return earlier == cluster }
        clusters[name] = cluster
        return true
    }

    /// The scores of all masks but some.
    func without(_ masks: Set<FileName>) -> ScoresByMask {
        var result = self
        result.names.subtract(masks)
        result.structures = structures.mapValues { structure in
            var kept = structure
            kept.rows = structure.rows.filter { !masks.contains($0.key) }
            return kept
        }
        return result
    }
}
