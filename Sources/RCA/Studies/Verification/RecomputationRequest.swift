public import Reporting
public import Runs

/// What is to be recomputed of a published file, and how.
public struct RecomputationRequest: Sendable {
    /// The folders, the reference set and the engine's options; its output folder is not used.
    public var scoring: ScoringRequest
    /// Rows to draw.
    public var size = 500
    /// Of the draw and of the intervals.
    public var seed: UInt64 = 1
    public var limits = VerificationLimits()
    /// The score below which a mask is bad.
    public var threshold: Float = 0.7
    /// How many of the rows that differ most to report.
    public var listed = 20

    public init(scoring: ScoringRequest) { self.scoring = scoring }
}
