import Foundation
import StudySupport
import TestSupport
import Testing

extension RobustnessTests {
    private static let share = "share of errors > 0.1"
    private static let flagged = "of those, not called reliable"
    /// Figures that may miss their bar. All stages do miss both without networks, as docs/robustness.md says, and neither
    /// with them; of a third of the stages so few errors are left that a mask or two decide what share is flagged.
    private static let mayMiss: Set<String> =
        if !Measurement.isFull { [flagged] } else if StudyData.learnedBundle == nil { [share, flagged] } else { [] }

    @Test("the expected Dice stays right on perturbed radiographs, and the verdict says where it does not")
    func perturbations() async throws {
        let reference = try await givenReference()
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
                figure: Self.share, bar: .atMost((StudyData.learnedBundle != nil) ? 0.002 : 0.0035),
                measured: Double(large.count) / Double(masks.count)))
        pooled.append(
            AccuracyTable.Row(
                figure: Self.flagged, bar: .atLeast((StudyData.learnedBundle != nil) ? 0.85 : 0.8),
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
        for row in pooled.rows where !Self.mayMiss.contains(row.figure) { #expect(row.passes, "\(row)") }
        withKnownIssue("missed, or too few errors to say", isIntermittent: true) {
            for row in pooled.rows where Self.mayMiss.contains(row.figure) { #expect(row.passes, "\(row)") }
        }
    }
}
