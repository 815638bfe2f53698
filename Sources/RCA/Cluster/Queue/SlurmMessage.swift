/// What Slurm's programs say when they fail.
package enum SlurmMessage {
    /// Their lines as one, without the program's name before each.
    package static func line(_ text: String, of program: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            for prefix in ["\(program): error: ", "\(program): fatal: ", "\(program): "] where line.hasPrefix(prefix) {
                return String(line.dropFirst(prefix.count))
            }
            return String(line)
        }
        return lines.isEmpty ? "failed and did not say why" : lines.joined(separator: "; ")
    }

    /// Whether it means that a job is so old that Slurm has forgotten it.
    static func isUnknownJob(_ text: String) -> Bool { text.contains("Invalid job id") }
}
