import RealModule

extension ShapeFigure {
    /// What a value beyond its limits means, in words: `covers 2.1 % of the image; usual here are 8.0 % to 14 %`.
    func sentence(_ value: Float, _ range: ShapeLimits.Range, whose: String) -> String {
        let limits = range.lower.map { "\(text($0)) to \(text(range.upper))" } ?? "up to \(text(range.upper))"
        return "\(said(text(value))); \(whose): \(limits)"
    }

    private func said(_ value: String) -> String {
        switch self {
        case .area: "covers \(value) of the image"
        case .width: "is \(value) of the image wide"
        case .height: "is \(value) of the image high"
        case .spreadAcross: "spreads \(value) of the image's width across (standard deviation)"
        case .spreadDown: "spreads \(value) of the image's height down (standard deviation)"
        case .shareOfMask: "is \(value) of all that is drawn"
        case .centreAcross: "has its centre at \(value) of the image's width"
        case .centreDown: "has its centre at \(value) of the image's height"
        case .besideOthers: "lies \(value) mask sizes to the right of the other structures"
        case .belowOthers: "lies \(value) mask sizes below the other structures"
        case .leftHalf: "has \(value) of its area in the left half of its box"
        case .slant: "slants: its columns and rows correlate by \(value)"
        case .compactness: "has an outline \(value) times that of a circle of its area"
        case .raggedness: "has an outline \(value) times as long as if it were smooth"
        case .smoothingLoss: "changes by \(value) if its outline is smoothed"
        }
    }

    /// The value as a person reads it, without logarithms.
    private func text(_ value: Float) -> String {
        let value = Double(value)
        return switch self {
        case .area, .width, .height, .shareOfMask: PlainNumber.percent(min(Double.exp(value), 1))
        case .spreadAcross, .spreadDown: PlainNumber.percent(max(Double.exp(value) - 1e-3, 0))
        case .centreAcross, .centreDown, .leftHalf, .smoothingLoss: PlainNumber.percent(min(max(value, 0), 1))
        case .besideOthers, .belowOthers, .slant: PlainNumber.hundredths(value)
        case .compactness: PlainNumber.hundredths((Double.exp(value) / (4 * .pi)).squareRoot())
        case .raggedness: PlainNumber.hundredths(Double.exp(value))
        }
    }
}

/// Numbers in sentences.
enum PlainNumber {
    /// `0.04 %`, `2.1 %`, `14 %`: two digits that count.
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        if percent >= 9.95 { return "\(Int(percent.rounded())) %" }
        if percent >= 0.995 || percent == 0 { return "\((percent * 10).rounded() / 10) %" }
        return "\((percent * 100).rounded() / 100) %"
    }

    static func percent(_ share: Float) -> String { percent(Double(share)) }

    static func hundredths(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
