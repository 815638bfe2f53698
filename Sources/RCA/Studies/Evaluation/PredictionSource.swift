import Imaging
import Reporting
import Tables

/// The predicted scores of one folder of masks, before they are read.
struct PredictionSource: Sendable {
    enum Kind {
        case folder
        case scoreFile
        case details
    }

    let path: String
    let kind: Kind
    /// The number of the argument by which it was found: sub-folders of one folder have the same.
    var argument = 0

    /// What tables of the truth are called.
    var name: String {
        kind == .folder ? TruthTables.Source.lastPart(path) : TruthTables.Source.name(ofTable: path)
    }

    /// What its truth is looked for by.
    var forTruth: TruthTables.Source { TruthTables.Source(name: name, path: path, argument: argument) }

    private static let tables = ["rca_structures.csv", "rca_dice_scores.csv"]

    /// The sources at paths: a folder with score files, each sub-folder that has some, or a file.
    /// - Throws: ``InputError`` where a folder has none.
    static func scores(at paths: [String]) throws(InputError) -> [PredictionSource] {
        var sources: [PredictionSource] = []
        for (number, path) in paths.enumerated() {
            guard FolderListing.isFolder(path) else {
                sources.append(PredictionSource(path: path, kind: .scoreFile, argument: number))
                continue
            }
            let folders = try TableFolder.holding(tables, at: path)
            guard !folders.isEmpty else {
                throw InputError(
                    .fileMissing, path, "holds neither \(tables.joined(separator: " nor ")), nor folders with them",
                    remedy: "give the output folder of 'rca-cli score', or a score file")
            }
            sources += folders.map { PredictionSource(path: $0.path, kind: .folder, argument: number) }
        }
        return sources
    }

    func read() throws(InputError) -> ScoresByMask {
        if kind == .details { return try DetailTables.predictions(of: CSVTable(path: path)) }
        var scores = ScoresByMask()
        guard kind == .folder else {
            try ScoreTables.addPredictions(
                of: CSVTable(path: path), maskEstimator: Self.estimator(at: path), to: &scores)
            return scores
        }
        for table in try TableFolder.holding(Self.tables, at: path).flatMap(\.tablePaths) {
            try ScoreTables.addPredictions(
                of: CSVTable(path: table), maskEstimator: Self.estimator(at: path), to: &scores)
        }
        return scores
    }

    /// What the `dice` of whole masks is, as the record of the run beside it says; without one, the published maximum.
    private static func estimator(at path: String) -> String {
        let name = RecordedRun.record(at: path)?.text("estimator") ?? "max"
        return name == "dice" ? "max" : name
    }
}
