import ArgumentParser
import RCA
import Studies

/// What masks are grouped by: the same in every command that has it.
struct GroupOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Table with one row per image: a column with the image's name ('Image Index', image, fname) and columns to group by. NIH's own table is read as it is.",
            valueName: "file"), completion: .file())
    var metadata: String?

    @Option(
        help: ArgumentHelp(
            "What to group by, for example sex,age:20,view: names of columns, each with a step if it holds numbers. sex, age, view and finding also find the columns of NIH's table. Values separated by | put a mask into several groups.",
            valueName: "list"))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "Regular expression that finds the patient in an image's name, as its first group in parentheses or the whole match; '^([0-9]+)_' for NIH. Images of one patient then count as one.",
            valueName: "pattern"))
    var patientPattern: String?

    func validate() throws {
        guard (metadata == nil) == (by == nil) else {
            throw ValidationError("--metadata and --by belong together")
        }
    }

    /// Nil where nothing is grouped.
    /// - Throws: ``InputError`` where the list cannot be read.
    func request() throws(InputError) -> GroupRequest? {
        guard let metadata, let by else { return nil }
        return GroupRequest(metadata: metadata, variables: try GroupVariable.list(by))
    }
}
