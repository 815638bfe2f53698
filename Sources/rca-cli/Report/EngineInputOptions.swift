import ArgumentParser
import RCA
import Studies

/// Where images, masks and references are, for the commands that score some masks of a run again.
struct EngineInputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the images (default, for all of these options: what rca_run.json says).", valueName: "folder"),
        completion: .directory)
    var images: String?

    @Option(help: ArgumentHelp("Folder of the masks.", valueName: "folder"), completion: .directory)
    var masks: String?

    @Option(
        help: ArgumentHelp(
            "Reference bundle, or a folder with images/ and labels/. With a folder, pictures show the radiographs in full detail.",
            valueName: "path"), completion: .file())
    var reference: String?

    @Option(help: ArgumentHelp("What the labels mean, for example lungs=1,heart=2.", valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Ending of file names to ignore. May be given several times.", valueName: "text"))
    var suffix: [String] = []

    @Option(
        help: ArgumentHelp(
            "How to place a mask on its image if only one of the two files gives its orientation in the patient: patient, rows or columns, as in 'score'.",
            valueName: "way"))
    var maskOrientation: Choice<MaskOrientation>?

    @OptionGroup var workers: ThreadsOption

    /// - Throws: ``InputError`` where the list of structures cannot be read.
    func changes() throws(InputError) -> EngineInputs.Changes {
        var changes = EngineInputs.Changes()
        changes.images = images
        changes.masks = masks
        changes.reference = reference
        changes.structures = try labels.list(structures)
        changes.suffixes = suffix.isEmpty ? nil : suffix
        changes.threads = workers.threads
        changes.maskOrientation = maskOrientation?.value
        return changes
    }
}
