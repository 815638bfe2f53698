import DataSets
import Imaging
import Machine
import Phantoms
import Runs
import Scoring
import Tables

/// Scores masks of a drawn chest X-ray from end to end, and compares with the known answer.
///
/// The radiograph goes through PNG and back, so that libpng is in it. Everything is drawn from a seed: the answer is
/// the same on every machine, but for the last digits, in which OpenBLAS's kernels differ.
package enum SelfTest {
    /// A mask and the Dice that the program predicts for it.
    package struct Answer: Sendable, Equatable {
        package let damage: String
        package let predicted: Float

        package init(damage: String, predicted: Float) {
            self.damage = damage
            self.predicted = predicted
        }
    }

    /// What the program answered when this was written; scores change with the method only, as CHANGELOG then says.
    package static let known = [
        Answer(damage: "boundary_1", predicted: 0.938_82),
        Answer(damage: "boundary_5", predicted: 0.728_18),
        Answer(damage: "missing_heart", predicted: 0.486_38),
    ]
    /// Far above what kernels differ in, far below what a wrong one would do.
    package static let tolerance: Float = 0.002

    static func finding() async -> DoctorFinding {
        let stopwatch = Stopwatch()
        do throws(InputError) {
            let answers = try await answers()
            return finding(answers, seconds: stopwatch.seconds)
        } catch {
            return DoctorFinding("self-test", .wrong, error.description, remedy: remedy)
        }
    }

    package static func finding(_ answers: [Answer], seconds: Double) -> DoctorFinding {
        guard answers.map(\.damage) == known.map(\.damage) else {
            return DoctorFinding("self-test", .wrong, "not every mask was scored", remedy: remedy)
        }
        for (answer, known) in zip(answers, known) {
            // Not a number is not within the tolerance either.
            guard abs(answer.predicted - known.predicted) <= tolerance else {
                return DoctorFinding(
                    "self-test", .wrong,
                    "the mask \(known.damage) got the Dice \(digits(answer.predicted)), which should be "
                        + digits(known.predicted), remedy: remedy)
            }
        }
        return DoctorFinding(
            "self-test", .well,
            "\(answers.count) masks of a drawn radiograph have the scores they should have "
                + "(\(DecimalText.threeDigits(seconds)) s)")
    }

    /// Predicts the Dice of the masks in ``known``.
    static func answers() async throws(InputError) -> [Answer] {
        let radiographs = PhantomDataSet.generate(count: 5, seed: 2026, size: 128)
        let structures = try Structure.parseList(PhantomFolders.structures)
        var references: [PreparedReference] = []
        for radiograph in radiographs.dropLast() {
            references.append(
                try PreparedReference(
                    name: radiograph.name, labelsName: radiograph.name, image: radiograph.image,
                    labels: radiograph.truth,
                    structures: structures, parameters: .standard))
        }
        let set = try await ReferenceLoader.assemble(references, structures: structures, named: "self-test")
        let radiograph = radiographs[radiographs.count - 1]
        let image = try PNGReader.grayscaleImage(from: PNGWriter.encode(radiograph.image), named: "self-test")
        var masks: [StructureMap] = []
        for known in known {
            for prediction in radiograph.predictions where prediction.name == known.damage {
                let map = try PNGReader.labelMap(from: PNGWriter.encode(prediction.mask), named: "self-test")
                masks.append(try StructureMap(map, structures: structures, named: "self-test"))
            }
        }
        let scorer = CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 4))
        return zip(known, scorer.score(image, masks: masks).masks).map {
            Answer(damage: $0.damage, predicted: $1.dice ?? .nan)
        }
    }

    private static let remedy = "do not use scores of this machine; install anew, and report it with this text"

    private static func digits(_ value: Float) -> String {
        value.isFinite ? DecimalText.threeDigits(Double(value)) : "\(value)"
    }
}
