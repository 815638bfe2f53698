import ArgumentParser
import Presentation
import RCA
import Studies
import Tables

/// `rca-cli show`: the scores of one mask, for a person at a terminal.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints the scores of one mask on each reference.",
        discussion: """
            First it prints the expected Dice with the truth and the range that contains the true Dice nine times in \
            ten (if the run has them), the Dice on the best reference, and the Dice with what the references agree \
            on. Then come the references, the one that the mask fits best first.

            Reads rca_details.csv if 'score --details' wrote it. Otherwise the command scores the mask again; \
            images, masks and references must then be where the run found them, or where the options say.

            Example:
              rca-cli show scores 00000001_000_labels.png
            """)

    @Argument(help: ArgumentHelp("Output folder of 'rca-cli score'.", valueName: "folder"), completion: .directory)
    var folder: String

    @Argument(help: ArgumentHelp("Name of the mask, as in rca_dice_scores.csv.", valueName: "name"))
    var name: String

    @OptionGroup(title: "Files, if the mask is scored again") var inputs: EngineInputOptions

    func run() async throws {
        let scores = try await CommandFailure.reporting { () throws(InputError) in
            try await ShowRun(folder: folder, name: name, changes: inputs.changes()).run()
        }
        try Console.output(text(scores))
    }

    private func text(_ scores: ShowRun.Scores) -> String {
        func number(_ value: Float?) -> String { value.map { DecimalText.threeDigits(Double($0)) } ?? "" }
        let mask = scores.mask
        let hasExpected = mask.expected != nil || mask.structures.contains { $0.expected != nil }
        var summary = TextTable(
            columns: [(mask.fname, .left)] + (hasExpected ? [("expected", .right), ("range", .right)] : []) + [
                ("Dice", .right), ("consensus", .right),
            ])
        func append(_ name: String, _ expected: ExpectedRange?, _ dice: Float?, _ consensus: Float?) {
            let first = hasExpected ? [number(expected?.dice), expected?.rangeText ?? ""] : []
            summary.append([name] + first + [number(dice), number(consensus)])
        }
        append("mask", mask.expected, mask.dice, nil)
        for (name, score) in zip(scores.structures, mask.structures) {
            append(name, score.expected, score.dice, score.consensus)
        }
        var table = TextTable(
            columns: [("reference", .left), ("mean", .right)] + scores.structures.map { ($0, .right) })
        for row in scores.rows { table.append([row.reference, number(row.mean)] + row.dice.map(number)) }
        let reason = mask.reason.isEmpty ? "" : ": \(mask.reason)"
        let verdict = mask.verdict.isEmpty ? "" : "\(mask.verdict)\(reason)\n\n"
        return summary.text + "\n" + verdict + table.text
    }
}
