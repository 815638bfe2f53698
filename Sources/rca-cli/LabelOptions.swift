import ArgumentParser
import RCA

/// What of masks is read as background, beside every `--structures`.
struct LabelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Labels to read as background in masks and references, for example 2 or 2,3. In --structures, heart=- does the same for a structure whose label you do not know, and lungs=1+2 makes two labels one structure.",
            valueName: "labels"))
    var ignoreLabels: String?

    /// The list of structures with what is read as background.
    ///
    /// - Throws: ``InputError`` where one of both cannot be read, or there are labels to ignore and no structures.
    func list(_ structures: String?) throws(InputError) -> StructureList? {
        guard let structures else {
            guard ignoreLabels == nil else {
                throw InputError(
                    .optionInvalid, "--ignore-labels", "goes with --structures",
                    remedy: "say what the other labels mean")
            }
            return nil
        }
        return try list(structures)
    }

    /// As ``list(_:)-(String?)``, where structures are always given.
    func list(_ structures: String) throws(InputError) -> StructureList {
        try Structure.parseList(structures).ignoring(ignoreLabels)
    }
}
