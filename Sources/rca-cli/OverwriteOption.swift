import ArgumentParser

/// What every command has that writes files under names that a person chose.
struct OverwriteOption: ParsableArguments {
    @Flag(help: "Replace what is there already. Never an input.")
    var overwrite = false
}
