/// Float32 values as text: the shortest decimal that reads back as the same value, in NumPy's style, which is
/// the style of the published score files.
///
/// `0.95273715`, `1.0`, `0.0`, `0.5`, `1e-05`. Numbers below 10⁻⁴ take an exponent of at least two digits, and
/// a whole number keeps its `.0`. From 10⁶ up NumPy's releases differ among themselves; here whole numbers are
/// written out up to 2²⁴ and take an exponent beyond. Not-a-number is `nan`, the infinities `inf` and `-inf`.
///
/// The digits are the standard library's (SwiftDtoa, after Loitsch's Grisu and Adams's Ryū): the shortest that
/// round-trip and, among those, the closest to the value. No text exceeds 15 bytes, so none is allocated.
public enum ShortestFloat {
    /// The text of `value`.
    public static func text(_ value: Float) -> String {
        // The Float nearest to 10⁻⁴ lies below it, so NumPy gives it an exponent and Swift does not.
        if abs(value) == 1e-4 { return value < 0 ? "-1e-04" : "1e-04" }
        return value.description
    }

    /// Appends the text of `value`, as ASCII, to `buffer`.
    public static func append(_ value: Float, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: text(value).utf8)
    }

    /// The Float nearest to a decimal number such as `0.5`, `-.5`, `3` or `1e-05`, or to ``text(_:)`` of any value.
    ///
    /// Longer decimals, such as the 17 digits of a Float64, are rounded to nearest.
    /// - Returns: nil where `text` is anything else: empty, padded with spaces, hexadecimal, or beyond Float's range.
    public static func value(of text: some Collection<UInt8>) -> Float? {
        let string = String(decoding: text, as: UTF8.self)
        if text.allSatisfy(isDecimalByte) {
            guard let value = Float(string), value.isFinite else { return nil }
            return value
        }
        switch string {
        case "nan": return .nan
        case "inf": return .infinity
        case "-inf": return -.infinity
        default: return nil
        }
    }

    private static func isDecimalByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
