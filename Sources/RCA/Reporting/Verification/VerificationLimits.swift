import Tables

/// What a verification has to reach, where the user asked for that.
public struct VerificationLimits: Sendable, Equatable {
    /// Differences up to it are taken for none.
    public var tolerance = 0.02
    /// The share of rows that have to be within the tolerance; nil asks for none.
    public var minShare: Double?
    /// The lowest Pearson correlation.
    public var minCorrelation: Double?
    /// The highest mean absolute error.
    public var maxMeanAbsoluteError: Double?
    /// Whether both files have to hold the same names.
    public var needsSameNames = false
    /// Whether notes make a file unsound.
    public var isStrict = false

    public init() {}

    /// What was asked for, held against figures; a figure that is not defined does not hold.
    func checks(share: Double?, correlation: Double?, meanAbsoluteError: Double?, of what: String)
        -> [VerificationCheck]
    {
        var checks: [VerificationCheck] = []
        func check(_ option: String, _ name: String, _ value: Double?, _ limit: Double, isMinimum: Bool) {
            let isHeld = value.map { isMinimum ? $0 >= limit : $0 <= limit } ?? false
            let found = value.map { DecimalText.sixDigits($0) } ?? "not defined"
            let relation = value == nil ? "needed" : isMinimum ? "lowest allowed" : "highest allowed"
            checks.append(
                VerificationCheck(
                    option: option, isHeld: isHeld, message: "\(name) of \(what) is \(found), \(relation) \(limit)"))
        }
        if let minShare {
            check(
                "--tolerance \(tolerance)", "the share within \(tolerance)", share, minShare, isMinimum: true)
        }
        if let minCorrelation {
            check("--min-correlation", "Pearson's correlation", correlation, minCorrelation, isMinimum: true)
        }
        if let maxMeanAbsoluteError {
            check("--max-mae", "the mean absolute error", meanAbsoluteError, maxMeanAbsoluteError, isMinimum: false)
        }
        return checks
    }
}

/// A check that was asked for, and whether it holds.
public struct VerificationCheck: Sendable, Equatable {
    /// The option that asked for it.
    public let option: String
    public let isHeld: Bool
    /// The figure and the limit in words.
    public let message: String
    /// The file that it is about; nil where it is about what files have in common.
    public var file: String?
}
