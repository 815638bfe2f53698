import Files
import Imaging
import Learning
import Scoring
import TestSupport
import Testing

@Suite("A registration learned by a network")
struct LearnedRegistrationTests {
    private static let shape = RegistrationShape.published

    /// What is not trained moves every pixel somewhere; all weights zero, and it moves nothing.
    private static func registration(
        isStill: Bool = false, variant: RegistrationVariant = .anatomical
    ) throws -> ReferenceRegistration {
        let state = try RegistrationTrainer(
            shape,
            plan: RegistrationPlan(
                side: 64, parts: 1, picturesInPart: 2, rate: .constant(0.001, steps: 1),
                weights: RegistrationWeights(variation: 0, entropy: 0, codes: 0)), classes: 3, seed: 4
        ).state
        let used =
            isStill
            ? GraphState(
                parameters: state.parameters.map { _ in 0 }, statistics: state.statistics) : state
        let network = try #require(RegistrationNetwork(shape, used).roundedToHalf)
        return ReferenceRegistration(network, variant: variant)
    }

    private static func set(isStill: Bool = false) throws -> ReferenceSet {
        try #require(PhantomSet.set.with(registration(isStill: isStill)).registeringByNetwork())
    }

    private static func scorer(_ set: ReferenceSet) -> CaseScorer<SingleAtlasClassifier> {
        CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 4))
    }

    @Test("where it moves nothing, a mask is carried as it lies")
    func still() throws {
        let set = try Self.set(isStill: true)
        let item = PhantomSet.cases[0]
        let mask = try PhantomSet.map(item.truth)
        let scored = Self.scorer(set).scored(PhantomSet.query(item.image), masks: [mask])
        let grid = mask.sampled(gridSize: set.parameters.labelGridSize)
        for (place, reference) in scored.score.selected.enumerated() {
            let expected = Dice.coefficients(grid, set.references[reference].labels, structureCount: 2)
            for (found, expected) in zip(scored.score.masks[0].details[place], expected) {
                #expect(abs(try #require(found) - #require(expected)) < 1e-6)
            }
        }
        // The vote is then the references' own labels, one on the other.
        let vote = scored.trained.carried
        #expect(vote.allSatisfy { $0?.inside.allSatisfy { $0 == 1 } == true })
    }

    @Test("gives vote, posterior, expected Dice and verdict, the same bytes each time and for any company")
    func scores() throws {
        let set = try Self.set()
        let item = PhantomSet.cases[1]
        let mask = try PhantomSet.map(item.truth)
        let scorer = Self.scorer(set)
        let first = scorer.score(item.image, masks: [mask])
        _ = scorer.score(PhantomSet.cases[2].image, masks: [])
        #expect(scorer.score(item.image, masks: [mask]) == first)
        #expect(Self.scorer(set).score(item.image, masks: [mask, mask]).masks[1] == first.masks[0])
        #expect(first.evidence != nil && first.posterior != nil)
        #expect(first.masks[0].structures.allSatisfy { $0.consensus != nil && $0.expected != nil })
        let freeForm = Self.scorer(PhantomSet.set).score(item.image, masks: [mask])
        #expect(first.masks != freeForm.masks)
        // Which references are the most similar does not depend on how they are registered.
        let query = PhantomSet.query(item.image)
        #expect(scorer.score(query, masks: []).selected == Self.scorer(PhantomSet.set).score(query, masks: []).selected)
    }

    @Test("is used only where it is asked for, and leaves the free form as it is, to the byte")
    func asked() throws {
        let item = PhantomSet.cases[0]
        let mask = try PhantomSet.map(item.truth)
        let holding = try PhantomSet.set.with(Self.registration())
        #expect(
            Self.scorer(holding).score(item.image, masks: [mask])
                == Self.scorer(PhantomSet.set).score(item.image, masks: [mask]))
        #expect(holding.registrationDigest == nil)
        let learned = try holding.registering(by: .anatomical, named: "a.rcaref")
        #expect(learned.registrationDigest?.count == 64)
        #expect(try learned.leavingOut(2).registrationDigest == learned.registrationDigest)
        let other = #expect(throws: InputError.self) { try holding.registering(by: .plain, named: "a.rcaref") }
        #expect(other?.problem == "holds AC-RegNet, not RegNet")
        let none = #expect(throws: InputError.self) {
            try PhantomSet.set.registering(by: .anatomical, named: "a.rcaref")
        }
        #expect(none?.problem == "has no network that registers (AC-RegNet)")
        #expect(try holding.registering(by: .freeForm, named: "a.rcaref").registrationDigest == nil)
    }

    @Test("a case's classifier scores with it, and every other classifier by the free form")
    func classifiers() throws {
        let item = PhantomSet.cases[0]
        let mask = try PhantomSet.map(item.truth)
        let selection = ReferenceSelection(measure: .registeredCorrelation, count: 4)
        let holding = try PhantomSet.set.with(Self.registration())
        let set = try ClassifierKind.anatomicalRegistration.prepared(holding, named: "a.rcaref")
        let scored = ClassifierScorer(set: set, selection: selection, classifier: .anatomicalRegistration)
            .score(item.image, masks: [mask])
        #expect(try scored == Self.scorer(Self.set()).score(item.image, masks: [mask]))
        #expect(try ClassifierKind.affine.prepared(holding, named: "a.rcaref").registrationDigest == nil)
        #expect(throws: InputError.self) {
            try ClassifierKind.globalRegistration.prepared(holding, named: "a.rcaref")
        }
    }

    @Test(
        "a pair to learn from depends on its place alone, and keeps image and labels together",
        arguments: [false, true])
    func samples(isAugmented: Bool) {
        let set = PhantomSet.set
        let samples = RegistrationSamples(set, indices: [1, 2, 5], isAugmented: isAugmented, seed: 3)
        for place in [0, 1, 90_000] {
            let pair = samples.pair(place)
            #expect(pair.moving.grey == samples.pair(place).moving.grey)
            #expect(pair.fixed.classes == samples.pair(place).fixed.classes)
            for picture in [pair.moving, pair.fixed] {
                #expect(picture.grey.count == 64 * 64 && picture.grey.allSatisfy { (0...1).contains($0) })
                #expect(picture.classes.count == 64 * 64 && Set(picture.classes).isSuperset(of: [0]))
                #expect(picture.classes.allSatisfy { $0 <= 2 })
            }
            #expect(samples.labels(place) == pair.moving.classes)
        }
        let pictures = (0..<20).map { samples.pair($0).moving.grey }
        #expect(Set(pictures).count == (isAugmented ? 20 : 3))
        let others = RegistrationSamples(set, indices: [1, 2, 5], isAugmented: isAugmented, seed: 4)
        #expect((0..<20).map { others.pair($0).moving.grey } != pictures)
    }

    @Test("every fifth reference is the yardstick where it registers, and all are for the free form")
    func yardstick() throws {
        #expect(try Self.set().yardstick == [0, 5])
        #expect(PhantomSet.set.yardstick == Array(0..<8))
    }

    private func bytes(_ folder: TemporaryFolder, _ name: String) throws -> [UInt8] {
        try InputFile.read(at: folder.file(name), maximumBytes: 1 << 30)
    }

    @Test("a bundle keeps it and what is known of it; one without is as it was")
    func bundle() throws {
        let folder = try TemporaryFolder()
        let (plain, learned, again) = (folder.file("a.rcaref"), folder.file("b.rcaref"), folder.file("c.rcaref"))
        try ReferenceBundle.write(PhantomSet.prepared, of: PhantomSet.set, to: plain)
        var registration = try Self.registration(variant: .global)
        registration.statistics = ReferenceStatistics(
            (0..<8).map { RegistrationEvidence([.init(inBand: Float($0) / 10, overall: 0.5)], agreement: 0.9) })
        let set = try ReferenceBundle.open(plain).with(registration)
        try ReferenceBundle.write(set, asIn: plain, to: learned)
        let read = try ReferenceBundle.open(learned)
        let found = try #require(read.registration)
        #expect(found.network == registration.network && found.variant == .global)
        #expect(found.statistics == registration.statistics && found.calibration == nil)
        #expect(read.statistics == set.statistics && read.digest == set.digest)
        #expect(read.registeringByNetwork()?.statistics == registration.statistics)
        #expect(UInt32(try bytes(folder, "b.rcaref")[16]) == ReferenceBundle.latestFormatVersion)
        try ReferenceBundle.write(read.with(ReferenceRegistration?.none), asIn: learned, to: again)
        #expect(try bytes(folder, "c.rcaref") == bytes(folder, "a.rcaref"))
    }

    @Test("one that is damaged or cut off is refused, and a bundle whose format does not say that it is there")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let (plain, learned) = (folder.file("a.rcaref"), folder.file("b.rcaref"))
        try ReferenceBundle.write(PhantomSet.prepared, of: PhantomSet.set, to: plain)
        try ReferenceBundle.write(PhantomSet.set.with(Self.registration()), asIn: plain, to: learned)
        let bytes = try bytes(folder, "b.rcaref")
        func problem(_ bytes: [UInt8]) throws -> String? {
            let path = try folder.write(bytes, to: "damaged.rcaref")
            return #expect(throws: InputError.self) { try ReferenceBundle.open(path) }?.problem
        }
        var flipped = bytes
        flipped[bytes.count - 3] ^= 4
        #expect(
            try problem(flipped)
                == "the reference bundle is damaged: the network that registers does not match its checksum")
        #expect(try problem(Array(bytes.dropLast(5)))?.contains("bytes instead of") == true)
        for version in [ReferenceBundle.formatVersion, ReferenceBundle.learnedFormatVersion] {
            var renamed = bytes
            renamed[16] = UInt8(version)
            #expect(try problem(renamed)?.contains("does not match its format") == true)
        }
    }
}
