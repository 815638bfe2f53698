import StudySupport
import TestSupport
import Testing

/// The real program on radiographs unlike the references, on pictures that are no radiographs, and on radiographs of
/// other shapes: with every stage of the predictions, or with every third, which is what a run of all tests has time
/// for.
///
/// One test after another: each runs the program on every processor.
@Suite("Robustness", .needsSharedData, .serialized)
struct RobustnessTests {
    /// The bundle that `RCA_LEARNED` names, or that of the references alone.
    func givenReference() async throws -> String {
        if let given = StudyData.learnedBundle { return given }
        return try await StudyData.builtReference()
    }
}
