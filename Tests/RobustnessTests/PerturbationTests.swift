import Foundation
import StudySupport
import TestSupport
import Testing

extension RobustnessTests {
    /// What a third of the stages cannot tell: so few errors are left that a mask or two decide.
    private static let needsAllStages: Set<String> = ["of those, not called reliable"]

    @Test("the expected Dice stays right on perturbed radiographs, and the verdict says where it does not")
    func perturbations() async throws {
        let folder = try TemporaryFolder()
        let reference = try await StudyData.givenReference(in: folder)
        let radiographs = try RadiographStudy(StudyData.jsrt(), size: 512, every: Measurement.isFull ? 1 : 3)
        var results: [PerturbationResult] = []
        for (index, perturbation) in Perturbation.all.enumerated() {
            let place = try TemporaryFolder()
            let data = try await radiographs.write(perturbation, seed: UInt64(index + 1), in: place)
            let study = try await ScoreStudy(data, reference: reference, details: false, in: place)
            results.append(PerturbationResult(perturbation, study, real: try RealScores(data)))
        }
        let masks = results.flatMap(\.masks)
        let large = masks.filter(\.isLarge)
        var pooled = AccuracyTable("All perturbations pooled: \(masks.count) masks, \(large.count) with error > 0.1")
        pooled.append(
            AccuracyTable.Row(
                figure: "share of errors > 0.1", bar: .atMost(StudyData.isLearned ? 0.002 : 0.0035),
                measured: Double(large.count) / Double(masks.count)))
        pooled.append(
            AccuracyTable.Row(
                figure: "of those, not called reliable", bar: .atLeast(StudyData.isLearned ? 0.85 : 0.8),
                measured: large.isEmpty ? 1 : Double(large.count(where: \.isFlagged)) / Double(large.count)))
        print(
            "\nPerturbed JSRT: \(radiographs.radiographs.count) radiographs × \(radiographs.stages.count) stages at 512², expected Dice, K=20\n"
        )
        print(PerturbationResult.table(results) + pooled.text)
        print("Large errors of masks called reliable\n\n" + PerturbationResult.unflagged(results))
        fflush(nil)

        for result in results {
            let (undefined, passes) = (result.undefined, result.passes)
            let count = result.masks.count
            #expect(undefined == 0 && count == radiographs.radiographs.count * radiographs.stages.count)
            let verdict = "\(result.name): MAE \(result.meanAbsoluteError), bar \(result.bar)"
            #expect(passes, "\(verdict)")
        }
        let certain = pooled.rows.filter { Measurement.isFull || !Self.needsAllStages.contains($0.figure) }
        for row in certain { #expect(row.passes, "\(row)") }
        withKnownIssue("too few errors in a third of the stages; make robustness takes all", isIntermittent: true) {
            for row in pooled.rows where !certain.contains(where: { $0.figure == row.figure }) {
                #expect(row.passes, "\(row)")
            }
        }
    }
}
