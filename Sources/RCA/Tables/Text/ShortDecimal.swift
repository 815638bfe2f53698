/// Numbers that a person gave, as short as they gave them: `0.7`, `1`.
package enum ShortDecimal {
    package static func text(_ value: Double) -> String { withoutPoint(value.description) }

    package static func text(_ value: Float) -> String { withoutPoint(ShortestFloat.text(value)) }

    private static func withoutPoint(_ text: String) -> String {
        text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
