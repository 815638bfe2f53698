import ArgumentParser
import Foundation
import RCA

/// The words of a scoring run behind `--`, checked as `score` itself would.
struct ScoreLine {
    /// The options of `score` that name a file or folder.
    static let pathOptions: Set<String> = ["--images", "--masks", "--reference", "--output", "--calibration"]

    /// The words, `score` first, with absolute paths.
    let words: [String]
    /// The folder of the results, absolute.
    let output: String

    /// - Throws: `InputError` (`option invalid`) with the parser's own words.
    init(_ words: [String]) throws(InputError) {
        let command = try Self.parse(words)
        let folder = FileManager.default.currentDirectoryPath
        // Every one of these fails in all jobs alike, hours later where the queue is long.
        for (path, option) in [(command.images, "--images"), (command.reference, "--reference")] {
            let isPattern = path.contains { "*?[".contains($0) }
            if !isPattern, !FileManager.default.fileExists(atPath: AbsolutePaths.path(path, in: folder)) {
                throw InputError(.fileMissing, path, "does not exist", remedy: "check what follows \(option)")
            }
        }
        if let structures = command.engine.structures { _ = try Structure.parseList(structures) }
        self.words = AbsolutePaths.words(words, options: Self.pathOptions, in: folder)
        output = AbsolutePaths.path(command.output, in: folder)
    }

    /// The command of these words, `score` first, and of more options behind them.
    static func parse(_ words: [String], adding options: [String] = []) throws(InputError) -> ScoreCommand {
        let shown = words.isEmpty ? "what follows --" : ShellWord.line(words)
        guard words.first == "score" else {
            throw InputError(
                .optionInvalid, shown, "is no scoring run", remedy: "write the words of 'rca-cli score' after --")
        }
        for option in ["--shard", "--threads"]
        where words.contains(where: { $0 == option || $0.hasPrefix(option + "=") }) {
            let own = option == "--shard" ? "--shards" : "--cpus-per-task"
            throw InputError(
                .optionInvalid, option, "is set for each job by Slurm",
                remedy: "leave it out after --, and give \(own) before")
        }
        do {
            return try ScoreCommand.parse(Array(words.dropFirst()) + options)
        } catch {
            // --help is no mistake.
            if ScoreCommand.exitCode(for: error) == .success { ScoreCommand.exit(withError: error) }
            throw InputError(.optionInvalid, "score", ScoreCommand.message(for: error))
        }
    }

    /// Where this program lies.
    static var program: String { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path }
}
