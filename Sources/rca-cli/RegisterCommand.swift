import ArgumentParser
import Checks
import RCA
import Tables

/// `rca-cli register`: shows what the engine does with one pair of images.
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Registers one image to another and writes pictures of the result.",
        discussion: """
            Writes warped.png (the moving image on the grid of the fixed image), checkerboard.png (alternating tiles \
            of both: where edges continue across tiles, the images fit), displacement.npy (height × width × 2 \
            Float32: for each pixel of the fixed image, the displacement to its partner, in pixels), \
            registration.json (similarity before and after) and, with --moving-labels, warped_labels.png.
            """)

    @Option(help: ArgumentHelp("The fixed image: the one to register to.", valueName: "file"), completion: .file())
    var fixed: String

    @Option(help: ArgumentHelp("The moving image: the one to bring onto it.", valueName: "file"), completion: .file())
    var moving: String

    @Option(
        help: ArgumentHelp("Label map of the moving image, to carry along with it.", valueName: "file"),
        completion: .file())
    var movingLabels: String?

    @Option(
        help: ArgumentHelp(
            "Label map of the fixed image: registration then fits best around its boundaries, as in scoring.",
            valueName: "file"), completion: .file())
    var fixedLabels: String?

    @Option(
        help: ArgumentHelp("Folder for the results; created if it does not exist.", valueName: "folder"),
        completion: .directory)
    var output: String

    @Option(
        help: ArgumentHelp(
            "How to register: free-form, or by a network that 'rca-cli reference learn --registration' has put into a bundle (ac-regnet, regnet, ce-regnet, ae-regnet).",
            valueName: "method"))
    var method = Choice(RegistrationKind.freeForm)

    @Option(
        help: ArgumentHelp("The bundle whose network registers, for --method.", valueName: "file"),
        completion: .file())
    var reference: String?

    @OptionGroup var overwriting: OverwriteOption

    func run() async throws {
        try await CommandFailure.reporting { () throws(InputError) in
            let summary = try RegistrationFiles.write(
                fixed: fixed, moving: moving, movingLabels: movingLabels, fixedLabels: fixedLabels, to: output,
                method: method.value, reference: reference, overwrites: overwriting.overwrite)
            let before = DecimalText.threeDigits(Double(summary.correlationBefore))
            let after = DecimalText.threeDigits(Double(summary.correlationAfter))
            Console.error("correlation \(before) before, \(after) after; written to \(output)")
        }
    }
}
