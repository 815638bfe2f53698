import Imaging
package import Learning

/// A reverse classifier that is a random forest: it learns the mask from grey values round each pixel and from the
/// place in the body, and labels the references' pixels by theirs.
///
/// The idea is that of atlas forests (Zikic, Glocker and Criminisi, MICCAI 2013), with which reverse classification was
/// first shown (Valindria et al., IEEE TMI 2017). Features and settings are this program's own, chosen on references
/// with damaged masks.
public final class ForestClassifier: DirectClassifier {
    /// What a forest is made of.
    package struct Settings: Sendable, Equatable {
        package var plan: ForestPlan
        package var features: PixelFeatures

        package init(plan: ForestPlan, features: PixelFeatures = PixelFeatures()) {
            self.plan = plan
            self.features = features
        }

        package static let standard = Settings(
            plan: ForestPlan(
                trees: 24, depth: 14, featuresPerNode: 3, samplesPerTree: 4096, leastSamples: 4,
                firstFeatures: PixelFeatures.placeCount, threshold: .drawn))
    }

    let tools: Tools

    public convenience init(set: ReferenceSet) { self.init(set: set, settings: .standard) }

    package init(set: ReferenceSet, settings: Settings) { tools = Tools(set, settings) }

    public func train(on query: QueryImage, masks: [StructureMap]) -> TrainedForest {
        TrainedForest(query, masks: masks, tools: tools)
    }

    /// What every training shares: nothing in it depends on a case.
    final class Tools {
        let settings: Settings
        let size: Int
        let gridSize: Int
        let classCount: Int
        private let frame: MeanFrame

        init(_ set: ReferenceSet, _ settings: Settings) {
            self.settings = settings
            size = set.parameters.preparation.size
            gridSize = set.parameters.labelGridSize
            classCount = set.structures.count + 1
            frame = MeanFrame(set)
        }

        func table(_ query: QueryImage) -> FeatureTable {
            settings.features.table(
                equalized: query.prepared.equalized.pixels, edges: query.prepared.fine.pixels, size: size,
                map: frame.map(of: query.moving))
        }

        func table(_ reference: Reference, at index: Int) -> FeatureTable {
            settings.features.table(
                equalized: reference.equalized.values, edges: reference.fixed.fineValues, size: size,
                map: frame.map(of: reference, at: index))
        }
    }
}

/// What a ``ForestClassifier`` has become for one case: a forest a mask.
///
/// All forests of an image draw the same random numbers, which come of the image: two masks differ by what they are,
/// not by luck.
public final class TrainedForest: TrainedDirectClassifier {
    private let tools: ForestClassifier.Tools
    private let query: QueryImage
    private let forests: [RandomForest]

    init(_ query: QueryImage, masks: [StructureMap], tools: ForestClassifier.Tools) {
        self.tools = tools
        self.query = query
        let seed = ContentSeed.seed(of: query)
        let table = tools.table(query)
        let shown = query.validity?.pixels
        // Of a frame that shows nothing, there is nothing to learn but what the mask has there.
        let visible = (0..<tools.size * tools.size).filter { shown?[$0] ?? 1 > 0 }.map { Int32($0) }
        let samples = visible.isEmpty ? (0..<Int32(tools.size * tools.size)).map { $0 } : visible
        forests = masks.map { mask in
            RandomForest(
                table, labels: mask.sampled(gridSize: tools.size, frameToImage: query.frameToImage),
                classCount: tools.classCount, samples: samples, plan: tools.settings.plan, seed: seed)
        }
    }

    public func fit(to reference: Reference, at index: Int) -> Float { DirectFit.correlation(query, reference) }

    public func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        let table = tools.table(reference, at: index)
        for (position, forest) in forests.enumerated() {
            ClassMap.write(
                forest.probabilities(table), size: tools.size, to: &labels[position], gridSize: tools.gridSize)
        }
    }

    /// None of its own: a forest knows nothing of the truth but the mask that is judged.
    public func posterior(_ set: ReferenceSet) -> TruthPosterior? { nil }
}
