import Files
import Imaging
import Learning
import Scoring
import TestSupport
import Testing

@Suite("Networks that see the sides of the body")
struct LateralityTests {
    private static let side = 64

    /// Not trained, two of each kind.
    private static func networks(model: LateralityModel?) throws -> ReferenceNetworks {
        func folded(classes: Int, seed: UInt64) throws -> FoldedNetwork {
            let shape = try NetworkShape(inputs: NetworkSamples.channelCount, classes: classes, channels: [8, 8])
            return try #require(FoldedNetwork(Network(shape: shape, seed: seed)).roundedToHalf)
        }
        let sides = try (0..<2).map { try folded(classes: 3, seed: 10 + UInt64($0)) }
        return ReferenceNetworks(
            try (0..<2).map { try folded(classes: 3, seed: UInt64($0)) },
            laterality: LateralityNetworks(sides, model: model), referenceCount: PhantomSet.referenceCount)
    }

    @Test("every other sample is mirrored, image and sides alike; the sides are halves round all structures")
    func samples() {
        let set = PhantomSet.set
        let plain = NetworkSamples.sample(set.references[3], .sides, parameters: set.parameters, strength: 0, seed: 1)
        let shown = set.references[3].labels.indices.filter { set.references[3].labels[$0] != 0 }
        let columns = shown.map { $0 % 128 / 2 }
        let (first, last) = (columns.min() ?? 0, columns.max() ?? 0)
        let row = plain.classes[32 * Self.side..<33 * Self.side]
        #expect(row.firstIndex { $0 != 0 }.map { abs($0 - 32 * Self.side - first) <= 1 } == true)
        #expect(row.lastIndex { $0 != 0 }.map { abs($0 - 32 * Self.side - last) <= 1 } == true)
        let middle = row.firstIndex(of: 2).map { $0 - 32 * Self.side } ?? 0
        #expect(abs(2 * middle - first - last) <= 2 && !row[..<(32 * Self.side + middle)].contains(2))

        let samples = NetworkSamples(set, .sides, indices: [0, 2, 5], seed: 7)
        var (upright, mirrored) = (0, 0)
        for place in 0..<40 {
            let sample = samples.sample(place)
            #expect(sample.classes == samples.sample(place).classes && sample.classes.allSatisfy { $0 <= 2 })
            // The mean column of what is called the left half.
            let left = sample.classes.indices.filter { sample.classes[$0] == 1 }.map { $0 % Self.side }
            let right = sample.classes.indices.filter { sample.classes[$0] == 2 }.map { $0 % Self.side }
            guard !left.isEmpty, !right.isEmpty else { continue }
            let isLeftFirst = left.reduce(0, +) * right.count < right.reduce(0, +) * left.count
            #expect(isLeftFirst == (place % 2 == 0), "sample \(place)")
            if isLeftFirst { upright += 1 } else { mirrored += 1 }
        }
        #expect(upright > 10 && mirrored > 10)
    }

    @Test("the mirrored radiograph is as upright as the radiograph is mirrored")
    func antisymmetry() throws {
        let networks = try Self.networks(model: nil)
        let opinion = try #require(LateralityOpinion(networks, parameters: PhantomSet.parameters))
        let side = PhantomSet.side
        func grey(_ image: Image) -> GrayscaleImage {
            GrayscaleImage(
                width: side, height: side,
                samples: .sixteenBit(image.pixels.map { UInt16(min(max($0, 0), 1) * 65535) }))
        }
        for phantom in PhantomSet.cases {
            let picture = phantom.image.resampled(width: side, height: side)
            let value = try #require(opinion.uprightness(PhantomSet.query(grey(picture)), known: []))
            let other = try #require(opinion.uprightness(PhantomSet.query(grey(picture.mirrored)), known: []))
            #expect(abs(value + other) < 1e-3 && abs(value) <= 1 && value != 0)
        }
        #expect(opinion.uprightness(PhantomSet.query(PhantomSet.cases[0].image), known: [0, 1]) == nil)
    }

    @Test("the model is learned by the sign of what it is shown, and a sign against reason counts for nothing")
    func model() throws {
        var random = SeededGenerator(seed: 4)
        let values = (0..<500).map { _ in 0.4 + 0.5 * random.float(in: -1...1) }
        let model = try #require(LateralityModel(uprightnesses: values))
        #expect(model.slope > 1)
        let inverted = try #require(LateralityModel(uprightnesses: values.map { -$0 }))
        #expect(inverted.slope == 0)
        #expect(LateralityModel(uprightnesses: []) == nil)
    }

    @Test("a bundle keeps the networks and their model, and one that was learned without them is read as it was")
    func bundle() throws {
        let folder = try TemporaryFolder()
        let (plain, learned, older) = (folder.file("a.rcaref"), folder.file("b.rcaref"), folder.file("c.rcaref"))
        try ReferenceBundle.write(PhantomSet.prepared, of: PhantomSet.set, to: plain)
        let set = try ReferenceBundle.open(plain)
        var networks = try Self.networks(model: LateralityModel(slope: 3))
        try ReferenceBundle.write(set.with(networks), asIn: plain, to: learned)
        let read = try ReferenceBundle.open(learned)
        #expect(read.networks?.laterality == networks.laterality && read.networks?.networks == networks.networks)
        #expect(ReferenceBundle.version(of: read) == 6)
        networks.laterality = nil
        try ReferenceBundle.write(set.with(networks), asIn: plain, to: older)
        let before = try ReferenceBundle.open(older)
        #expect(before.networks?.laterality == nil && ReferenceBundle.version(of: before) == 5)
        var bytes = try InputFile.read(at: learned, maximumBytes: 1 << 30)
        bytes[bytes.count - 3] ^= 4
        let path = try folder.write(bytes, to: "damaged.rcaref")
        let error = #expect(throws: InputError.self) { try ReferenceBundle.open(path) }
        #expect(error?.problem.contains("network 4 does not match its checksum") == true)
    }

    @Test(
        "sure networks decide, whatever registration says; a model that is not known changes nothing",
        arguments: [Float(60), -60, 0])
    func decision(slope: Float) throws {
        let phantom = PhantomSet.cases[1]
        func mirroring(_ networks: ReferenceNetworks?) throws -> Mirroring {
            let set = PhantomSet.set.with(networks)
            let scorer = CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
            let search = PoseSearch(
                set: set, classifier: SingleAtlasClassifier(parameters: set.parameters, structureCount: 2))
            return scorer.mirroring(of: PhantomSet.query(phantom.image), search)
        }
        let untrained = try Self.networks(model: nil)
        #expect(try mirroring(untrained).pose == mirroring(nil).pose)
        let opinion = try #require(LateralityOpinion(untrained, parameters: PhantomSet.parameters))
        let uprightness = try #require(opinion.uprightness(PhantomSet.query(phantom.image), known: []))
        // A slope of the opinion's own sign, so that the evidence is as wanted.
        let networks = try Self.networks(
            model: LateralityModel(slope: Double(-slope / uprightness)))
        let found = try mirroring(networks)
        #expect(found.pose.orientation == (slope > 0 ? .mirrored : .upright))
        #expect(!found.isOpen)
    }
}
