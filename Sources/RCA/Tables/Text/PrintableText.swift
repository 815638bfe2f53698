/// Names as people gave them, for lines and drawings: file names on Linux may hold line ends and terminal commands, and
/// XML has no place for most control characters.
package enum PrintableText {
    /// The text, each control character and what Unicode calls no character as `?`.
    package static func text(_ text: String) -> String {
        String(
            text.unicodeScalars.map {
                $0.properties.generalCategory == .control || $0.properties.isNoncharacterCodePoint ? "?" : Character($0)
            })
    }
}
