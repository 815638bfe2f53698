import ArgumentParser
import Foundation
import Machine
import RCA

/// `rca-cli manual`: writes what `make install` installs beside the program. Hidden, since users have no need of it.
struct ManualCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Writes the man pages, one for the program and one for each subcommand.",
        discussion: "The pages come from the definitions that --help prints, so they cannot differ from it.",
        shouldDisplay: false)

    @Option(help: ArgumentHelp("Folder for the pages.", valueName: "folder"), completion: .directory)
    var output: String

    @Option(help: ArgumentHelp("The date in the footer of the pages, for example 2026-01-31.", valueName: "day"))
    var date: String

    @OptionGroup var overwriting: OverwriteOption

    func run() async throws {
        try await CommandFailure.reporting { () throws(InputError) in
            let help = try CommandHelp.read(RCACommand._dumpHelp())
            let day = try ManualPage.day(date)
            try OutputFolders.makeFolder(output)
            let outputs = OutputGuard("manual", inputs: [], overwrites: overwriting.overwrite)
            for command in help.withSubcommands {
                try outputs.write(
                    ManualPage(command, day: day, version: RCAVersion.current).text.utf8,
                    to: "\(output)/\(command.words.joined(separator: "-")).1")
            }
        }
    }
}
