import ArgumentParser
import DataSets
import RCA

struct JSRTImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jsrt",
        abstract: "JSRT radiographs with the SCR outlines.",
        discussion: """
            The radiographs are JPCLN001.IMG to JPCNN093.IMG; the outlines are the unpacked SCR folder with fold1 \
            and fold2.

            Example:
              rca-cli reference import jsrt --images All247images --outlines scratch \\
                --output jsrt
            """)

    @Option(help: ArgumentHelp("Folder of the .IMG files.", valueName: "folder"))
    var images: String

    @Option(help: ArgumentHelp("Folder of the SCR outlines.", valueName: "folder"))
    var outlines: String

    @Option(
        help: ArgumentHelp(
            "The structures and their labels; later ones are drawn over earlier ones. There are lungs, heart, clavicles and, separately, left lung, right lung, left clavicle, right clavicle.",
            valueName: "list"))
    var structures = "lungs=1,heart=2"

    @Flag(help: "Draw the landmarks (.pfs) instead of using the masks.")
    var landmarks = false

    @OptionGroup var options: ImportOptions

    func run() async throws {
        try await options.run(
            .jsrt(radiographs: images, outlines: outlines, takesLandmarks: landmarks), structures: structures)
    }
}

struct MontgomeryImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "montgomery",
        abstract: "Chest X-rays of Montgomery County with lung masks.",
        discussion: """
            Example:
              rca-cli reference import montgomery --images MontgomerySet --output montgomery
            """)

    @Option(help: ArgumentHelp("The unpacked folder, which contains CXR_png and ManualMask.", valueName: "folder"))
    var images: String

    @Option(
        help: ArgumentHelp(
            "The structures and their labels: lungs, or left lung and right lung separately.", valueName: "list"))
    var structures = "lungs=1"

    @OptionGroup var options: ImportOptions

    func run() async throws { try await options.run(.montgomery(images), structures: structures) }
}

struct ShenzhenImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shenzhen",
        abstract: "Chest X-rays of Shenzhen with lung masks.",
        discussion: """
            The masks are a separate download. Images without a mask are listed, and do not count as failures.

            Example:
              rca-cli reference import shenzhen --images ChinaSet_AllFiles --masks mask \\
                --output shenzhen
            """)

    @Option(help: ArgumentHelp("The unpacked folder, which contains CXR_png.", valueName: "folder"))
    var images: String

    @Option(help: ArgumentHelp("Folder of the masks (default: the folder 'mask' in --images).", valueName: "folder"))
    var masks: String?

    @Option(help: ArgumentHelp("The label of the lungs.", valueName: "list"))
    var structures = "lungs=1"

    @OptionGroup var options: ImportOptions

    func run() async throws { try await options.run(.shenzhen(images, masks: masks), structures: structures) }
}

struct CheXmaskImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chexmask",
        abstract: "Masks from a CheXmask table, with your images.",
        discussion: """
            CheXmask has masks for the images of ChestX-ray8, CheXpert, MIMIC-CXR-JPG, Padchest and VinDr-CXR. A \
            network made them: use only the best (--minimum-rca).

            Example:
              rca-cli reference import chexmask --table ChestX-Ray8.csv \\
                --images nih/images --minimum-rca 0.95 --output chexmask
            """)

    @Option(help: ArgumentHelp("The table (.csv).", valueName: "file"))
    var table: String

    @Option(
        help: ArgumentHelp(
            "Folder of the images, possibly in sub-folders. Rows without an image are skipped.", valueName: "folder")
    )
    var images: String

    @Option(help: ArgumentHelp("Leave out rows whose 'Dice RCA (Mean)' is smaller.", valueName: "dice"))
    var minimumRca = 0.0

    @OptionGroup var tables: MaskTableArguments

    @Option(
        help: ArgumentHelp(
            "The structures and their labels: lungs, heart, or left lung and right lung separately.", valueName: "list")
    )
    var structures = "lungs=1,heart=2"

    @OptionGroup var options: ImportOptions

    func validate() throws {
        guard (0...1).contains(minimumRca) else { throw ValidationError("--minimum-rca is 0 to 1") }
    }

    func run() async throws {
        var rows = ImportRequest.CheXmaskOptions()
        rows.minimumRCA = minimumRca
        rows.table = tables.options
        try await options.run(.chexmask(table: table, images: images, options: rows), structures: structures)
    }
}
