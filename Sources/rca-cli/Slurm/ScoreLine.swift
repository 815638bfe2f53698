import ArgumentParser
import Foundation
import RCA

/// The words of a scoring run behind `--`, checked as `score` itself would.
struct ScoreLine {
    /// The options of `score` that name a file or folder.
    static let pathOptions: Set<String> = [
        "--images", "--masks", "--reference", "--output", "--calibration", "--error-maps",
    ]

    /// The words, `score` first, with absolute paths.
    let words: [String]
    /// The folder of the results, absolute.
    let output: String
    private let request: ScoringRequest

    /// - Throws: `InputError` (`option invalid`) with the parser's own words.
    init(_ words: [String]) throws(InputError) {
        let command = try Self.parse(words)
        // As the jobs will call it.
        _ = try Self.parse(words, adding: ["--shard", "1/2", "--threads", "1"])
        let folder = FileManager.default.currentDirectoryPath
        self.words = AbsolutePaths.words(words, options: Self.pathOptions, in: folder)
        output = AbsolutePaths.path(command.output, in: folder)
        request = try command.request()
    }

    /// Asks for all that `score` itself would: every one of these fails in all jobs alike, hours later where the queue
    /// is long.
    func check(shards: Int) async throws(InputError) {
        var request = request
        request.isQuiet = true
        try await ScoringRun(request).check(shards: shards)
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
            return try ScoreCommand.parse(NegativeNumbers.joined(Array(words.dropFirst())) + options)
        } catch {
            // --help is no mistake.
            if ScoreCommand.exitCode(for: error) == .success { ScoreCommand.exit(withError: error) }
            throw InputError(.optionInvalid, "score", ScoreCommand.message(for: error))
        }
    }

    /// Where this program lies.
    static var program: String { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path }
}
