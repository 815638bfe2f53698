package import Evaluation
import Files
import Foundation
package import Reporting
package import Tables
package import TestSupport

/// A run of `rca-cli score` over the masks of a study, read back from its files.
///
///     let study = try await ScoreStudy(data, reference: bundle, in: folder)
///     let lungs = study.scores(of: "lungs", real: real) { $0.dice }
package struct ScoreStudy: Sendable {
    /// What the run says of one mask.
    package struct Mask: Sendable {
        package let name: MaskName
        /// The published score.
        package let dice: Double?
        package let structures: [StructureScoreRow]
        package let details: [ReferenceScoreRow]
        package let reliability: ReliabilityRow?

        package var isReliable: Bool { reliability?.verdict == "reliable" }
    }

    package let masks: [Mask]
    package let records: [RunRecord]
    /// The folder that the run wrote.
    package let output: String

    /// - Parameters:
    ///   - maskFolders: nil for the predictions.
    ///   - details: whether to ask for the Dice on every reference.
    ///   - options: further words of the command.
    package init(
        _ data: StudyData, maskFolders: [String]? = nil, reference: String, details: Bool = true,
        options: [String] = [], in folder: TemporaryFolder
    ) async throws {
        let maskFolders = maskFolders ?? data.predictions
        output = folder.file(UUID().uuidString)
        let list = data.structures.map { "\($0.name)=\($0.label)" }.joined(separator: ",")
        try await Program.run(
            ["score", "--images", data.images] + maskFolders.flatMap { ["--masks", $0] }
                + ["--reference", reference, "--structures", list, "--output", output]
                + (details ? ["--details"] : []) + ["--threads", "2", "--quiet"] + options,
            log: output + ".log")
        var masks: [Mask] = []
        var records: [RunRecord] = []
        for maskFolder in maskFolders {
            let stage = URL(filePath: maskFolder).lastPathComponent
            let results = maskFolders.count == 1 ? output : output + "/" + stage
            masks += try Self.masks(in: results, stage: stage, details: details)
            let path = results + "/rca_run.json"
            records.append(try RunRecord(json: Self.bytes(path), source: path))
        }
        self.masks = masks
        self.records = records
    }

    /// The published score of each mask beside its true mean Dice.
    package func scores(real: RealScores) -> PairedScores {
        PairedScores(
            masks.map { (predicted: $0.dice, real: real.mean($0.name), image: $0.name.fname) })
    }

    /// An estimate of one structure's Dice beside the true one.
    package func scores(
        of structure: String, real: RealScores, _ estimate: (StructureScoreRow) -> Float?
    ) -> PairedScores {
        PairedScores(
            masks.map { mask in
                let row = mask.structures.first { $0.structure == structure }
                return (
                    predicted: row.flatMap(estimate).map(Double.init), real: real.dice(of: structure, mask.name),
                    image: mask.name.fname
                )
            })
    }

    /// The mean over some structures of an estimate beside the true mean Dice.
    package func scores(
        meanOver structures: [String], real: RealScores, _ estimate: (StructureScoreRow) -> Float?
    ) -> PairedScores {
        PairedScores(
            masks.map { mask in
                let rows = mask.structures.filter { structures.contains($0.structure) }
                return (
                    predicted: meanOfDefined(rows.map { estimate($0).map(Double.init) }), real: real.mean(mask.name),
                    image: mask.name.fname
                )
            })
    }

    /// The mean over structures of the Dice on every single reference, with the mask's image.
    package func referenceMeans() -> [(image: String, value: Double)] {
        masks.flatMap { mask in
            Dictionary(grouping: mask.details, by: \.reference).sorted { $0.key < $1.key }.compactMap { _, rows in
                meanOfDefined(rows.map { $0.dice.map(Double.init) }).map { (image: mask.name.fname, value: $0) }
            }
        }
    }

    private static func masks(in folder: String, stage: String, details: Bool) throws -> [Mask] {
        let structures = Dictionary(
            grouping: try StructureScoreRow.rows(of: table(folder + "/rca_structures.csv")), by: \.fname)
        let details = Dictionary(
            grouping: details ? try ReferenceScoreRow.rows(of: table(folder + "/rca_details.csv")) : [], by: \.fname)
        let reliability = try Dictionary(grouping: reliabilityRows(in: folder), by: \.fname)
        return try MaskScoreRow.rows(of: table(folder + "/rca_dice_scores.csv")).map { row in
            Mask(
                name: MaskName(stage: stage, fname: row.fname), dice: row.dice.map(Double.init),
                structures: structures[row.fname] ?? [], details: details[row.fname] ?? [],
                reliability: reliability[row.fname]?.first)
        }
    }

    /// The rows of a run's `rca_reliability.csv`.
    package static func reliabilityRows(in folder: String) throws -> [ReliabilityRow] {
        let table = try table(folder + "/rca_reliability.csv")
        let columns = try ["fname", "reliability", "verdict", "reason", "pose"].map { try table.column(named: $0) }
        return try table.rows.map { row in
            func text(_ position: Int) throws -> String { try table.text(inRow: row, column: columns[position]) }
            return ReliabilityRow(
                fname: try text(0), reliability: try table.number(inRow: row, column: columns[1]) ?? .nan,
                verdict: try text(2), reason: try text(3), pose: try text(4))
        }
    }

    private static func table(_ path: String) throws -> CSVTable {
        try CSVTable(bytes: bytes(path), source: path)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path)))
    }
}
