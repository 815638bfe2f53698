import Evaluation
import Foundation
import StudySupport
import TestSupport
import Testing

/// The consensus and the verdict on real chest X-rays, like the references and unlike them.
@Suite("A score to trust", .needsSharedData, .measured(byMake: "accuracy"), .serialized)
struct TrustAccuracyTests {
    @Test("reaches every bar on radiographs like the references")
    func likeTheReferences() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.jsrt()
        let reference = try await StudyData.builtReference()
        let real = try RealScores(data)
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let truth = try await ScoreStudy(data, maskFolders: [data.truth], reference: reference, in: folder)
        #expect(study.masks.count == 300 && truth.masks.count == 25)

        var table = AccuracyTable("Consensus and verdict on JSRT: 198 references, 25 images × 12 stages, K=20")
        let scores = study.scores(meanOver: ["lungs", "heart"], real: real) { $0.consensus }
        let lungs = study.scores(of: "lungs", real: real) { $0.consensus }
        let heart = study.scores(of: "heart", real: real) { $0.consensus }
        #expect(scores.count == 300 && lungs.count == 300 && heart.count == 300)
        table.append(
            "consensus", scores, pearson: 0.975, error: 0.0140,
            others: ("study .977, multiatlas-rca .929", "study .0143, multiatlas-rca .0269"))
        table.append("lungs", lungs, error: 0.0070, others: "Conformal RCA .020")
        table.append("heart", heart, error: 0.024, others: "Conformal RCA .044")
        table.append("consensus", scores, threshold: 0.7, area: 0.998)
        table.append("consensus", scores, threshold: 0.9, area: 0.985)
        table.append("registration quality", mean: truth.referenceMeans(), bar: 0.925, others: "study .926")
        table.append(
            "vote against truth, lungs", mean: truth.consensus(of: "lungs"), bar: 0.970,
            others: "second human observer about .972")
        table.append(
            "vote against truth, heart", mean: truth.consensus(of: "heart"), bar: 0.925,
            others: "second human observer about .935")
        table.append(
            AccuracyTable.Row(
                figure: "images not reliable, of 25", bar: .atMost(0),
                measured: Double(truth.masks.count { !$0.isReliable }), digits: 0))
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    @Test("reaches every bar on radiographs of another world")
    func outside() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.outside()
        let reference = try await StudyData.builtReference()
        let real = try RealScores(data)
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let truth = try await ScoreStudy(data, maskFolders: [data.truth], reference: reference, in: folder)
        let few = try await ScoreStudy(
            data, reference: reference, details: false, options: ["--references-per-case", "5"], in: folder)
        let squareData = try data.paddedToSquares(in: folder)
        let square = try await ScoreStudy(squareData, reference: reference, details: false, in: folder)
        #expect([study, few, square].allSatisfy { $0.masks.count == 400 } && truth.masks.count == 40)

        var table = AccuracyTable("Lungs on outside radiographs: JSRT references, 40 images × 10 stages")
        let scores = study.scores(of: "lungs", real: real) { $0.consensus }
        #expect(scores.count == 400)
        table.append("consensus, K=20", scores, pearson: 0.970, error: 0.0235, others: ("study .977", "study .0216"))
        table.append("consensus, K=20", scores, threshold: 0.7, area: 0.990, others: "study .997")
        table.append(
            "padded to squares", square.scores(of: "lungs", real: real) { $0.consensus }, pearson: 0.965,
            error: 0.025, others: ("study .974", "study .0226"))
        table.append(
            "max, K=5", few.scores(of: "lungs", real: real) { $0.dice }, pearson: 0.955, error: 0.031,
            others: ("study .972", "study .028"))
        table.append(
            "vote against truth", mean: truth.consensus(of: "lungs"), bar: 0.92, others: "study .927")
        append(verdictsOf: study, real: real, to: &table)
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    /// What is called reliable has to be right, and has to be most.
    private func append(verdictsOf study: ScoreStudy, real: RealScores, to table: inout AccuracyTable) {
        let share = study.masks.map { (image: $0.name.fname, value: $0.isReliable ? 1.0 : 0.0) }
        let wrong = study.masks.filter { mask in
            guard mask.isReliable, let error = study.expectedError(of: "lungs", mask, real: real) else { return false }
            return error > 0.1
        }
        table.append(
            AccuracyTable.Row(
                figure: "reliable, but off by over 0.1", bar: .atMost(0), measured: Double(wrong.count),
                others: "study none", digits: 0))
        table.append("share called reliable", mean: share, bar: 0.6, others: "study .68")
    }
}
