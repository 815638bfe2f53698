import Imaging
import Learning
import NumericSupport
import Registration
import Scoring
import TestSupport
import Testing

@Suite("Any classifier")
struct ClassifierScorerTests {
    /// With networks that were never trained: enough to begin with.
    private static let set: ReferenceSet = {
        do {
            let shape = try NetworkShape(inputs: NetworkSamples.channelCount, classes: 3, channels: [8, 8])
            let networks = (0..<2).map { FoldedNetwork(Network(shape: shape, seed: UInt64($0))) }
            return PhantomSet.set.with(ReferenceNetworks(networks, referenceCount: PhantomSet.referenceCount))
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// Those whose vote is that of the free form.
    private static let others = ClassifierKind.allCases.filter { $0 != .freeForm && $0.registration == .freeForm }
    private static var selection: ReferenceSelection { ReferenceSelection(measure: .registeredCorrelation, count: 3) }

    private static func scorer(_ classifier: ClassifierKind) -> ClassifierScorer {
        ClassifierScorer(set: set, selection: selection, classifier: classifier)
    }

    /// The true mask, and one that lies elsewhere.
    private static func masks(_ index: Int) throws -> [StructureMap] {
        let truth = PhantomSet.cases[index].truth
        var moved = truth
        for place in moved.indices.indices {
            let from = place - 24 * truth.width - 14
            moved.indices[place] = from >= 0 ? truth.indices[from] : 0
        }
        return try [truth, moved].map(PhantomSet.map)
    }

    @Test("the free-form one scores as a case scorer does")
    func freeForm() throws {
        let (image, masks) = (PhantomSet.cases[0].image, try Self.masks(0))
        let plain = CaseScorer(set: Self.set, selection: Self.selection)
        #expect(Self.scorer(.freeForm).score(image, masks: masks) == plain.score(image, masks: masks))
    }

    @Test(
        "changes the Dice on the references alone: pose, verdict and expected Dice are those of their vote",
        arguments: others)
    func onlyTheReferences(classifier: ClassifierKind) throws {
        let (image, masks) = (PhantomSet.cases[0].image, try Self.masks(0))
        let base = Self.scorer(.freeForm).score(image, masks: masks)
        let score = Self.scorer(classifier).score(image, masks: masks)
        #expect(score.pose == base.pose && score.evidence == base.evidence && score.reliability == base.reliability)
        #expect(score.selected == base.selected && score.outlook == base.outlook)
        for (mask, before) in zip(score.masks, base.masks) {
            #expect(mask.expected == before.expected && mask.details != before.details)
            #expect(mask.structures.map(\.expected) == before.structures.map(\.expected))
            #expect(mask.structures.map(\.consensus) == before.structures.map(\.consensus))
            #expect(mask.dice == mask.details.compactMap { Dice.mean($0) }.max())
        }
        // The true mask is the better one, whoever says so.
        let (right, wrong) = (try #require(score.masks[0].dice), try #require(score.masks[1].dice))
        #expect(right > wrong + 0.03, "\(right), \(wrong)")
    }

    @Test("knows nothing of the case before, and of no other mask", arguments: others)
    func forgets(classifier: ClassifierKind) throws {
        let (image, masks) = (PhantomSet.cases[1].image, try Self.masks(1))
        let used = Self.scorer(classifier)
        _ = used.score(PhantomSet.cases[2].image, masks: try Self.masks(2))
        let after = used.score(image, masks: masks)
        #expect(after == Self.scorer(classifier).score(image, masks: masks))
        let alone = used.score(image, masks: [masks[1]])
        #expect(alone.masks == [after.masks[1]])
    }

    @Test("measures outlines too, as it labels", arguments: others)
    func surfaces(classifier: ClassifierKind) throws {
        let scorer = Self.scorer(classifier)
        scorer.surfaces = SurfaceSettings()
        let score = scorer.score(PhantomSet.cases[0].image, masks: try Self.masks(0))
        let free = Self.scorer(.freeForm)
        free.surfaces = SurfaceSettings()
        let base = free.score(PhantomSet.cases[0].image, masks: try Self.masks(0))
        for (mask, before) in zip(score.masks, base.masks) {
            #expect(mask.surfaces.count == 2 && mask.surfaces != before.surfaces)
        }
    }

    @Test("the affine one carries as a registration that bends nothing")
    func affine() throws {
        var still = PhantomSet.parameters
        still.registration.coarseIterations = 0
        still.registration.fineIterations = 0
        let query = PhantomSet.query(PhantomSet.cases[0].image)
        let masks = try Self.masks(0)
        func labels(_ classifier: SingleAtlasClassifier) -> [[UInt8]] {
            var labels = [[UInt8]](repeating: Array(repeating: 9, count: 128 * 128), count: masks.count)
            classifier.train(on: query, masks: masks).classify(Self.set.references[1], at: 1, into: &labels)
            return labels
        }
        let affine = SingleAtlasClassifier(parameters: PhantomSet.parameters, structureCount: 2, stage: .affine)
        #expect(labels(affine) == labels(SingleAtlasClassifier(parameters: still, structureCount: 2)))
        #expect(
            labels(affine) != labels(SingleAtlasClassifier(parameters: PhantomSet.parameters, structureCount: 2)))
    }

    private static let needing: [ClassifierKind] = [.pairNetwork, .freeFormNetworks]

    @Test("that needs networks is refused for references without, in one line that says what to do")
    func refused() {
        for classifier in Self.needing {
            let error = #expect(throws: InputError.self) {
                try classifier.prepared(PhantomSet.set, named: "a.rcaref")
            }
            #expect(
                error?.description.contains(
                    "a.rcaref: has no networks, which --classifier \(classifier.rawValue) needs") == true)
            #expect(error?.description.contains("reference learn") == true)
        }
        for classifier in Self.others + [.freeForm] {
            #expect(throws: Never.self) { try classifier.prepared(Self.set, named: "a.rcaref") }
            guard !Self.needing.contains(classifier) else { continue }
            #expect(throws: Never.self) { try classifier.prepared(PhantomSet.set, named: "a.rcaref") }
        }
    }

    @Test("a reference is labelled by the network that has not seen it", arguments: [0, 1, 2])
    func unseen(kept: Int) throws {
        // A network of which no training changes anything: all its weights are zero, and its biases say who it is.
        let shape = try NetworkShape(inputs: NetworkSamples.channelCount, classes: 3, channels: [8, 8])
        func network(_ label: Int) throws -> FoldedNetwork {
            let counts = Network.counts(shape)
            var parameters = [Float](repeating: 0, count: counts.parameters)
            parameters[counts.parameters - 3 + label] = 20
            return FoldedNetwork(
                try Network(
                    shape: shape, parameters: parameters,
                    statistics: Array(repeating: 0.5, count: counts.statistics)))
        }
        let networks = try (0..<3).map { try network($0) }
        let set = PhantomSet.set.with(ReferenceNetworks(networks, referenceCount: PhantomSet.referenceCount))
        let classifier = PairNetworkClassifier(
            set: set, start: .references,
            settings: PairNetworkClassifier.Settings(steps: 1, batch: 1, rate: 1e-9, jitter: 0))
        let trained = classifier.train(
            on: PhantomSet.query(PhantomSet.cases[0].image), masks: [try Self.masks(0)[0]])
        for index in stride(from: kept, to: PhantomSet.referenceCount, by: 3) {
            var labels = [[UInt8](repeating: 9, count: 128 * 128)]
            trained.classify(set.references[index], at: index, into: &labels)
            #expect(labels[0].allSatisfy { $0 == UInt8(kept) })
        }
    }
}
