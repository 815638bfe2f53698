import Foundation
import TestSupport
import Testing

/// The real program on radiographs unlike the references, on pictures that are no radiographs, and on radiographs of
/// other shapes.
///
/// One test after another: each runs the program on every processor.
@Suite("Robustness", .needsSharedData, .serialized)
struct RobustnessTests {
    /// Every stage of the predictions, or every third, which is what a run of all tests has time for.
    static let isFull = ProcessInfo.processInfo.environment["RCA_ROBUSTNESS"] == "full"
}
