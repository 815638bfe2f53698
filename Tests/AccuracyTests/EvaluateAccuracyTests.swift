import Evaluation
import StudySupport
import TestSupport
import Testing

/// `rca-cli evaluate` on real predictions: its own tables, and that they agree with those of the other suites.
@Suite("Accuracy as rca-cli evaluate tells it", .needsSharedData, .serialized)
struct EvaluateAccuracyTests {
    @Test("is that of the accuracy tables, on radiographs like the references")
    func likeTheReferences() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.jsrt()
        let reference = try await StudyData.builtReference()
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let real = try RealScores(data)
        let evaluated = try await EvaluatedStudy(study, data, in: folder)
        print("\nJSRT: 198 references, 25 images × 12 stages of a U-Net\n\n\(evaluated.text)")
        for (scores, structure, estimator) in [
            (study.scores(real: real), "mean", "max"),
            (study.scores(meanOver: ["lungs", "heart"], real: real) { $0.consensus }, "mean", "consensus"),
            (study.scores(of: "lungs", real: real) { $0.dice }, "lungs", "max"),
            (study.scores(of: "lungs", real: real) { $0.consensus }, "lungs", "consensus"),
            (study.scores(of: "heart", real: real) { $0.dice }, "heart", "max"),
            (study.scores(of: "heart", real: real) { $0.consensus }, "heart", "consensus"),
        ] {
            #expect(scores.count == 300)
            #expect(evaluated.differences(from: scores, structure: structure, estimator: estimator) == [])
        }
    }

    @Test("is that of the accuracy tables, on radiographs of another world", .measured(byMake: "accuracy"))
    func outside() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.outside()
        let reference = try await StudyData.builtReference()
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let real = try RealScores(data)
        let evaluated = try await EvaluatedStudy(study, data, in: folder)
        print("\nLungs on outside radiographs: JSRT references, 40 images × 10 stages\n\n\(evaluated.text)")
        for (scores, estimator) in [
            (study.scores(of: "lungs", real: real) { $0.dice }, "max"),
            (study.scores(of: "lungs", real: real) { $0.consensus }, "consensus"),
        ] {
            #expect(scores.count == 400)
            #expect(evaluated.differences(from: scores, structure: "lungs", estimator: estimator) == [])
        }
    }
}
