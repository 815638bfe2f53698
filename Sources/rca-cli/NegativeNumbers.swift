/// Negative numbers behind options: ArgumentParser takes `-1` for an option, and says that a value is missing.
enum NegativeNumbers {
    /// The words with `--worst -1` as `--worst=-1`, up to a `--`.
    static func joined(_ words: [String]) -> [String] {
        var result: [String] = []
        for (position, word) in words.enumerated() {
            if word == "--" { return result + words[position...] }
            if let last = result.last, last.hasPrefix("--"), !last.contains("="), isNegative(word) {
                result[result.count - 1] = last + "=" + word
            } else {
                result.append(word)
            }
        }
        return result
    }

    private static func isNegative(_ word: String) -> Bool {
        word.hasPrefix("-") && word.dropFirst().first.map { $0.isASCII && ($0.isNumber || $0 == ".") } ?? false
    }
}
