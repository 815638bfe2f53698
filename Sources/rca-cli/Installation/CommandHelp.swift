import Foundation
import RCA

/// A command and its options as ArgumentParser describes them to tools (`--experimental-dump-help`).
struct CommandHelp: Decodable {
    struct Name: Decodable {
        let kind: String
        let name: String

        /// As it is typed.
        var typed: String { (kind == "long" ? "--" : "-") + name }
    }

    struct Argument: Decodable {
        let kind: String
        let shouldDisplay: Bool
        let sectionTitle: String?
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?
        let discussion: String?
    }

    let superCommands: [String]?
    let shouldDisplay: Bool?
    let commandName: String
    let abstract: String?
    let discussion: String?
    let subcommands: [CommandHelp]?
    let arguments: [Argument]?

    /// All words that are typed, the program's name first.
    var words: [String] { (superCommands ?? []) + [commandName] }

    /// What help shows: neither hidden ones nor `help` itself.
    var shownSubcommands: [CommandHelp] {
        (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
    }

    /// It and everything below it that help shows.
    var withSubcommands: [CommandHelp] { [self] + shownSubcommands.flatMap(\.withSubcommands) }

    private struct Dump: Decodable { let command: CommandHelp }

    /// - Throws: ``InputError`` where ArgumentParser has changed its description.
    static func read(_ json: String) throws(InputError) -> CommandHelp {
        do {
            return try JSONDecoder().decode(Dump.self, from: Data(json.utf8)).command
        } catch {
            throw InputError(.formatUnsupported, "help", "ArgumentParser describes commands in another way: \(error)")
        }
    }
}
