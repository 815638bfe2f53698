import Foundation
import RCA
import Reporting

/// The same masks as a table of run lengths and as PNG files: what `audit` and `score` take for either.
struct TableThroughput {
    let program: String
    let work: String
    let rounds: Int
    let threads: Int

    func run(_ inputs: BenchInputs, into report: inout BarReport) throws {
        Say.line("tables of masks: \(rounds) rounds")
        let images = inputs.many.images
        // Both are drawn by `segment`, so that they are the same masks to the pixel.
        let masks = work + "/table-masks"
        let table = work + "/table"
        for folder in [masks, table] { try? FileManager.default.removeItem(atPath: folder) }
        let segment = ["segment", "--images", images, "--reference", inputs.bundle, "--quiet"]
        _ = try Throughput.wallSeconds(program, segment + ["--output", masks])
        _ = try Throughput.wallSeconds(program, segment + ["--table", "--output", table])
        let file = table + "/rca_masks.csv"
        // The other files of the folder are no masks.
        let pictures = work + "/table-pictures"
        try Self.move(from: masks, to: pictures)
        for (command, more) in [
            ("audit", ["--structures", "lungs=1,heart=2"]),
            ("score", ["--images", images, "--reference", inputs.bundle]),
        ] {
            var seconds: (table: [Double], files: [Double]) = ([], [])
            var peak: [Double] = []
            for round in 0...rounds {
                let output = work + "/table-output"
                func measured(_ masks: String) throws -> Double {
                    try? FileManager.default.removeItem(atPath: output)
                    return try Throughput.wallSeconds(
                        program,
                        [command, "--masks", masks, "--threads", String(threads), "--output", output, "--quiet"] + more)
                }
                let files = try measured(pictures)
                let rows = try measured(file)
                guard round > 0 else { continue }
                seconds.files.append(files)
                seconds.table.append(rows)
                peak.append(try Self.peakMegabytes(output))
            }
            let (rows, files) = (Statistics.median(seconds.table), Statistics.median(seconds.files))
            report.add("\(inputs.many.count) masks of a table: \(command), wall", Figure.seconds(rows))
            report.add("  table / PNG files", rows / files, atMost: 1, Figure.ratio)
            report.add("  peak memory", Statistics.median(peak), atMost: 300, Figure.megabytes)
        }
    }

    /// The label maps of a folder, into one of their own.
    private static func move(from folder: String, to target: String) throws {
        let manager = FileManager.default
        try? manager.removeItem(atPath: target)
        try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
        for name in try manager.contentsOfDirectory(atPath: folder) where name.hasSuffix(".png") {
            try manager.moveItem(atPath: folder + "/" + name, toPath: target + "/" + name)
        }
    }

    private static func peakMegabytes(_ output: String) throws -> Double {
        let path = output + "/rca_run.json"
        let record = try RunRecord(json: Array(Data(contentsOf: URL(filePath: path))), source: path)
        guard record.failures.isEmpty else { throw BenchFailure(description: "masks failed; see \(path)") }
        return Double(record.cost.peakMemoryBytes) / 1e6
    }
}
