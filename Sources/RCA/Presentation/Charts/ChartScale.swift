import Tables

/// Where values lie along one side of a drawing.
struct ChartScale: Sendable {
    let values: ClosedRange<Double>
    /// The place of the smallest value and of the largest.
    let start: Double
    let end: Double

    func place(_ value: Double) -> Double {
        let share = (value - values.lowerBound) / (values.upperBound - values.lowerBound)
        return start + min(max(share, 0), 1) * (end - start)
    }

    func text(_ value: Double) -> String { SVGPath.tenths(place(value)) }

    /// Steps of 1, 2 or 5 times a power of ten that cut the range into four to ten parts.
    static func ticks(_ range: ClosedRange<Double>) -> [Double] {
        let length = range.upperBound - range.lowerBound
        guard length > 0, length.isFinite else { return [] }
        var step = 1.0
        while step * 4 > length { step /= 10 }
        while step * 40 <= length { step *= 10 }
        if length / step > 20 { step *= 5 } else if length / step > 10 { step *= 2 }
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// A tick's number without needless digits.
    static func label(_ value: Double) -> String {
        let short = ShortDecimal.text((value * 1000).rounded() / 1000)
        return short == "-0" ? "0" : short.replacing("-", with: "−")
    }
}

/// A tick of an axis, as templates take it.
struct ChartTick: Sendable {
    let place: String
    let label: String

    init(_ scale: ChartScale, _ value: Double, label: String? = nil) {
        place = scale.text(value)
        self.label = label ?? ChartScale.label(value)
    }
}
