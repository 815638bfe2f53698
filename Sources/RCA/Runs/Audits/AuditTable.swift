import Auditing
import Imaging
import Journal
import NumericSupport
import RealModule
import Tables

/// The audit's table of one mask folder, written mask by mask, and its summary.
struct AuditTable {
    private let file: TableFile<AuditRow>
    private let judge: MaskJudge
    private let collection: ShapeCollection
    private let areas: [[Float]]
    private let path: String
    private let guardian: OutputGuard
    /// The first mask of each set of pixels that occurs more than once.
    private var firsts: [[UInt64: String]]
    private(set) var summary: AuditSummary

    init(_ header: JournalHeader, _ collection: ShapeCollection, output: String, _ guardian: OutputGuard) {
        file = TableFile(output, "rca_audit.csv", guardian)
        path = joined(output, "rca_audit.json")
        self.guardian = guardian
        self.collection = collection
        areas = collection.sortedAreas()
        firsts = areas.map { _ in [:] }
        judge = MaskJudge(
            structures: header.structures, own: collection.limits(), presence: collection.presence(),
            references: header.referenceLimits)
        summary = AuditSummary(judge)
    }

    /// - Parameter shapes: empty for a mask that was not measured.
    mutating func append(_ fname: String, _ shapes: [MaskShape]) {
        guard shapes.count == judge.structures.count else { return }
        var twins: [Int: String] = [:]
        for (place, shape) in shapes.enumerated() {
            guard let second = collection.repetition(of: shape, structure: place) else { continue }
            twins[place] = firsts[place][shape.digest] ?? second
            if firsts[place][shape.digest] == nil { firsts[place][shape.digest] = fname }
        }
        let findings = judge.findings(shapes) { twins[$0] }
        summary.add(findings)
        for (place, shape) in shapes.enumerated() {
            file.append(
                AuditRow(
                    fname: fname, structure: judge.structures[place],
                    flags: findings[place].map(\.flag.rawValue).joined(separator: " "),
                    reason: findings[place].map(\.reason).joined(separator: "; "), area: shape.area,
                    areaRank: shape.isPresent ? rank(shape.area, among: areas[place]) : nil,
                    components: shape.componentCount,
                    outside: shape.isPresent ? shape.outside(largest: judge.usualComponents(place)) : nil,
                    holes: shape.ownHoles, edge: shape.ownEdge, raggedness: shape.ownRaggedness,
                    overlap: shape.overlap?.share, enclosed: shape.ownEnclosed))
        }
    }

    /// The share of sorted values that are smaller, equal ones counted half.
    private func rank(_ value: Float, among sorted: [Float]) -> Float? {
        guard !sorted.isEmpty else { return nil }
        let smaller = sorted.partitioningIndex { $0 < value }
        let notLarger = sorted.partitioningIndex { $0 <= value }
        return Float(Double(smaller + notLarger) / Double(2 * sorted.count))
    }

    /// - Returns: an error for each file that could not be written.
    func commit() -> [InputError] {
        var unwritten = [file.commit()].compactMap { $0 }
        do throws(InputError) {
            try guardian.write(summary.json(), to: path)
        } catch {
            unwritten.append(error)
        }
        return unwritten
    }
}
