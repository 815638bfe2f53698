import ArgumentParser

/// How tables of marks are read: the options of `marks` and `evaluate`.
struct RaterOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Name of the reader of a table of marks, once for each table in their order (default: what its column 'rater' says, or else the file's name).",
            valueName: "name"))
    var rater: [String] = []

    @Option(help: ArgumentHelp("Of marks from 1 to 5, the lowest that passes.", valueName: "mark"))
    var passFrom = 3

    func validate() throws {
        guard (2...5).contains(passFrom) else { throw ValidationError("--pass-from is 2 to 5") }
    }
}
