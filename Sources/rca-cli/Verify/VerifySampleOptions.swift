import ArgumentParser

/// What a sample of the published scores is recomputed from.
struct VerifySampleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Folder of the images (PNG, DICOM and others).", valueName: "folder"),
        completion: .directory)
    var images: String?

    @Option(
        help: ArgumentHelp(
            "Folder of the masks: label maps, or a sub-folder of binary masks for each structure.", valueName: "folder"),
        completion: .directory
    )
    var masks: String?

    @Option(
        help: ArgumentHelp("Reference bundle, or a folder with images/ and labels/.", valueName: "path"),
        completion: .file())
    var reference: String?

    @Option(help: ArgumentHelp("Rows to draw, spread over the ranges of scores.", valueName: "count"))
    var sample = 500

    @Option(help: ArgumentHelp("Seed: the same one draws the same rows.", valueName: "number"))
    var seed: UInt64 = 1

    @Flag(help: "Show no progress on standard error.")
    var quiet = false

    /// Whether masks are to be scored.
    var isGiven: Bool { images != nil || masks != nil || reference != nil }

    func check(with computed: String?) throws {
        guard sample >= 1 else { throw ValidationError("--sample is 1 or more") }
        guard isGiven else { return }
        let missing = [("--images", images), ("--masks", masks), ("--reference", reference)].filter { $0.1 == nil }
        guard missing.isEmpty else {
            throw ValidationError("to compute scores anew, give \(missing.map(\.0).joined(separator: " and ")) too")
        }
        if computed != nil {
            throw ValidationError("give either --computed, or --images, --masks and --reference")
        }
    }
}
