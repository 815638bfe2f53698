import ArgumentParser
import RCA

/// What a run does with results of other inputs that are in the output folder.
struct ReplaceOptions: ParsableArguments {
    @Flag(
        help:
            "First remove what earlier runs wrote into the output folder, then start afresh. Files that somebody has changed since then stay."
    )
    var replace = false

    @Flag(help: "With --replace: print what would be removed, and do nothing.")
    var dryRun = false

    func validate() throws {
        guard replace || !dryRun else { throw ValidationError("--dry-run goes with --replace") }
    }

    func check(_ shard: String?) throws {
        guard !replace || shard == nil else {
            throw ValidationError("--replace does not go with --shard, since it would remove the other shards too")
        }
    }

    /// Says what would be removed, where that is all that is asked for.
    /// - Returns: whether it is.
    func preview(_ output: String) throws -> Bool {
        guard dryRun else { return false }
        try Console.output(RunReplacement(of: output).lines.map { $0 + "\n" }.joined())
        return true
    }
}

/// What every command has that writes files under names that a person chose.
struct OverwriteOption: ParsableArguments {
    @Flag(help: "Replace existing files, but never an input.")
    var overwrite = false
}
