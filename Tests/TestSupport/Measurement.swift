import Foundation
public import Testing

/// Measurements on real data that take minutes: `make accuracy` and `make robustness` make all of them, a run of all
/// tests those that would notice first that something is wrong.
public enum Measurement {
    /// Whether everything is measured: `RCA_MEASURE=full`.
    public static let isFull = ProcessInfo.processInfo.environment["RCA_MEASURE"] == "full"
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, saying who runs it, where not everything is measured.
    ///
    /// - Parameter target: of the Makefile.
    public static func measured(byMake target: String) -> Self {
        .enabled(if: Measurement.isFull, "takes minutes; 'make \(target)' runs it")
    }
}
