extension DecimalText {
    /// Five digits behind the point, with a minus sign where the value is negative; empty for nil.
    public static func fiveDigits(_ value: Double?) -> String { value.map { fixed($0, digits: 5) } ?? "" }

    static func sixDigits(_ value: Double) -> String { fixed(value, digits: 6) }

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

    /// - Parameter value: below 10⁹ in size.
    private static func fixed(_ value: Double, digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let units = Int((abs(value) * scale).rounded())
        let fraction = String(units % Int(scale))
        let sign = value < 0 && units > 0 ? "-" : ""
        return sign + "\(units / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
