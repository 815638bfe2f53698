import Evaluation
import StudySupport
import Tables
import TestSupport

/// What multiatlas-rca's recipe gives on the JSRT masks: five references by mutual information.
struct PeerScores {
    private let dice: [MaskName: Double]
    /// The mean over images and references of the true mask's Dice, the mean over structures each.
    let registrationQuality: Double?

    init() throws {
        let path = "peer/multiatlas_rca_jsrt.csv"
        let table = try CSVTable(bytes: SharedData.bytes(path), source: path)
        let rows = try ReferenceScoreRow.rows(of: table)
        let stage = try table.column(named: "stage")
        var structures: [MaskName: [String: [Double]]] = [:]
        for (index, row) in zip(table.rows, rows) {
            let name = MaskName(stage: try table.text(inRow: index, column: stage), fname: row.fname)
            if let dice = row.dice { structures[name, default: [:]][row.reference, default: []].append(Double(dice)) }
        }
        let references = structures.mapValues { $0.values.compactMap { meanOfDefined($0) } }
        dice = references.filter { $0.key.stage != "truth" }.compactMapValues { $0.max() }
        registrationQuality = meanOfDefined(references.filter { $0.key.stage == "truth" }.flatMap(\.value))
    }

    /// The peer's score of each of these masks beside the true mean Dice; masks that it lacks are undefined.
    func scores(of masks: [MaskName], real: RealScores) -> PairedScores {
        PairedScores(masks.map { (predicted: dice[$0], real: real.mean($0), image: $0.fname) })
    }
}
