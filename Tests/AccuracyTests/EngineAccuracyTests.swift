import Evaluation
import Foundation
import StudySupport
import TestSupport
import Testing

/// The engine on real chest X-rays: 300 masks that a U-Net predicted, scored by the real program on the JSRT
/// reference set, against the true Dice.
@Suite("Accuracy on JSRT", .needsSharedData)
struct EngineAccuracyTests {
    @Test("reaches every bar of the engine")
    func bars() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.jsrt()
        let reference = try await StudyData.builtReference()
        let real = try RealScores(data)
        let study = try await ScoreStudy(data, reference: reference, in: folder)
        let truth = try await ScoreStudy(data, maskFolders: [data.truth], reference: reference, in: folder)
        let recipe = try await ScoreStudy(
            data, reference: reference,
            options: ["--references-per-case", "5", "--similarity", "mutual-information"], in: folder)
        let peer = try PeerScores()

        #expect(study.masks.count == 300 && recipe.masks.count == 300 && truth.masks.count == 25)
        #expect((study.records + truth.records + recipe.records).allSatisfy { $0.counts.failed == 0 })

        var table = AccuracyTable("RCA on JSRT: 198 references, 25 images × 12 stages of a U-Net")
        append(quality: truth.referenceMeans(), peer: peer, to: &table)
        append(study, real: real, to: &table)
        try append(recipe, against: peer, real: real, to: &table)
        append(memory: study, to: &table)
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    /// How well the true masks of the queries fit the references' once registered.
    private func append(
        quality: [(image: String, value: Double)], peer: PeerScores, to table: inout AccuracyTable
    ) {
        #expect(quality.count == 25 * 20)
        let peerQuality = peer.registrationQuality.map { String(format: "%.4f", $0) } ?? "?"
        table.append(
            AccuracyTable.Row(
                figure: "registration quality, K=20", bar: .atLeast(0.915),
                measured: meanOfDefined(quality.map(\.value)),
                interval: ClusterBootstrap().interval(clusters: quality.map(\.image)) { cases in
                    meanOfDefined(cases.map { quality[$0].value })
                },
                others: "multiatlas-rca \(peerQuality) (K=5), greedy .894, ANTs SyN .882, study .919"))
    }

    /// The published score with the default parameters.
    private func append(_ study: ScoreStudy, real: RealScores, to table: inout AccuracyTable) {
        let scores = study.scores(real: real)
        table.append(
            "max, K=20", scores, pearson: 0.965, error: 0.028,
            others: ("study .974, multiatlas-rca .929", "study .025, multiatlas-rca .0269"))
        table.append(
            "lungs", study.scores(of: "lungs", real: real) { $0.dice }, pearson: 0.970, error: 0.018,
            others: ("study .981, multiatlas-rca .942", "study .0143, multiatlas-rca .0149"))
        table.append(
            "heart", study.scores(of: "heart", real: real) { $0.dice }, pearson: 0.945, error: 0.050,
            others: ("study .961, multiatlas-rca .909", "study .0445, multiatlas-rca .0462"))
        table.append("max, K=20", scores, threshold: 0.7, area: 0.990, others: "study .997")
    }

    /// The peer's recipe on the peer's masks: the bar is the peer's own figure.
    private func append(
        _ recipe: ScoreStudy, against peer: PeerScores, real: RealScores, to table: inout AccuracyTable
    ) throws {
        let peerScores = peer.scores(of: recipe.masks.map(\.name), real: real)
        #expect(peerScores.count == 300)
        let agreement = Agreement(peerScores)
        table.append(
            "max, K=5 by mutual information", recipe.scores(real: real),
            pearson: try #require(agreement.pearson), error: try #require(agreement.meanAbsoluteError),
            others: ("the bar is multiatlas-rca's", "the bar is multiatlas-rca's"))
    }

    /// The peak memory of the run with the default parameters, in megabytes.
    private func append(memory study: ScoreStudy, to table: inout AccuracyTable) {
        table.append(
            AccuracyTable.Row(
                figure: "peak memory, K=20, 2 threads (MB)", bar: .atMost(400),
                measured: study.records.map { Double($0.cost.peakMemoryBytes) / 1e6 }.max(), digits: 0))
    }
}
