import Files
import Foundation

/// A block of commands in a document, and what the comment before it says of it:
///
///     <!-- runs with: nih, bundle -->            the fixtures it needs, see ``DocumentFixtures``
///     <!-- runs -->                              it needs none
///     <!-- runs with: nih; ends with 2 -->       its exit code, where that is not 0
///     <!-- runs with: nih; needs parallel -->    a program that not every machine has
///     <!-- run by: .ci/run -->                   the project's own run does it, or a test suite of that name
///     <!-- checked: make -->                     too long for a test, see ``DocumentCheck``
struct DocumentBlock: Sendable {
    struct Run: Sendable, Equatable {
        var fixtures: [String] = []
        var status: Int32 = 0
        /// A program that has to be there.
        var program: String?
    }

    enum Plan: Sendable, Equatable {
        case runs(Run)
        case isRun(by: String)
        case isChecked(DocumentCheck)
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

    /// The commands of a document that say that `name` runs them, for it to do so.
    static func blocks(in document: String, runBy name: String) throws -> [String] {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(decoding: Data(contentsOf: project.appending(path: document)), as: UTF8.self)
        return blocks(of: text).filter { $0.plan == .isRun(by: name) }.map(\.commands)
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
        if words.hasPrefix("run by: ") { return .isRun(by: String(words.dropFirst(8))) }
        if words.hasPrefix("checked: ") {
            return DocumentCheck(rawValue: String(words.dropFirst(9))).map(Plan.isChecked) ?? .unknown
        }
        let parts = words.components(separatedBy: "; ")
        var run = Run()
        if parts[0].hasPrefix("runs with: ") {
            run.fixtures = parts[0].dropFirst(11).components(separatedBy: ", ")
        } else if parts[0] != "runs" {
            return .unknown
        }
        for part in parts.dropFirst() {
            if part.hasPrefix("needs ") {
                run.program = String(part.dropFirst(6))
            } else if part.hasPrefix("ends with "), let status = Int32(part.dropFirst(10)) {
                run.status = status
            } else {
                return .unknown
            }
        }
        return .runs(run)
    }
}
