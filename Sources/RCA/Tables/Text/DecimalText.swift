/// Rounded numbers for a person to read: always as many digits behind the point, never an exponent, with a minus sign
/// where what is left is negative. One of 10⁹ and beyond, or not finite, stays as it is.
public enum DecimalText {
    /// Three digits behind the point.
    public static func threeDigits(_ value: Double) -> String { fixed(value, digits: 3) }

    /// A p-value: three digits behind the point, or that it is less than they can show.
    public static func pValue(_ value: Double) -> String { value < 0.0005 ? "< 0.001" : threeDigits(value) }
}

extension DecimalText {
    /// Four digits behind the point.
    public static func rounded(_ value: Double) -> String { fixed(value, digits: 4) }

    /// Five digits behind the point; empty for nil.
    public static func fiveDigits(_ value: Double?) -> String { value.map { fixed($0, digits: 5) } ?? "" }

    package static func oneDigit(_ value: Double) -> String { fixed(value, digits: 1) }

    package static func sixDigits(_ value: Double) -> String { fixed(value, digits: 6) }

    /// A count with commas between its thousands.
    public static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    private static func fixed(_ value: Double, digits: Int) -> String {
        guard abs(value) < 1e9 else { return value.description }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let units = Int((abs(value) * scale).rounded())
        let fraction = String(units % Int(scale))
        let sign = value < 0 && units > 0 ? "-" : ""
        return sign + "\(units / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
