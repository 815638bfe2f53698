import Evaluation
import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport
import Testing

/// A forest trained on the references, beside the forests that are trained on a mask: `make classifiers`.
@Suite("A forest trained on the references", .needsSharedData, .measured(byMake: "classifiers"), .serialized)
struct ReferenceForestTests {
    private static func references() async throws -> ReferenceSet {
        try ReferenceBundle.open(try await StudyData.builtReference())
    }

    @Test("labels references that it has not learned from, whatever is changed about it")
    func settings() async throws {
        let set = try await Self.references()
        let leftOut = Array(stride(from: 0, to: set.references.count, by: 4))
        let learned = set.references.indices.filter { $0 % 4 != 0 }
        func tried(_ change: (inout ReferenceForest.Settings) -> Void) -> ReferenceForest.Settings {
            var settings = ReferenceForest.Settings()
            change(&settings)
            return settings
        }
        let all = [
            ("nothing", tried { _ in }), ("20 decisions", tried { $0.plan.depth = 20 }),
            ("200,000 pixels a tree", tried { $0.plan.samplesPerTree = 200_000 }),
            ("12 features a node", tried { $0.plan.featuresPerNode = 12 }),
            ("the best threshold", tried { $0.plan.threshold = .best }),
            ("boxes 4 to 24 pixels off", tried { $0.features.offsets = .far }),
            (
                "without the place",
                tried {
                    $0.features.knowsPlace = false
                    $0.plan.firstFeatures = 0
                }
            ),
        ]
        for (name, settings) in all {
            let forest = ReferenceForest(set, learned: learned, settings)
            let dice = leftOut.map { index in
                Dice.coefficients(
                    forest.labels(set.references[index], at: index), set.references[index].labels,
                    structureCount: set.structures.count)
            }
            let means = try set.structures.indices.map { structure in
                try #require(meanOfDefined(dice.map { $0[structure].map(Double.init) }))
            }
            print("| \(name) | \(means.map { String(format: "%.3f", $0) }.joined(separator: " | ")) |")
            let least = settings.features.knowsPlace ? 0.88 : 0.75
            #expect(means.allSatisfy { $0 > least }, "\(name): \(means)")
        }
    }

    @Test("ranks masks by their Dice with what it sees")
    func masks() async throws {
        let set = try await Self.references()
        let forest = ReferenceForest(set, learned: Array(set.references.indices))
        for (name, data) in [
            ("JSRT", try StudyData.jsrt()), ("many hospitals", try .outside()),
            ("adults of other hospitals", try .wingspan()),
        ] {
            let real = try RealScores(data)
            let isTrue = data.structures.map { structure in
                data.trueStructures.contains { $0.name == structure.name }
            }
            func mean(_ dice: [Float?]) -> Double? {
                meanOfDefined(zip(dice, isTrue).map { $1 ? $0.map(Double.init) : nil })
            }
            var rows: [(predicted: Double?, real: Double?, image: String)] = []
            var truths: [Double?] = []
            for fname in try FileManager.default.contentsOfDirectory(atPath: data.truth).sorted() {
                let image = try PNGReader.readGrayscaleImage(at: data.images + "/" + fname)
                let seen = forest.labels(QueryImage(Radiograph(image), parameters: set.parameters.preparation))
                func dice(_ path: String) throws -> Double? {
                    let mask = try StructureMap(
                        PNGReader.readLabelMap(at: path), structures: data.structures, named: path)
                    return mean(
                        Dice.coefficients(
                            mask.sampled(gridSize: set.parameters.labelGridSize), seen, structureCount: isTrue.count))
                }
                truths.append(try dice(data.truth + "/" + fname))
                for folder in data.predictions {
                    let mask = MaskName(stage: URL(filePath: folder).lastPathComponent, fname: fname)
                    rows.append((try dice(folder + "/" + fname), real.mean(mask), fname))
                }
            }
            let scores = PairedScores(rows)
            let pearson = try #require(Correlation.pearson(scores.predicted, scores.real))
            let error = try #require(PredictionError.meanAbsolute(predicted: scores.predicted, real: scores.real))
            let area = try #require(
                ReceiverOperating.area(predicted: scores.predicted, real: scores.real, threshold: 0.7))
            let carried = try #require(meanOfDefined(truths))
            print(
                "| \(name) | \(rows.count) |",
                String(
                    format: "true mask %.3f | r %.3f | MAE %.4f | AUC %.3f |", carried, pearson, error, area))
            #expect(pearson > 0.92 && error < 0.035)
        }
    }
}
