import ArgumentParser

/// How many threads a command works with.
struct ThreadsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Worker threads (default: one per processor that this process may use).", valueName: "count")
    )
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is 1 or more") }
    }
}
