import Imaging
import Registration
import Scoring
import Testing

/// Labels every reference by a rule, and writes down what it was asked.
private final class RuleClassifier: DirectClassifier {
    private let rule: (Reference, _ mask: Int) -> [UInt8]
    /// What it thinks of the truth, whatever it was trained on.
    private let opinion: TruthPosterior?
    private(set) var trainedMasks: [Int] = []
    fileprivate(set) var classified: [Int] = []

    init(opinion: TruthPosterior? = nil, _ rule: @escaping (Reference, _ mask: Int) -> [UInt8]) {
        self.rule = rule
        self.opinion = opinion
    }

    func train(on query: QueryImage, masks: [StructureMap]) -> TrainedRule {
        trainedMasks.append(masks.count)
        return TrainedRule(self, rule, opinion)
    }
}

private final class TrainedRule: TrainedDirectClassifier {
    private let owner: RuleClassifier
    private let rule: (Reference, _ mask: Int) -> [UInt8]
    private let opinion: TruthPosterior?

    init(
        _ owner: RuleClassifier, _ rule: @escaping (Reference, _ mask: Int) -> [UInt8], _ opinion: TruthPosterior?
    ) {
        self.owner = owner
        self.rule = rule
        self.opinion = opinion
    }

    func posterior(_ set: ReferenceSet) -> TruthPosterior? { opinion }

    func fit(to reference: Reference, at index: Int) -> Float { -Float(index) }

    func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        owner.classified.append(index)
        for position in labels.indices { labels[position] = rule(reference, position) }
    }
}

@Suite("Reverse classifiers")
struct ReverseClassifierTests {
    @Test("one that returns the truth scores 1, one that returns nothing scores 0")
    func truthAndNothing() throws {
        let truth = RuleClassifier { reference, _ in reference.labels }
        let nothing = RuleClassifier { reference, _ in [UInt8](repeating: 0, count: reference.labels.count) }
        for (classifier, expected) in [(truth, Float(1)), (nothing, 0)] {
            let score = try score(classifier, maskCount: 1).masks[0]
            #expect(score.dice == expected)
            for structure in score.structures {
                #expect(structure.dice == expected && structure.mean == expected && structure.best == expected)
            }
            #expect(score.details == [[Float?]](repeating: [expected, expected], count: 3))
        }
    }

    @Test("each mask gets its own labels")
    func masks() throws {
        let classifier = RuleClassifier { reference, mask in
            // Mask 0 is right, mask 1 has no heart, mask 2 has nothing.
            mask == 0 ? reference.labels : reference.labels.map { mask == 1 && $0 == 1 ? 1 : 0 }
        }
        #expect(try score(classifier, maskCount: 3).masks.map(\.dice) == [1, 0.5, 0])
    }

    @Test("the cheap stage chooses the references; each case is trained once, with all its masks")
    func calls() throws {
        let classifier = RuleClassifier { reference, _ in reference.labels }
        let set = PhantomSet.set
        let scorer = CaseScorer(
            set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 3), classifier: classifier)
        let mask = try PhantomSet.map(PhantomSet.cases[0].truth)
        let first = scorer.score(PhantomSet.query(PhantomSet.cases[0].image), masks: [mask, mask, mask])
        // Fewer masks than before: the classifier is shown no buffer but theirs.
        let second = scorer.score(PhantomSet.query(PhantomSet.cases[1].image), masks: [mask])
        #expect(classifier.trainedMasks == [3, 1])
        #expect(first.selected == [0, 1, 2] && second.selected == [0, 1, 2])
        #expect(classifier.classified == [0, 1, 2, 0, 1, 2])
        #expect(first.masks.count == 3 && second.masks.count == 1)
    }

    @Test("a structure that the mask has, and neither the labelled reference nor the reference itself, scores 0")
    func lostStructure() throws {
        let radiograph = PhantomSet.radiographs[0]
        let heartless = try PhantomSet.prepare(
            radiograph.image, PhantomSet.removing([2], from: radiograph.labels), name: "a.png")
        let set = try ReferenceSet(
            [heartless, PhantomSet.prepared[1]], structures: PhantomSet.structures, parameters: .standard, named: "two")
        let classifier = RuleClassifier { reference, _ in reference.labels }
        let scorer = CaseScorer(
            set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 2), classifier: classifier)
        let truth = PhantomSet.cases[0].truth
        let masks = try [truth, PhantomSet.removing([2], from: truth)].map(PhantomSet.map)
        let score = scorer.score(PhantomSet.query(PhantomSet.cases[0].image), masks: masks)
        #expect(score.masks[0].details == [[1, 0], [1, 1]])
        #expect(score.masks[1].details == [[1, nil], [1, 1]])
    }

    @Test("the single atlas knows nothing of the case before, with or without the cheap stage")
    func singleAtlasForgets() throws {
        let reference = PhantomSet.set.references[0]
        func labels(_ phantom: Int, _ classifier: SingleAtlasClassifier, fitting: Bool) throws -> [[UInt8]] {
            let mask = try PhantomSet.map(PhantomSet.cases[phantom].truth)
            let trained = classifier.train(on: PhantomSet.query(PhantomSet.cases[phantom].image), masks: [mask])
            if fitting { #expect((-1...1).contains(trained.fit(to: reference, at: 0))) }
            var labels = [[UInt8](repeating: 255, count: reference.labels.count)]
            trained.classify(reference, at: 0, into: &labels)
            return labels
        }
        func fresh() -> SingleAtlasClassifier {
            SingleAtlasClassifier(parameters: PhantomSet.parameters, structureCount: 2)
        }
        let used = fresh()
        let first = try labels(0, used, fitting: true)
        let second = try labels(1, used, fitting: false)
        #expect(try labels(1, fresh(), fitting: true) == second)
        #expect(try labels(0, used, fitting: false) == first)
        #expect(first != second)
    }

    @Test("without registration a classifier's own opinion makes the expected Dice, and without one there is none")
    func opinions() throws {
        let truth = PhantomSet.cases[0].truth
        let side = PhantomSet.parameters.labelGridSize
        let labels = try PhantomSet.map(truth).sampled(gridSize: side)
        let opinion = TruthPosterior(
            gridSize: side,
            structures: (1...2).map { structure in
                TruthPosterior.Structure(probability: labels.map { Int($0) == structure ? 1 : 0 })
            })
        for known in [nil, opinion] {
            let classifier = RuleClassifier(opinion: known) { reference, _ in reference.labels }
            let score = try score(classifier, maskCount: 1)
            #expect(score.evidence == nil && score.reliability.verdict == .doubtful)
            #expect(score.masks[0].structures.allSatisfy { $0.consensus == nil })
            let expected = score.masks[0].expected
            if known == nil { #expect(expected == nil) } else { #expect(try #require(expected).dice > 0.99) }
        }
    }

    @Test("what training returned is not changed by training again")
    func independence() throws {
        let reference = PhantomSet.set.references[0]
        let classifier = SingleAtlasClassifier(parameters: PhantomSet.parameters, structureCount: 2)
        let side = PhantomSet.parameters.labelGridSize
        func consensus(_ trained: any TrainedRegistration) -> [UInt8] {
            var labels = [UInt8](repeating: 0, count: side * side)
            trained.consensus(into: &labels)
            return labels
        }
        var nothing: [[UInt8]] = []
        let first = classifier.train(on: PhantomSet.query(PhantomSet.cases[0].image), masks: [])
        first.classify(reference, at: 0, into: &nothing)
        let before = consensus(first)
        let second = classifier.train(on: PhantomSet.query(PhantomSet.cases[1].image), masks: [])
        second.classify(PhantomSet.set.references[1], at: 1, into: &nothing)
        #expect(consensus(first) == before && consensus(second) != before)
        #expect(first.similarities.count == 1 && second.similarities.count == 1)
    }

    @Test("without registration an image is scored as it lies, however it lies, by one training")
    func noSearch() throws {
        let classifier = RuleClassifier { reference, _ in reference.labels }
        let scorer = CaseScorer(
            set: PhantomSet.set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 3),
            classifier: classifier)
        let phantom = PhantomSet.cases[0]
        let scored = scorer.scored(Self.turned(phantom.image), masks: [try PhantomSet.map(phantom.truth)])
        #expect(scored.score.pose == .identity && scored.score.masks[0].dice == 1)
        #expect(classifier.trainedMasks == [1] && scored.trained.posterior(PhantomSet.set) == nil)
    }

    @Test("a score comes with the training in the pose that was settled on, which keeps what it knows")
    func behindTheScore() throws {
        let scorer = CaseScorer(
            set: PhantomSet.set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 4))
        let phantom = PhantomSet.cases[0]
        let turned = Self.turned(phantom.image)
        let scored = scorer.scored(turned, masks: [])
        #expect(scored.score.pose.orientation == .halfTurn && scored.trained.query.pose == scored.score.pose)
        #expect(scored.trained.carried.count == scored.score.selected.count)
        let before = Known(scored.trained)
        _ = scorer.score(PhantomSet.cases[1].image, masks: [])
        let again = scorer.scored(turned, masks: [])
        #expect(Known(scored.trained) == before && Known(again.trained) == before)
        #expect(again.score == scored.score)
    }

    @Test("trainings that come and go, or stay, leave nothing behind for the next", arguments: [1, 2, 5])
    func borrowedVotes(held: Int) {
        func known(_ index: Int, _ classifier: SingleAtlasClassifier) -> (Known, TrainedAtlas) {
            let trained = classifier.train(on: PhantomSet.query(PhantomSet.cases[index].image), masks: [])
            var nothing: [[UInt8]] = []
            for reference in index..<index + 2 {
                trained.classify(PhantomSet.set.references[reference], at: reference, into: &nothing)
            }
            return (Known(trained), trained)
        }
        func fresh() -> SingleAtlasClassifier {
            SingleAtlasClassifier(parameters: PhantomSet.parameters, structureCount: 2)
        }
        let expected = (0..<3).map { known($0, fresh()).0 }
        let classifier = fresh()
        var kept: [(index: Int, trained: TrainedAtlas)] = []
        for round in 0..<9 {
            let index = round % 3
            let (found, trained) = known(index, classifier)
            #expect(found == expected[index])
            kept.append((index, trained))
            if kept.count > held { kept.removeFirst() }
            for (index, trained) in kept { #expect(Known(trained) == expected[index]) }
        }
        // Without a reference labelled there is nothing to know, whatever the memory was used for before.
        kept.removeAll()
        let nothing = classifier.train(on: PhantomSet.query(PhantomSet.cases[0].image), masks: [])
        #expect(nothing.agreement() == 0 && nothing.carried.isEmpty && nothing.posteriorEvidence == nil)
    }

    /// What a trained registration can tell of its case.
    private struct Known: Equatable {
        let similarities: [RegistrationEvidence.Similarity]
        let consensus: [UInt8]
        let agreement: Float
        let blankShare: Float
        let pictures: [[Float]?]

        init(_ trained: some TrainedRegistration) {
            similarities = trained.similarities
            let side = PhantomSet.parameters.labelGridSize
            var labels = [UInt8](repeating: 255, count: side * side)
            trained.consensus(into: &labels)
            consensus = labels
            agreement = trained.agreement()
            blankShare = trained.blankShare()
            pictures = trained.carried.map { $0?.picture }
        }
    }

    private static func turned(_ image: GrayscaleImage) -> GrayscaleImage {
        let picture = image.resampled(width: PhantomSet.side, height: PhantomSet.side)
        return GrayscaleImage(
            width: PhantomSet.side, height: PhantomSet.side,
            samples: .sixteenBit(picture.pixels.reversed().map { UInt16(min(max($0, 0), 1) * 65535) }))
    }

    private func score(_ classifier: RuleClassifier, maskCount: Int) throws -> CaseScore {
        let scorer = CaseScorer(
            set: PhantomSet.set, selection: ReferenceSelection(measure: .normalizedCorrelation, count: 3),
            classifier: classifier)
        let mask = try PhantomSet.map(PhantomSet.cases[0].truth)
        return scorer.score(
            PhantomSet.query(PhantomSet.cases[0].image), masks: Array(repeating: mask, count: maskCount))
    }
}
