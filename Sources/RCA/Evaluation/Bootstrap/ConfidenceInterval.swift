/// Between which values a figure lies with the confidence that was asked for.
public struct ConfidenceInterval: Sendable, Equatable {
    public let lower: Double
    public let upper: Double
    /// How many resamples had no figure, such as an area under the curve without a bad mask. They are left out, and
    /// an interval from few of the rest says little.
    public let undefinedCount: Int
}
