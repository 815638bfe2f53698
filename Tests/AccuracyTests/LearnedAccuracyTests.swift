import StudySupport
import TestSupport
import Testing

/// The expected Dice with networks that were trained on the references. Training takes about an hour, once.
@Suite("Expected Dice with networks", .needsSharedData, .measured(byMake: "accuracy"), .serialized)
struct LearnedAccuracyTests {
    static let bars: [ExpectedBars] = [
        ExpectedBars(
            name: "JSRT, networks", data: { try .jsrt() }, pearson: 0.986, error: 0.0110,
            errors: ["lungs": 0.0060, "heart": 0.0182], missed: ["mean: r", "mean: MAE", "lungs: MAE", "heart: MAE"]),
        ExpectedBars(
            name: "JSRT, foreign masks, networks", data: { try .foreign("jsrt/dev") }, pearson: 0.950, error: 0.0110,
            missed: ["mean: r", "mean: MAE"]),
        ExpectedBars(
            name: "other hospitals, networks", data: { try .outside() }, pearson: 0.985, error: 0.0148, reliable: 0.85,
            missed: ["mean: r", "mean: MAE", "called reliable"]),
        ExpectedBars(
            name: "other hospitals, foreign masks, networks",
            data: { try .foreign("cxr/dev", trueStructures: "lungs=1") }, pearson: 0.960, error: 0.0160,
            missed: ["mean: r", "mean: MAE"]),
        ExpectedBars(
            name: "adults of other hospitals, networks", data: { try .wingspan() }, pearson: 0.9965, error: 0.0185,
            errors: ["lungs": 0.0130, "heart": 0.0300], mostFarOff: 5,
            missed: ["mean: MAE", "lungs: MAE", "heart: MAE", "off by more than .1"]),
        ExpectedBars(
            name: "adults of other hospitals, foreign masks, networks", data: { try .foreign("wingspan/dev") },
            pearson: 0.920, error: 0.0195, missed: ["mean: MAE"]),
    ]

    @Test("networks and references together expect a Dice close to the true one", arguments: bars)
    func expectedDice(_ bars: ExpectedBars) async throws {
        let folder = try TemporaryFolder()
        try await ExpectedAccuracyTests.measure(bars, reference: StudyData.learnedReference(in: folder), in: folder)
    }
}
