import ArgumentParser
import RCA
import Reporting

/// What makes a verification a check that can fail.
struct VerifyCheckOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Largest difference that is taken for none (default: 0.02). Given, it is a check: no row may differ by more, or as few as --min-share allows.",
            valueName: "number"))
    var tolerance: Double?

    @Option(help: ArgumentHelp("Share of rows that have to be within --tolerance.", valueName: "share"))
    var minShare: Double?

    @Option(help: ArgumentHelp("Check: Pearson's correlation is this or higher.", valueName: "number"))
    var minCorrelation: Double?

    @Option(help: ArgumentHelp("Check: the mean absolute error is this or lower.", valueName: "number"))
    var maxMae: Double?

    @Flag(help: "Check: both files have the same names.")
    var requireSameNames = false

    @Flag(help: "Check: no notes, byte for byte the published format.")
    var strict = false

    @Option(
        help: ArgumentHelp("Scores below it are bad: how far do both agree on which masks are?", valueName: "number"))
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
