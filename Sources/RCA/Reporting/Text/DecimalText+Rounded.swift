extension DecimalText {
    /// A number rounded to four digits behind the point, with a minus sign where what is left is negative; one of 10⁹
    /// and beyond, or not finite, as it is.
    public static func rounded(_ value: Double) -> String {
        guard abs(value) < 1e9 else { return value.description }
        let units = Int((abs(value) * 10_000).rounded())
        let digits = String(units % 10_000)
        let sign = value < 0 && units > 0 ? "-" : ""
        return sign + "\(units / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
