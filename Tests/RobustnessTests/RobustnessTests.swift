import TestSupport
import Testing

/// The real program on radiographs unlike the references, on pictures that are no radiographs, and on radiographs of
/// other shapes: with every stage of the predictions, or with every third, which is what a run of all tests has time
/// for.
///
/// One test after another: each runs the program on every processor.
@Suite("Robustness", .needsSharedData, .serialized)
struct RobustnessTests {}
