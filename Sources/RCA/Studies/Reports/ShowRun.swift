public import Imaging
public import Presentation
import Scoring
import Tables

/// The scores of one mask on each reference: what `rca-cli show` does.
public struct ShowRun: Sendable {
    /// A mask's Dice on one reference.
    public struct Row: Sendable, Equatable {
        public let reference: String
        /// In the order of the structures; nil where the structure is in neither map.
        public let dice: [Float?]
        /// Over the structures that are defined.
        public let mean: Float?
    }

    /// A mask, and its scores on the references, best first.
    public struct Scores: Sendable {
        public let mask: ScoredMask
        public let structures: [String]
        public let rows: [Row]
    }

    private let folder: String
    private let name: String
    private let changes: EngineInputs.Changes

    /// - Parameters:
    ///   - folder: that `score` wrote.
    ///   - name: the mask's, as `rca_dice_scores.csv` has it.
    ///   - changes: where files are now, if not where the run found them.
    public init(folder: String, name: String, changes: EngineInputs.Changes = .init()) {
        self.folder = folder
        self.name = name
        self.changes = changes
    }

    /// Reads `rca_details.csv`, or scores the mask again where there is none.
    ///
    /// - Throws: ``InputError`` where the folder has no score of the mask, or it cannot be scored again.
    public func run() async throws(InputError) -> Scores {
        let scores = try ScoreFolder(path: folder)
        guard let mask = scores.masks.first(where: { $0.fname.equalsInBytes(name) }) else {
            throw InputError(
                .fileMissing, folder, "has no score of a mask called \(name)",
                remedy: "give the name as rca_dice_scores.csv has it")
        }
        if try FolderListing(path: folder).files.contains("rca_details.csv") {
            return Scores(mask: mask, structures: scores.structures, rows: try details(scores.structures))
        }
        let explainer = try await MaskExplainer(EngineInputs(scores.record, changes))
        try explainer.check(scores.structures, of: folder)
        let explanation = try await explainer.explain([mask])[0].get()
        let rows = zip(explanation.references, explanation.score.details).map {
            Row(reference: $0, dice: $1, mean: Dice.mean($1))
        }
        return Scores(mask: mask, structures: explainer.structures.names, rows: Self.sorted(rows))
    }

    private func details(_ structures: [String]) throws(InputError) -> [Row] {
        let table = try CSVTable(path: joined(folder, "rca_details.csv"))
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let reference = try table.column(named: "reference")
        let dice = try table.column(named: "dice")
        let wanted = Array(name.utf8)
        var order: [String] = []
        var found: [String: [Float?]] = [:]
        for row in table.rows where table.bytes(inRow: row, column: fname).elementsEqual(wanted) {
            let radiograph = try table.text(inRow: row, column: reference)
            let part = try table.text(inRow: row, column: structure)
            guard let place = structures.firstIndex(of: part) else { continue }
            if found[radiograph] == nil {
                order.append(radiograph)
                found[radiograph] = Array(repeating: nil, count: structures.count)
            }
            found[radiograph]?[place] = try table.dice(inRow: row, column: dice)
        }
        return Self.sorted(
            order.map { radiograph in
                let dice = found[radiograph] ?? []
                return Row(reference: radiograph, dice: dice, mean: Dice.mean(dice))
            })
    }

    /// Largest mean first; equal ones in their order.
    private static func sorted(_ rows: [Row]) -> [Row] {
        rows.enumerated().sorted { left, right in
            let means = (left.element.mean ?? -1, right.element.mean ?? -1)
            return means.0 != means.1 ? means.0 > means.1 : left.offset < right.offset
        }.map(\.element)
    }
}
