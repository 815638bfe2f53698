import ArgumentParser

/// `rca-cli dataset`: makes of a folder of results something that others can find and use.
struct DatasetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: "Prepares scores and masks for publication.",
        subcommands: [DatasetDescribeCommand.self])
}
