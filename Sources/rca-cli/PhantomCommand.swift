import ArgumentParser
import DataSets
import RCA

/// `rca-cli phantom`: writes drawn chest X-rays with exact truth.
struct PhantomCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phantom",
        abstract: "Draws chest X-ray phantoms with exact label maps and masks of known quality.",
        discussion: """
            Writes images/, labels/ (the truth: \(PhantomFolders.structures)), predictions/<damage>/ (masks damaged \
            in a known way) and truth/<damage>.csv (their true Dice). The same seed and size give the same bytes on \
            every machine. Phantoms are for experiments and tests; they do not represent patients.
            """)

    @Option(
        help: ArgumentHelp("Folder for the phantoms; created if it does not exist.", valueName: "folder"),
        completion: .directory)
    var output: String

    @Option(help: ArgumentHelp("How many phantoms to draw.", valueName: "count"))
    var count: Int

    @Option(help: ArgumentHelp("Seed: another one draws other phantoms.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Width and height in pixels, for example 512 or 512x640.", valueName: "pixels"))
    var size = ImageSize(width: 512, height: 512)

    @Flag(help: "Write only images/ and labels/: a reference set.")
    var referenceOnly = false

    @OptionGroup var overwriting: OverwriteOption

    func run() async throws {
        try await CommandFailure.reporting { () throws(InputError) in
            try await PhantomFolders.write(
                count: count, seed: seed, width: size.width, height: size.height,
                includesPredictions: !referenceOnly, to: output,
                overwrites: overwriting.overwrite)
        }
    }
}

/// A width and a height on the command line.
struct ImageSize: ExpressibleByArgument {
    let width: Int
    let height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard let width = sides.first ?? nil, let height = sides.last ?? nil, sides.count <= 2 else { return nil }
        self.init(width: width, height: height)
    }

    var defaultValueDescription: String { width == height ? "\(width)" : "\(width)x\(height)" }
}
