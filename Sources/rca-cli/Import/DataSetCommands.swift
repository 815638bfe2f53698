import ArgumentParser
import DataSets
import RCA

struct JSRTImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jsrt",
        abstract: "JSRT radiographs with the SCR outlines.",
        discussion: """
            The radiographs are JPCLN001.IMG to JPCNN093.IMG, the outlines the unpacked SCR folder with fold1 and fold2.

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
            "What becomes a label, later ones over earlier ones. There are lungs, heart, clavicles, and left lung, right lung, left clavicle, right clavicle apart.",
            valueName: "list"))
    var structures = "lungs=1,heart=2"

    @Flag(help: "Draw the landmarks (.pfs) rather than take the masks.")
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
        abstract: "Chest X-rays of Montgomery County with masks of the lungs.",
        discussion: """
            Example:
              rca-cli reference import montgomery --images MontgomerySet --output montgomery
            """)

    @Option(help: ArgumentHelp("The unpacked folder, with CXR_png and ManualMask in it.", valueName: "folder"))
    var images: String

    @Option(help: ArgumentHelp("What becomes a label: lungs, or left lung and right lung apart.", valueName: "list"))
    var structures = "lungs=1"

    @OptionGroup var options: ImportOptions

    func run() async throws { try await options.run(.montgomery(images), structures: structures) }
}

struct ShenzhenImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shenzhen",
        abstract: "Chest X-rays of Shenzhen with masks of the lungs.",
        discussion: """
            The masks are a download of their own. The images that have none are listed, and are no failure.

            Example:
              rca-cli reference import shenzhen --images ChinaSet_AllFiles --masks mask \\
                --output shenzhen
            """)

    @Option(help: ArgumentHelp("The unpacked folder, with CXR_png in it.", valueName: "folder"))
    var images: String

    @Option(help: ArgumentHelp("Folder of the masks (default: 'mask' in --images).", valueName: "folder"))
    var masks: String?

    @Option(help: ArgumentHelp("The label of the lungs.", valueName: "list"))
    var structures = "lungs=1"

    @OptionGroup var options: ImportOptions

    func run() async throws { try await options.run(.shenzhen(images, masks: masks), structures: structures) }
}

struct CheXmaskImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chexmask",
        abstract: "Rows of a CheXmask table, with your images.",
        discussion: """
            CheXmask has masks of the images of ChestX-ray8, CheXpert, MIMIC-CXR-JPG, Padchest and VinDr-CXR. A network \
            made them: take the best alone, by --minimum-rca.

            Example:
              rca-cli reference import chexmask --table ChestX-Ray8.csv --images nih/images \\
                --minimum-rca 0.95 --output chexmask
            """)

    @Option(help: ArgumentHelp("The table (.csv).", valueName: "file"))
    var table: String

    @Option(
        help: ArgumentHelp(
            "Folder of the images, which may have folders. Rows without an image are passed over.", valueName: "folder")
    )
    var images: String

    @Option(help: ArgumentHelp("Leave out rows with a smaller 'Dice RCA (Mean)'.", valueName: "dice"))
    var minimumRca = 0.0

    @Option(
        help: ArgumentHelp(
            "The column that names the images, where it has another name than in CheXmask's tables.", valueName: "name")
    )
    var idColumn: String?

    @Flag(help: "Draw the landmarks rather than unpack the masks.")
    var landmarks = false

    @Option(
        help: ArgumentHelp("What becomes a label: lungs, heart, or left lung and right lung apart.", valueName: "list"))
    var structures = "lungs=1,heart=2"

    @OptionGroup var options: ImportOptions

    func validate() throws {
        guard (0...1).contains(minimumRca) else { throw ValidationError("--minimum-rca is 0 to 1") }
    }

    func run() async throws {
        var rows = ImportRequest.CheXmaskOptions()
        rows.minimumRCA = minimumRca
        rows.idColumn = idColumn
        rows.takesLandmarks = landmarks
        try await options.run(.chexmask(table: table, images: images, options: rows), structures: structures)
    }
}
