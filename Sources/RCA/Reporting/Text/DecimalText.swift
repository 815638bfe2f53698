/// Numbers rounded to thousandths, for a person to read: always three digits behind the point, never an exponent.
public enum DecimalText {
    /// - Parameter value: finite, not negative, and below 10¹⁵.
    public static func threeDigits(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// The same with a minus sign where the value is negative.
    public static func signed(_ value: Double) -> String { value < 0 ? "-" + threeDigits(-value) : threeDigits(value) }
}
