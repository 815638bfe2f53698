import ArgumentParser
import RCA
import Studies

/// `rca-cli overlay`: parsing only; the work is ``OverlayRun``'s.
struct OverlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlay",
        abstract: "Draws masks over their images: one picture, or a sheet of many.",
        discussion: """
            For papers and slides: each image with the outline of its mask (orange) and of what the references \
            expect (blue, dashed). An .svg file also has names, scores and a legend as text, and scales to any size; \
            a .png file has the pictures alone.

            Examples:
              rca-cli overlay scores --worst 12 --output worst.svg
              rca-cli overlay scores case_17_labels.png --output case_17.png
            """)

    @Argument(help: ArgumentHelp("Output folder of 'rca-cli score'.", valueName: "folder"), completion: .directory)
    var folder: String

    @Argument(
        help: ArgumentHelp(
            "Masks, named as in rca_dice_scores.csv (default: those with the lowest scores).", valueName: "name"))
    var names: [String] = []

    @Option(help: ArgumentHelp("File to write, ending in .svg or .png.", valueName: "file"), completion: .file())
    var output: String

    @Option(help: ArgumentHelp("How many of the lowest scores to draw if no names are given.", valueName: "count"))
    var worst = 12

    @Option(help: ArgumentHelp("Pictures per row.", valueName: "count"))
    var columns = 4

    @Option(help: ArgumentHelp("Side of a picture in pixels.", valueName: "pixels"))
    var side = 320

    @Flag(help: "Show whole images, not only the part with the outlines.")
    var wholeImage = false

    @OptionGroup var overwriting: OverwriteOption

    @OptionGroup(title: "Files for the pictures") var inputs: EngineInputOptions

    func validate() throws {
        guard (1...200).contains(worst) else { throw ValidationError("--worst is 1 to 200") }
        guard (1...50).contains(columns) else { throw ValidationError("--columns is 1 to 50") }
        guard (32...2048).contains(side) else { throw ValidationError("--side is 32 to 2048") }
        guard names.count <= 200 else { throw ValidationError("give 200 names at most") }
    }

    func run() async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            var request = OverlayRun.Request(folder: folder, output: output)
            request.names = names
            request.worst = worst
            request.columns = columns
            request.side = side
            request.showsWholeRadiograph = wholeImage
            request.overwrites = overwriting.overwrite
            request.changes = try inputs.changes()
            return try await OverlayRun(request).run()
        }
        for failure in outcome.failures { Console.error("rca-cli: \(failure.description)") }
        Console.error("\(outcome.drawn) \(outcome.drawn == 1 ? "mask" : "masks"): \(output)")
        if !outcome.failures.isEmpty { throw CommandFailure.casesFailed }
    }
}
