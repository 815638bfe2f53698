import Files
import Foundation

/// A command as `--experimental-dump-help` describes it.
struct DumpedCommand {
    /// As they are typed, without the program's name.
    let words: String
    /// The options and arguments that name a file or folder.
    let paths: [String]

    /// The commands without commands below them.
    static func leaves(_ json: String) throws -> [DumpedCommand] {
        try JSONDecoder().decode(Dump.self, from: Data(json.utf8)).command.leaves([])
    }

    private struct Dump: Decodable { let command: Command }

    private struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let names: [Name]?
        let valueName: String?

        var path: String? {
            guard kind != "flag", let valueName, ["file", "folder", "path", "archive"].contains(valueName) else {
                return nil
            }
            return names?.first { $0.kind == "long" }?.name ?? valueName
        }
    }

    private struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?

        func leaves(_ above: [String]) -> [DumpedCommand] {
            let below = (subcommands ?? []).filter { $0.commandName != "help" }
            let words = above + (above.isEmpty && commandName == "rca-cli" ? [] : [commandName])
            if below.isEmpty {
                return [DumpedCommand(words: words.joined(separator: " "), paths: (arguments ?? []).compactMap(\.path))]
            }
            return below.flatMap { $0.leaves(words) }
        }
    }
}
