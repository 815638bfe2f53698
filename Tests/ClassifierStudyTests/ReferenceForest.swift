import Imaging
import Learning
import Scoring

/// The other way round: a forest trained on the references labels images, and masks are held against that. Features and
/// number of trees are those of `ForestClassifier`; there is more to learn from, so trees are larger.
struct ReferenceForest {
    struct Settings: Sendable {
        var plan = ForestPlan(
            trees: 24, depth: 16, featuresPerNode: 6, samplesPerTree: 50_000, leastSamples: 4,
            firstFeatures: PixelFeatures.placeCount, threshold: .drawn)
        var features = PixelFeatures()
    }

    private let frame: MeanFrame
    private let features: PixelFeatures
    private let forest: RandomForest
    private let size: Int
    private let gridSize: Int

    /// - Parameter learned: positions of the references that it learns from.
    init(_ set: ReferenceSet, learned: [Int], _ settings: Settings = Settings()) {
        (size, gridSize) = (set.parameters.preparation.size, set.parameters.labelGridSize)
        let frame = MeanFrame(set)
        var values: [UInt8] = []
        var labels: [UInt8] = []
        for index in learned {
            values += Self.table(set.references[index], at: index, frame, settings.features, size: size).values
            labels += Self.trueLabels(set, index, size: size)
        }
        forest = RandomForest(
            FeatureTable(featureCount: settings.features.count, values: values), labels: labels,
            classCount: set.structures.count + 1, samples: labels.indices.map(Int32.init), plan: settings.plan, seed: 1)
        self.frame = frame
        features = settings.features
    }

    /// The structure that has more than half of a pixel.
    private static func trueLabels(_ set: ReferenceSet, _ index: Int, size: Int) -> [UInt8] {
        var labels = [UInt8](repeating: 0, count: size * size)
        for structure in set.structures.indices {
            let share = set.references[index].share(of: structure)
            for pixel in labels.indices where share[pixel] > 0.5 { labels[pixel] = UInt8(structure + 1) }
        }
        return labels
    }

    private static func table(
        _ reference: Reference, at index: Int, _ frame: MeanFrame, _ features: PixelFeatures, size: Int
    ) -> FeatureTable {
        features.table(
            equalized: reference.equalized.values, edges: reference.fixed.fineValues, size: size,
            map: frame.map(of: reference, at: index))
    }

    /// What it sees in a reference that it has not learned from, on the label grid.
    func labels(_ reference: Reference, at index: Int) -> [UInt8] {
        labels(Self.table(reference, at: index, frame, features, size: size))
    }

    /// What it sees in an image as it lies, on the label grid.
    func labels(_ query: QueryImage) -> [UInt8] {
        labels(
            features.table(
                equalized: query.prepared.equalized.pixels, edges: query.prepared.fine.pixels, size: size,
                map: frame.map(of: query.moving)))
    }

    private func labels(_ table: FeatureTable) -> [UInt8] {
        var labels = [UInt8](repeating: 0, count: gridSize * gridSize)
        ClassMap.write(forest.probabilities(table), size: size, to: &labels, gridSize: gridSize)
        return labels
    }
}
