import ArgumentParser
import RCA
import Reporting

/// What makes a verification a check that can fail.
struct VerifyCheckOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Largest difference that counts as none (default: 0.02). If you give it, it is a check: every row, or the share --min-share of them, must be within it.",
            valueName: "number"))
    var tolerance: Double?

    @Option(help: ArgumentHelp("Check: this share of rows is within --tolerance.", valueName: "share"))
    var minShare: Double?

    @Option(help: ArgumentHelp("Check: Pearson's correlation is this or higher.", valueName: "number"))
    var minCorrelation: Double?

    @Option(help: ArgumentHelp("Check: the mean absolute error is this or lower.", valueName: "number"))
    var maxMae: Double?

    @Flag(help: "Check: both files have the same names.")
    var requireSameNames = false

    @Flag(help: "Check: there are no notes; the file has exactly the published format, byte for byte.")
    var strict = false

    @Option(
        help: ArgumentHelp(
            "Scores below this are bad: how well do both sides agree on which masks are bad?", valueName: "number"))
    var threshold: Float = 0.7

    func validate() throws {
        func check(_ option: String, _ value: Double?, _ range: ClosedRange<Double>) throws {
            if let value, !range.contains(value) {
                throw ValidationError("\(option) is \(Int(range.lowerBound)) to \(Int(range.upperBound))")
            }
        }
        try check("--tolerance", tolerance, 0...1)
        try check("--min-share", minShare, 0...1)
        try check("--min-correlation", minCorrelation, -1...1)
        try check("--max-mae", maxMae, 0...1)
        try check("--threshold", Double(threshold), 0...1)
    }

    /// Whether a check needs something to compare with.
    var needsComparison: Bool { tolerance != nil || minShare != nil || minCorrelation != nil || maxMae != nil }

    var limits: VerificationLimits {
        var limits = VerificationLimits()
        if let tolerance { limits.tolerance = tolerance }
        if tolerance != nil || minShare != nil { limits.minShare = minShare ?? 1 }
        limits.minCorrelation = minCorrelation
        limits.maxMeanAbsoluteError = maxMae
        limits.needsSameNames = requireSameNames
        limits.isStrict = strict
        return limits
    }
}
