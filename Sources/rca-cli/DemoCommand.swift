import ArgumentParser
import DataSets
import Machine
import RCA

/// `rca-cli demo`: scores phantoms, whose truth is known, and shows predicted beside true Dice.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Scores drawn chest X-rays and compares the predicted with the true Dice.",
        discussion: """
            Draws a few phantoms with masks of every quality, scores the masks without looking at the truth, and \
            then compares the scores with the truth. All files stay in the output folder.
            """)

    @Option(
        help: ArgumentHelp(
            "Reference set: a bundle, or a folder with images/ and labels/ (default: the folder Reference, or else the installed set).",
            valueName: "path"), completion: .file())
    var reference: String?

    @Option(
        help: ArgumentHelp("Folder for the phantoms and their scores.", valueName: "folder"), completion: .directory)
    var output = "demo-output"

    @Option(help: ArgumentHelp("How many phantoms to draw.", valueName: "count"))
    var count = 4

    @Option(help: ArgumentHelp("Seed: another one draws other phantoms.", valueName: "number"))
    var seed: UInt64 = 2026

    func run() async throws {
        let comparison = try await CommandFailure.reporting { () throws(InputError) in
            try await Demonstration(
                reference: reference ?? InstalledFiles.phantomReference, output: output, count: count, seed: seed
            ).run()
        }
        try Console.output(comparison.table)
        Console.error(comparison.explanation)
        guard comparison.problems.isEmpty else {
            for problem in comparison.problems { Console.error(problem.description) }
            throw CommandFailure.casesFailed
        }
    }
}
