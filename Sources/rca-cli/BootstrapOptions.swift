import ArgumentParser

/// The intervals of figures, by resampling.
struct BootstrapOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Bootstrap resamples for the intervals; 0 for no intervals.", valueName: "count"))
    var resamples = 2000

    @Option(help: ArgumentHelp("Seed: another one draws other resamples.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Confidence level of the intervals.", valueName: "share"))
    var confidence = 0.95

    func validate() throws {
        guard (0...1_000_000).contains(resamples) else { throw ValidationError("--resamples is 0 to 1000000") }
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence is between 0 and 1") }
    }
}
