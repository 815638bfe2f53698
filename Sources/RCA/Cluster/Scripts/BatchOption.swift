package import Imaging

/// An option of `sbatch` as a person gave it, `--account=lab` for one.
package struct BatchOption: Sendable, Equatable {
    package let text: String

    /// - Throws: ``InputError`` (`option invalid`) for what is no option, what a line of a script cannot hold, and what
    ///   the scripts themselves have to set.
    package init(_ text: String) throws(InputError) {
        let shown = "--sbatch-option \(text)"
        guard text.hasPrefix("-"), text.utf8.count > 1 else {
            throw InputError(.optionInvalid, shown, "is no option", remedy: "write it as --name=value")
        }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) else {
            throw InputError(.optionInvalid, shown, "has a line break or another control character in it")
        }
        if let reason = Self.reason(against: text) {
            throw InputError(.optionInvalid, shown, reason.problem, remedy: reason.remedy)
        }
        self.text = text
    }

    /// The line of a script that sets it.
    package var directive: String { "#SBATCH " + Self.quoted(text) }

    /// `sbatch` takes a backslash away before any character, and quotes around any part.
    static func quoted(_ text: String) -> String {
        guard !text.utf8.allSatisfy(ShellWord.isPlain) else { return text }
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.append(character)
        }
        return quoted + "\""
    }

    private static func reason(against text: String) -> (problem: String, remedy: String?)? {
        let isLong = text.hasPrefix("--")
        let name = isLong ? String(text.dropFirst(2).prefix { $0 != "=" }) : String(text.dropFirst().prefix(1))
        switch name {
        case "array", "a": return ("is set by --shards", "leave it out")
        case "partition", "p": return ("has an option of its own", "give --partition")
        case "time", "t": return ("has an option of its own", "give --time")
        case "cpus-per-task", "c": return ("has an option of its own", "give --cpus-per-task")
        case "mem": return ("has an option of its own", "give --mem")
        case "signal": return ("has an option of its own", "give --stop-before")
        case "output", "error", "open-mode", "o", "e": return ("is set: logs go to slurm/logs", "leave it out")
        case "dependency", "kill-on-invalid-dep", "chdir", "parsable", "d", "D":
            return ("is set by this command", "leave it out")
        case "clusters", "M": return ("is not possible", "run this on a login node of that cluster")
        case "test-only", "wait", "wrap", "W": return ("does not go with a script that is submitted", "leave it out")
        default: return nil
        }
    }
}
