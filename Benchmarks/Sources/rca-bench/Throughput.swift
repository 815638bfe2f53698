import Foundation
import RCA
import Reporting

/// The real program, end to end: masks a second, and its wall time over that of only decoding the same files.
struct Throughput {
    let program: String
    let data: String
    let work: String
    let rounds: Int
    let threads: Int

    func run(into report: inout BarReport) async throws {
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw BenchFailure(description: "\(program) is not there: run 'make build' first")
        }
        let inputs = try await BenchInputs.prepare(data: data, program: program, work: work)
        report.add("end to end on", inputs.description)
        for (images, folders) in [(inputs.few, 1), (inputs.many, 1), (inputs.few, 12), (inputs.many, 12)] {
            try measure(images, maskFolders: folders, bundle: inputs.bundle, into: &report)
        }
        try TableThroughput(program: program, work: work, rounds: rounds, threads: threads).run(inputs, into: &report)
    }

    private func measure(
        _ files: BenchInputs.Files, maskFolders: Int, bundle: String, into report: inout BarReport
    ) throws {
        let masks = files.masks.prefix(maskFolders)
        let title = "\(files.count) images × \(masks.count) mask\(masks.count == 1 ? "" : "s")"
        Say.line("\(title): \(rounds) rounds")
        let output = work + "/scores"
        let inputs = ["--images", files.images, "--threads", String(threads)] + masks.flatMap { ["--masks", $0] }
        let score = ["score"] + inputs + ["--reference", bundle, "--output", output, "--quiet"]
        let own = try OwnProgram.path
        var seconds: (score: [Double], project: [Double], plain: [Double]) = ([], [], [])
        var peak: [Double] = []
        // One round that does not count, so that the files are in the page cache for all.
        for round in 0...rounds {
            // A journal of the round before would leave nothing to do.
            try? FileManager.default.removeItem(atPath: output)
            let (a, b, c) = (
                try Self.wallSeconds(program, score),
                try Self.wallSeconds(own, ["decode"] + inputs + ["--reader", "project"]),
                try Self.wallSeconds(own, ["decode"] + inputs + ["--reader", "plain"])
            )
            guard round > 0 else { continue }
            seconds.score.append(a)
            seconds.project.append(b)
            seconds.plain.append(c)
            peak.append(try peakMegabytes(output, masks: Array(masks)))
        }
        let score1 = Statistics.median(seconds.score)
        let project = Statistics.median(seconds.project)
        let plain = Statistics.median(seconds.plain)
        report.add("\(title): score, wall", Figure.seconds(score1))
        report.add("  masks a second", Figure.rate(Double(files.count * masks.count) / score1))
        report.add("  decode only, the project's reader, wall", Figure.seconds(project))
        report.add("  decode only, plain C and libpng, wall", Figure.seconds(plain))
        report.add("  score / decode only (project's reader)", score1 / project, atMost: 1.7, Figure.ratio)
        report.add("  score / decode only (plain C)", score1 / plain, atMost: 1.7, Figure.ratio)
        report.add("  peak memory", Statistics.median(peak), atMost: 400, Figure.megabytes)
    }

    /// What the program wrote of its own peak.
    private func peakMegabytes(_ output: String, masks: [String]) throws -> Double {
        let folder = masks.count == 1 ? output : output + "/" + (masks[0] as NSString).lastPathComponent
        let path = folder + "/rca_run.json"
        let record = try RunRecord(json: Array(Data(contentsOf: URL(filePath: path))), source: path)
        guard record.failures.isEmpty else {
            throw BenchFailure(description: "the scoring run had failures; see \(path)")
        }
        return Double(record.cost.peakMemoryBytes) / 1e6
    }

    static func wallSeconds(_ program: String, _ arguments: [String]) throws -> Double {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let seconds = start.duration(to: .now) / .seconds(1)
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw BenchFailure(
                description: "\(program) \(arguments.first ?? "") ended with \(process.terminationStatus)")
        }
        return seconds
    }
}

/// This very program, for the decode-only process.
enum OwnProgram {
    static var path: String {
        get throws { try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") }
    }
}
