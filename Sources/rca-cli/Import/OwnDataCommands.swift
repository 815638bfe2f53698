import ArgumentParser
import RCA

struct FolderImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "folders",
        abstract: "Your own images and masks.",
        discussion: """
            Masks are label maps, or a sub-folder of binary masks for each structure. Unlike 'reference build', this \
            command checks each case, leaves out the bad ones, and makes all the same size.

            Example:
              rca-cli reference import folders --images images --masks masks \\
                --structures lungs=1,heart=2 --output references
            """)

    @Option(help: ArgumentHelp("Folder of the images.", valueName: "folder"))
    var images: String

    @Option(help: ArgumentHelp("Folder of the masks.", valueName: "folder"))
    var masks: String

    @Option(
        help: ArgumentHelp(
            "What the labels mean, for example lungs=1,heart=2; for binary masks, which labels they get.",
            valueName: "list"))
    var structures: String

    @OptionGroup var labels: LabelOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @OptionGroup var options: ImportOptions

    func run() async throws {
        try await options.run(
            .folders(images: images, masks: masks), structures: structures, ignoring: labels.ignoreLabels,
            suffixes: suffix)
    }
}

struct LandmarkImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "landmarks",
        abstract: "Your own images, with outlines as points.",
        discussion: """
            Points are in pixels of the image; (0, 0) is its upper left corner. Give a table with the columns \
            fname,structure,x,y (and polygon, if a structure has several outlines); a .json file, {"a.png": \
            {"lungs": [[[10, 12], [40, 12], [25, 60]]]}}; or a folder with a text file for each image: names of \
            structures, each followed by its points, two numbers per point.

            Example:
              rca-cli reference import landmarks --images images --landmarks points.csv \\
                --structures lungs=1,heart=2 --output references
            """)

    @Option(help: ArgumentHelp("Folder of the images.", valueName: "folder"))
    var images: String

    @Option(help: ArgumentHelp("Table, .json file, or folder of text files.", valueName: "path"))
    var landmarks: String

    @Option(help: ArgumentHelp("The structures and their labels, for example lungs=1,heart=2.", valueName: "list"))
    var structures: String

    @OptionGroup var options: ImportOptions

    func run() async throws {
        try await options.run(.landmarks(images: images, landmarks: landmarks), structures: structures)
    }
}
