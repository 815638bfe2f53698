import Imaging
import Learning
import Scoring
import TestSupport
import Testing

@Suite("Networks that look from every side")
struct ChestSightTests {
    /// A network that has learned the sides of the eight phantoms for some seconds, every other one mirrored.
    private static let network: FoldedNetwork? = {
        guard let shape = try? NetworkShape(inputs: NetworkSamples.channelCount, classes: 3, channels: [8, 16, 32]),
            var trainer = try? Trainer(
                plan: TrainingPlan(side: 64, batch: 8, steps: 200),
                state: TrainerState(Network(shape: shape, seed: 3)))
        else { return nil }
        _ = trainer.run(sample: { sample($0 * 8 + $1) }, progress: { _ in true })
        return FoldedNetwork(trainer.state.network).roundedToHalf
    }()

    private static func sample(_ place: Int) -> TrainingSample {
        let reference = PhantomSet.set.references[place / 2 % PhantomSet.referenceCount]
        let plain = NetworkSamples.sample(
            reference, .sides, parameters: PhantomSet.parameters, strength: Float(place % 5) / 4, seed: UInt64(place))
        guard place % 2 == 1 else { return plain }
        func mirrored<Value>(_ planes: [Value]) -> [Value] {
            planes.indices.map { planes[$0 / 64 * 64 + 63 - $0 % 64] }
        }
        return TrainingSample(input: mirrored(plain.input), classes: mirrored(plain.classes))
    }

    private static func set(slope: Double?) throws -> ReferenceSet {
        let sides = try #require(network)
        let other = try #require(
            FoldedNetwork(
                Network(
                    shape: NetworkShape(inputs: NetworkSamples.channelCount, classes: 3, channels: [8, 8]), seed: 1)
            ).roundedToHalf)
        return PhantomSet.set.with(
            ReferenceNetworks(
                [other], laterality: LateralityNetworks([sides], model: slope.map(LateralityModel.init)),
                referenceCount: PhantomSet.referenceCount))
    }

    /// The phantom in an image where it lies this way.
    private static func laid(_ picture: [Float], _ orientation: Orientation, isInverted: Bool) -> GrayscaleImage {
        let side = PhantomSet.side
        let inverse: Orientation =
            switch orientation {
            case .quarterTurn: .threeQuarterTurn
            case .threeQuarterTurn: .quarterTurn
            default: orientation
            }
        let laid = inverse.undone(picture, size: side)
        return GrayscaleImage(
            width: side, height: side,
            samples: .sixteenBit(laid.map { UInt16(min(max(isInverted ? 1 - $0 : $0, 0), 1) * 65535) }))
    }

    @Test("find every orientation and polarity of a chest, and no chest in noise", arguments: 0..<3)
    func everyWay(index: Int) throws {
        let set = try Self.set(slope: 8)
        let networks = try #require(set.networks)
        let opinion = try #require(LateralityOpinion(networks, parameters: set.parameters))
        let picture = PhantomSet.cases[index].image.resampled(width: PhantomSet.side, height: PhantomSet.side).pixels
        for orientation in Orientation.allCases {
            for isInverted in [false, true] {
                let image = Self.laid(picture, orientation, isInverted: isInverted)
                let sight = try #require(opinion.sight(of: Radiograph(image), known: []))
                #expect(sight.orientation == orientation && sight.isInverted == isInverted)
                #expect(sight.isClear && sight.clearness <= 1 && sight.sureness == nil)
            }
        }
        var random = SeededGenerator(seed: UInt64(index))
        let noise = random.floats(picture.count, in: 0...1)
        let sight = try #require(
            opinion.sight(of: Radiograph(Self.laid(noise, .upright, isInverted: false)), known: []))
        #expect(!sight.isChest && (0...1).contains(sight.sureness ?? 0))
    }

    @Test("ask for sureness only where it decides whether a chest is seen")
    func open() {
        for hundredth in 0...100 {
            let clearness = Float(hundredth) / 100
            let seen = [Float(0), 1].map { sureness in
                ChestSight(orientation: .upright, isInverted: false, clearness: clearness, sureness: sureness).isChest
            }
            #expect(ChestSight.isOpen(clearness: clearness) == (seen[0] != seen[1]), "\(clearness)")
        }
    }

    @Test(
        "see a chest where the sides are clear, or where sides and structures together are clear enough",
        arguments: [
            (0.64, 0.6, false, false), (0.65, 0, true, true), (0.5, 0.76, false, true), (0.2, 1, false, false),
        ] as [(Float, Float, Bool, Bool)])
    func rules(clearness: Float, sureness: Float, isClear: Bool, isChest: Bool) {
        let sight = ChestSight(orientation: .upright, isInverted: false, clearness: clearness, sureness: sureness)
        #expect(sight.isClear == isClear && sight.isChest == isChest)
    }

    @Test("are surest of structures whose every pixel is certain")
    func sureness() {
        #expect(NetworkOpinions.sureness(of: [0, 0]) == 0)
        #expect(NetworkOpinions.sureness(of: [1, 1, 0]) == 1)
        #expect(NetworkOpinions.sureness(of: [0.5]) == 0)
        #expect(abs(NetworkOpinions.sureness(of: [1, 0.5]) - 2 / 3) < 1e-6)
    }

    @Test("are not asked where they are not known to tell the sides apart", arguments: [nil, 0, 2.5])
    func unknown(slope: Double?) throws {
        let set = try Self.set(slope: slope)
        let networks = try #require(set.networks)
        let opinion = try #require(LateralityOpinion(networks, parameters: set.parameters))
        #expect(opinion.sight(of: Radiograph(PhantomSet.cases[0].image), known: []) == nil)
    }

    @Test("settle how a chest lies that registration cannot place, and that it is one")
    func verdict() throws {
        let picture = PhantomSet.cases[0].image.resampled(width: PhantomSet.side, height: PhantomSet.side)
        // A white lung and a cut contrast: little is left to register.
        var hidden = picture
        for row in 0..<hidden.height {
            for column in 0..<hidden.width where column > hidden.width / 2 && row > hidden.height / 3 {
                hidden[column, row] = 0.85
            }
        }
        let image = Self.laid(hidden.pixels, .quarterTurn, isInverted: true)
        func score(_ set: ReferenceSet) -> CaseScore {
            CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
                .score(image, masks: [])
        }
        let seen = score(try Self.set(slope: 8))
        #expect(seen.pose.orientation == .quarterTurn && seen.pose.isInverted)
        #expect(seen.reliability.verdict != .notAChestXRay)
    }

    @Test(
        "are believed where a radiograph fits as they see it, and not where it fits otherwise alone",
        arguments: Orientation.allCases)
    func believed(orientation: Orientation) throws {
        let set = PhantomSet.set.with(try PhantomSet.statistics(quality: 0.75))
        let search = PoseSearch(
            set: set,
            classifier: SingleAtlasClassifier(parameters: set.parameters, structureCount: set.structures.count))
        let picture = PhantomSet.cases[1].image.resampled(width: PhantomSet.side, height: PhantomSet.side).pixels
        func found(_ lying: Orientation, seen: Orientation) -> PresentationState? {
            search.pose(
                of: Radiograph(Self.laid(picture, lying, isInverted: false)), quality: 0,
                sight: ChestSight(orientation: seen, isInverted: false, clearness: 0.9, sureness: 0.9))
        }
        let right = try #require(found(orientation, seen: orientation))
        #expect(right.orientation == orientation && !right.isInverted)
        guard orientation.isTurned else { return }
        let wrong = try #require(found(.upright, seen: orientation))
        #expect(wrong.orientation == .upright && !wrong.isInverted)
    }

    @Test("change the verdict, and never make an image more reliable", arguments: Reliability.Verdict.allCases)
    func ofChest(verdict: Reliability.Verdict) {
        let nothing = Reliability(figure: 0.9, verdict: verdict, reason: "a reason").ofNothing
        #expect(nothing.verdict == .notAChestXRay)
        #expect(verdict == .notAChestXRay ? nothing.reason == "a reason" : nothing.figure < 0.5)
        let before = Reliability(figure: 0.2, verdict: verdict, reason: "a reason")
        let after = before.ofChest
        #expect(after.figure == before.figure)
        #expect(after.verdict == (verdict == .notAChestXRay ? .unlikeTheReferences : verdict))
        #expect((after == before) == (verdict != .notAChestXRay))
    }
}
