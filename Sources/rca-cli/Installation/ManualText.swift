/// Lines of mdoc(7), with everything that a person wrote escaped.
struct ManualText {
    private(set) var text = ""

    /// Macros that take the rest of their line as it is.
    private static let wholeLine: Set<String> = [".Dd", ".Os", ".Nd", ".Sh"]

    /// A macro with its words.
    mutating func request(_ macro: String, _ words: String...) {
        let isWholeLine = Self.wholeLine.contains(macro)
        let line = [macro] + words.map { isWholeLine ? Self.escaped($0) : Self.word(macro, $0) }
        text += line.joined(separator: " ") + "\n"
    }

    /// An item of a list; a macro, or none for what has to stay as it is.
    mutating func item(_ name: String, of macro: String) {
        text += ".It \(macro.isEmpty ? "Xo" : String(macro.dropFirst()))"
        text += macro.isEmpty ? "\n\(Self.line(name))\n.Xc\n" : " \(Self.escaped(name))\n"
    }

    /// Paragraphs as in help: lines that are indented stay as they are, the others run together.
    mutating func prose(_ prose: String) {
        var isLiteral = false
        var isBetween = false
        for line in prose.split(separator: "\n", omittingEmptySubsequences: false) {
            let isExample = line.hasPrefix("  ")
            if isExample != isLiteral {
                text += isExample ? ".Bd -literal -offset indent\n" : ".Ed\n"
                isLiteral = isExample
                if !isExample { isBetween = !line.isEmpty }
            }
            if line.isEmpty {
                isBetween = !isLiteral
                continue
            }
            if isBetween && !isExample { text += ".Pp\n" }
            isBetween = false
            if isExample {
                text += Self.line(String(line.dropFirst(2))) + "\n"
            } else {
                // A new sentence on a line of its own, as the format asks.
                for sentence in Self.sentences(String(line)) {
                    for line in Self.wrapped(sentence) { text += Self.line(line) + "\n" }
                }
            }
        }
        if isLiteral { text += ".Ed\n" }
    }

    private static func sentences(_ line: String) -> [String] {
        var sentences = [""]
        var previous: Character?
        for word in line.split(separator: " ") {
            if let previous, ".?!".contains(previous), word.first?.isUppercase ?? false {
                sentences.append(String(word))
            } else {
                sentences[sentences.count - 1] += (sentences[sentences.count - 1].isEmpty ? "" : " ") + word
            }
            previous = word.last
        }
        return sentences
    }

    /// Lines short enough for the format's reader, escapes counted.
    private static func wrapped(_ sentence: String) -> [String] {
        var lines = [""]
        for word in sentence.split(separator: " ") {
            let line = lines[lines.count - 1]
            if !line.isEmpty, escaped(line).count + escaped(String(word)).count > 76 {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] += (line.isEmpty ? "" : " ") + word
            }
        }
        return lines
    }

    /// Text that begins a line: a leading dot or quote would be a macro.
    private static func line(_ text: String) -> String {
        let escaped = escaped(text)
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    /// A word of a macro's line, which may hold spaces.
    private static func word(_ macro: String, _ text: String) -> String {
        // What begins with a hyphen there is an option of the macro's own.
        if macro == ".Bl" || macro == ".Bd" { return text }
        guard text.contains(where: { $0.isWhitespace || $0 == "\"" }) else { return escaped(text) }
        return "\"" + escaped(text).replacing("\"", with: "\\(dq") + "\""
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "…": result += "..."
            case "–", "−": result += "\\-"
            case "×": result += "\\(mu"
            default: result.append(character)
            }
        }
        return result
    }
}
