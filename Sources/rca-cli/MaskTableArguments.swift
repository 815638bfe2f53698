import ArgumentParser
import RCA

/// How tables of masks are read, beside every `--masks` that takes one.
struct MaskTableArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "In a table of masks: the column that names the images, if it is not called as in CheXmask's tables.",
            valueName: "name"))
    var idColumn: String?

    @Flag(help: "In a table of masks: draw the landmarks instead of unpacking the masks.")
    var landmarks = false

    var options: MaskTableOptions { MaskTableOptions(takesLandmarks: landmarks, idColumn: idColumn) }
}
