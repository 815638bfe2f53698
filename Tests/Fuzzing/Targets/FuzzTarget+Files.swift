import CZlib
import Calibration
import Evaluation
import Foundation
import Journal
import RCA
import Reporting
import Tables

extension FuzzTarget {
    static var files: [FuzzTarget] {
        [
            FuzzTarget(
                name: "journal", accepts: journal,
                seeds: { _ in
                    let score = StructureScoreRow(
                        fname: "a.png", structure: "lungs", dice: 0.9, reference: "r.png", mean: 0.8, median: 0.8,
                        best: 0.85, consensus: nil)
                    let verdict = ReliabilityRow(
                        fname: "a.png", reliability: 0.5, verdict: "doubtful", reason: "", pose: "as it is")
                    let entry = JournalEntry(
                        key: JournalEntry.Key(folder: 0, fname: "a.png"), time: 1,
                        files: CaseFiles(image: FileDigest(checksum: 1, size: 2, modified: 3), masks: []),
                        outcome: .scored(
                            JournalEntry.Scores(
                                dice: 0.9, structures: [score], reliability: verdict, details: [], intervals: [],
                                surfaces: [])), warnings: ["empty\tmask"])
                    var failed = entry
                    failed.outcome = .failed(InputError(.fileDamaged, "a.png", "is wrong"))
                    let lines = ["start\t12\thost\t7\t3", "complete\t12\t3\t3", "gone\t0\ta.png\t", "journal\t{}"]
                    return [JournalRecord.entry(entry) + JournalRecord.entry(failed)] + lines.map { Array($0.utf8) }
                }),
            FuzzTarget(
                name: "bundle", accepts: bundle,
                seeds: { _ in
                    let size = 16
                    var parameters = ReferenceParameters.standard
                    parameters.preparation.size = size
                    parameters.labelGridSize = 32
                    let values = (0..<size * size).map { UInt8($0 * 31 % 256) }
                    let structures = [Structure(name: "lungs", labels: [1, 3]), Structure(name: "heart", label: 2)]
                    let prepared = try PreparedReference(
                        name: "a.png", labelsName: "a.png",
                        image: GrayscaleImage(width: size, height: size, samples: .eightBit(values)),
                        labels: LabelMap(width: size, height: size, indices: values.map { $0 % 4 }),
                        structures: structures,
                        parameters: parameters)
                    let place = try FuzzPlace()
                    let path = place.path + "/seed.rcaref"
                    try ReferenceBundle.write([prepared], structures: structures, parameters: parameters, to: path)
                    return [try Array(Data(contentsOf: URL(filePath: path)))]
                }),
            FuzzTarget(
                name: "calibration",
                accepts: { bytes, place in
                    let file = place.file(bytes, "model.json")
                    return takes { _ = try CalibrationFile.read(at: file) }
                }, seeds: { _ in [try calibrationModel()] }),
            FuzzTarget(
                name: "run-record",
                accepts: { bytes, _ in takes { _ = try RunRecord(json: bytes, source: "rca_run.json") } },
                seeds: { _ in
                    let counts = RunRecord.Counts(images: 1, cases: 1, scored: 1, failed: 0, notRun: 0)
                    let record = RunRecord(
                        version: "1", command: ["rca-cli"],
                        parameters: [
                            RunParameter("images", .text("i")), RunParameter("threads", .integer(1)),
                            RunParameter("suffixes", .list(["_a"])), RunParameter("details", .flag(true)),
                            RunParameter("alpha", .number(0.1)),
                        ], reference: RunRecord.Reference(path: "r", digest: "0", count: 1), ending: .complete,
                        counts: counts,
                        failures: [RunRecord.Failure(fname: "b", error: InputError(.fileDamaged, "b", "is wrong"))],
                        warnings: [RunRecord.Warning(fname: "a", messages: ["empty mask"])],
                        cost: RunRecord.Cost(cpuSeconds: 1, wallSeconds: 1, peakMemoryBytes: 1))
                    return [try record.json()]
                }),
        ] + archives
    }

    /// With the checksums of its lines made right, which no fuzzer finds.
    private static let journal: @Sendable ([UInt8], FuzzPlace) -> Bool = { bytes, place in
        var content: [UInt8] = []
        var accepted = false
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            // What was written with a checksum keeps its fields.
            var fields = Array(line)
            if fields.count > 9, fields[fields.count - 9] == UInt8(ascii: "\t") { fields.removeLast(9) }
            let digits = String(CyclicRedundancyCheck.value(of: fields), radix: 16)
            fields += [UInt8(ascii: "\t")] + Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
            fields.withUnsafeBytes { raw in
                if var reader = JournalLine.Reader(raw), reader.text() == "case", JournalEntry(&reader) != nil {
                    accepted = true
                }
            }
            content += fields + [UInt8(ascii: "\n")]
        }
        let folder = place.path + "/run"
        try? FileManager.default.createDirectory(atPath: folder + "/journal", withIntermediateDirectories: true)
        let journals = JournalFolder(output: folder)
        _ = place.file(content, "run/journal/shard-0001-of-0001.journal")
        let isRead = takes { _ = try journals.shards() }
        return accepted && isRead
    }

    /// With its header's length and checksum made right.
    private static let bundle: @Sendable ([UInt8], FuzzPlace) -> Bool = { bytes, place in
        var bytes = bytes
        let start = 56
        if bytes.count > start {
            let length = bytes[20..<24].reversed().reduce(0) { $0 << 8 | Int($1) }
            if length > 0, length <= bytes.count - start {
                let digest = ContentDigest.sha256(Array(bytes[start..<start + length]))
                for place in 0..<32 {
                    let digits = digest.dropFirst(2 * place).prefix(2)
                    bytes[24 + place] = UInt8(digits, radix: 16) ?? 0
                }
            }
        }
        let file = place.file(bytes, "b.rcaref")
        return takes {
            let set = try ReferenceBundle.open(file)
            precondition(!set.references.isEmpty)
        }
    }

    private static func calibrationModel() throws -> [UInt8] {
        let origin = CalibrationOrigin(kind: .leaveOneOut, files: [], damages: ["a"])
        let settings = CalibrationSettings(referencesPerCase: 4, similarity: "m", referenceDigest: "0")
        let band = PercentileBand((0..<30).map { (references: [0.5, 0.7, 0.9], real: Double($0) / 30) })
        let parts = ["lungs", CalibrationModel.mean].map {
            CalibrationModel.Part(structure: $0, masks: 30, images: 30, leftOut: 0, published: band)
        }
        return try CalibrationFile.bytes(
            CalibrationModel(
                programVersion: "1", recipe: .published, origin: origin, settings: settings, structures: ["lungs"],
                parts: parts))
    }
}
