import RCA
import Reporting

/// Tables of scores as `score` writes them, of masks that nobody drew.
extension Workplace {
    /// Writes `rca_structures.csv` and `rca_dice_scores.csv` of one structure, lungs, and of so many images.
    ///
    /// - Parameters:
    ///   - ending: what the masks' names have behind the image's.
    ///   - shift: what every score is higher.
    func writeScores(
        _ folder: String, images: Range<Int> = 0..<30, endings: [String] = [""], shift: Double = 0
    ) throws {
        var structures = ["fname,structure,dice,reference,mean,median,best,consensus"]
        var masks = ["fname,dice"]
        for number in images {
            for (place, ending) in endings.enumerated() {
                let dice = 0.6 + Double(number % 30) / 100 + Double(place) / 200 + shift
                let name = "image_\(number)\(ending).png"
                structures.append("\(name),lungs,\(dice),r,\(dice - 0.02),\(dice - 0.02),\(dice),\(dice)")
                masks.append("\(name),\(dice)")
            }
        }
        try write(Array((structures.joined(separator: "\n") + "\n").utf8), to: folder + "/rca_structures.csv")
        try write(Array((masks.joined(separator: "\n") + "\n").utf8), to: folder + "/rca_dice_scores.csv")
    }

    /// The rows `fname,structure,dice` of a truth of these masks, without a header.
    func truthRows(images: Range<Int> = 0..<30, endings: [String] = [""], shift: Double = 0) -> [String] {
        images.flatMap { number in
            endings.map { ending in
                "image_\(number)\(ending).png,lungs,\(0.55 + Double(number * 7 % 30) / 100 + shift)"
            }
        }
    }

    func writeTruth(_ name: String, _ rows: [String]) throws {
        try write(Array((["fname,structure,dice"] + rows).joined(separator: "\n").appending("\n").utf8), to: name)
    }

    /// Writes the record of a run beside tables.
    ///
    /// - Parameters:
    ///   - masks: the folder of the masks that were scored.
    ///   - all: the folders in the order of the command; nil for that one alone.
    func writeRecord(
        _ folder: String, masks: String = "masks", all: [String]? = nil,
        suffixes: [String] = ImageFolder.defaultSuffixes, digest: String = "00ff", referencesPerCase: Int = 20,
        structures: String = "lungs=1,heart=2", parameters: [String: String] = [:]
    ) throws {
        let words = ["rca-cli", "score"] + (all ?? [masks]).flatMap { ["--masks", $0] }
        let record = RunRecord(
            version: "1", command: words,
            parameters: [
                RunParameter("masks", .text(masks)), RunParameter("suffixes", .list(suffixes)),
                RunParameter("references-per-case", .integer(referencesPerCase)),
                RunParameter("structures", .text(structures)),
            ] + parameters.map { RunParameter($0, .text($1)) },
            reference: RunRecord.Reference(path: "r.rcaref", digest: digest, count: 100), ending: .complete,
            counts: RunRecord.Counts(images: 30, cases: 30, scored: 30, failed: 0, notRun: 0), failures: [],
            warnings: [], cost: RunRecord.Cost(cpuSeconds: 1, wallSeconds: 1, peakMemoryBytes: 1))
        try write(record.json(), to: folder + "/rca_run.json")
    }
}
