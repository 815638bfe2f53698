import Foundation

/// A block of commands in a document, and what the comment before it says of it:
///
///     <!-- runs with: nih, bundle -->       the fixtures it needs, see ``DocumentFixtures``
///     <!-- runs -->                         it needs none
///     <!-- runs with: nih; ends with 2 -->  its exit code, where that is not 0
///     <!-- not run: needs a cluster -->     why it cannot run in a test
struct DocumentBlock: Sendable {
    enum Plan: Sendable, Equatable {
        case runs(fixtures: [String], status: Int32)
        case isNotRun(reason: String)
        /// The comment is missing, or says nothing of the above.
        case unknown
    }

    /// Of its first line, from 1.
    let line: Int
    let commands: String
    let plan: Plan

    /// The blocks marked as `sh` in a Markdown text, in order.
    static func blocks(of text: String) -> [DocumentBlock] {
        var blocks: [DocumentBlock] = []
        var note = ""
        var open: (line: Int, note: String, isShell: Bool, lines: [String])?
        for (number, line) in text.components(separatedBy: "\n").enumerated() {
            let content = line.trimmingCharacters(in: .whitespaces)
            if content.hasPrefix("```") {
                if let block = open {
                    if block.isShell {
                        blocks.append(
                            DocumentBlock(
                                line: block.line, commands: block.lines.joined(separator: "\n"), plan: plan(block.note))
                        )
                    }
                    open = nil
                } else {
                    open = (number + 2, note, content == "```sh", [])
                }
            } else if open != nil {
                open?.lines.append(line)
            }
            note = content
        }
        return blocks
    }

    /// Lines that show a command and are in no `sh` block, so that nobody would run them.
    static func commandsOutsideBlocks(_ text: String) -> [String] {
        var fence: String?
        return text.components(separatedBy: "\n").filter { line in
            let content = line.trimmingCharacters(in: .whitespaces)
            if content.hasPrefix("```") {
                fence = fence == nil ? content : nil
                return false
            }
            let command = content.hasPrefix("$ ") ? String(content.dropFirst(2)) : content
            let isCommand = ["rca-cli ", "make ", "scripts/", "apt-get ", "swift "].contains {
                command.hasPrefix($0)
            }
            if let fence { return fence != "```sh" && isCommand }
            return line.hasPrefix("    ") && isCommand
        }
    }

    private static func plan(_ note: String) -> Plan {
        guard note.hasPrefix("<!-- "), note.hasSuffix(" -->") else { return .unknown }
        let words = String(note.dropFirst(5).dropLast(4))
        if words.hasPrefix("not run: "), words.count > 15 { return .isNotRun(reason: String(words.dropFirst(9))) }
        let parts = words.components(separatedBy: "; ends with ")
        guard parts.count <= 2, let status = parts.count == 2 ? Int32(parts[1]) : 0 else { return .unknown }
        if parts[0] == "runs" { return .runs(fixtures: [], status: status) }
        guard parts[0].hasPrefix("runs with: ") else { return .unknown }
        return .runs(fixtures: parts[0].dropFirst(11).components(separatedBy: ", "), status: status)
    }
}
