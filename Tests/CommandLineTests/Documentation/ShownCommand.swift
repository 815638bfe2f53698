import Files
import Foundation
import TestSupport

/// The subcommands and options that the program has, by its own description.
struct KnownCommands: Sendable {
    /// Options by subcommand words: `slurm submit`.
    private let options: [String: Set<String>]

    private struct Command: Decodable {
        struct Argument: Decodable { let names: [Name]? }
        struct Name: Decodable {
            let kind: String
            let name: String
        }
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    private struct Dump: Decodable { let command: Command }

    init(in folder: String) async throws {
        let result = try await Program.run(["--experimental-dump-help"], in: folder)
        var options: [String: Set<String>] = [:]
        func add(_ command: Command, below words: [String]) {
            let names = (command.arguments ?? []).flatMap { $0.names ?? [] }
            options[words.joined(separator: " ")] = Set(names.map { ($0.kind == "long" ? "--" : "-") + $0.name })
            for subcommand in command.subcommands ?? [] { add(subcommand, below: words + [subcommand.commandName]) }
        }
        add(try JSONDecoder().decode(Dump.self, from: Data(result.output.utf8)).command, below: [])
        self.options = options
    }

    /// What is wrong with a command line that is shown, or nil: a subcommand or an option that the program does not
    /// have. Values are not looked at, so `…` may stand for them.
    func problem(in line: String) -> String? {
        var words = line.split(separator: " ").map { $0.trimmingCharacters(in: ["'", "`", ",", ";", "\""]) }
        guard words.first == "rca-cli" else { return nil }
        words.removeFirst()
        var command: [String] = []
        while let word = words.first, options[(command + [word]).joined(separator: " ")] != nil {
            command.append(word)
            words.removeFirst()
        }
        if command.isEmpty, let word = words.first, !word.hasPrefix("-"), word != "help", word != "…" {
            return "there is no subcommand '\(word)': \(line)"
        }
        for (position, word) in words.enumerated() {
            // What follows is a command line of its own.
            if word == "--" { return problem(in: (["rca-cli"] + words[(position + 1)...]).joined(separator: " ")) }
            // The end of this command.
            if ["|", "||", "&&", ">", "#", ":::"].contains(word) { return nil }
            guard word.hasPrefix("--"), word.count > 2 else { continue }
            let option = word.split(separator: "=")[0]
            let known = options[command.joined(separator: " ")] ?? []
            if !known.contains(String(option)), !["--help", "--version"].contains(option) {
                return "'\(command.joined(separator: " "))' has no option \(option): \(line)"
            }
        }
        return nil
    }

    /// The command lines of a block, continued lines joined.
    static func lines(of commands: String) -> [String] {
        commands.replacing("\\\n", with: " ").split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    /// Commands that stand in the sentences of a Markdown text.
    static func inline(_ text: String) -> [String] {
        text.replacing("\n", with: " ").components(separatedBy: "`").enumerated()
            .filter { $0.offset % 2 == 1 && $0.element.hasPrefix("rca-cli ") }.map(\.element)
    }
}
