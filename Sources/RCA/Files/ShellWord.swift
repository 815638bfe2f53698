/// Words as a POSIX shell reads them.
package enum ShellWord {
    /// The word itself where no character means anything to a shell; else in single quotes, which keep everything.
    package static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Words with spaces between them: what a person would type.
    package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    /// A command over several lines, an option with its values on each.
    ///
    /// - Parameter indent: what stands before every line but the first.
    package static func lines(_ words: [String], indent: String = "  ") -> String {
        var lines: [[String]] = []
        for word in words {
            if lines.isEmpty || word.hasPrefix("-") { lines.append([]) }
            lines[lines.count - 1].append(word)
        }
        return lines.map(line).joined(separator: " \\\n" + indent)
    }

    package static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-+=:,./@%".utf8.contains(byte)
        }
    }
}
