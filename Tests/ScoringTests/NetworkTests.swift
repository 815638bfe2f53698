import Imaging
import Learning
import Scoring
import TestSupport
import Testing

@Suite("Networks of a reference set")
struct NetworkTests {
    /// Not trained: what they say is nothing, and the same for all.
    private static func networks(
        _ count: Int, classes: Int = 3, referenceCount: Int = PhantomSet.referenceCount
    ) throws -> ReferenceNetworks {
        let shape = try NetworkShape(inputs: NetworkSamples.channelCount, classes: classes, channels: [8, 8])
        let folded = try (0..<count).map { seed in
            try #require(FoldedNetwork(Network(shape: shape, seed: UInt64(seed))).roundedToHalf)
        }
        return ReferenceNetworks(folded, referenceCount: referenceCount)
    }

    private func bytes(_ folder: TemporaryFolder, _ name: String) throws -> [UInt8] {
        try InputFile.read(at: folder.file(name), maximumBytes: 1 << 30)
    }

    @Test("an image is shown only to networks that have not seen it")
    func unseen() throws {
        let networks = try Self.networks(4)
        #expect(networks.unseen(known: []) == [0, 1, 2, 3])
        #expect(try Self.networks(6).unseen(known: []) == [0, 1, 2, 3], "at most four")
        // References 1 and 5 are those that network 1 was not trained on.
        #expect(networks.unseen(known: [1]) == [1] && networks.unseen(known: [1, 5]) == [1])
        #expect(networks.unseen(known: [1, 2]).isEmpty)
        let others = networks.leavingOut(1)
        #expect(others.unseen(known: []) == [1])
        // Behind the one left out, positions move by one.
        #expect(others.unseen(known: [4]) == [1] && others.unseen(known: [5]).isEmpty)
        #expect(networks.leavingOut(6).leavingOut(1).unseen(known: []).isEmpty)
    }

    @Test("a sample depends on its place alone, and keeps image and labels together")
    func samples() {
        let set = PhantomSet.set
        let samples = NetworkSamples(set, indices: [0, 2, 5], seed: 7)
        for place in [0, 1, 17, 60_000] {
            let first = samples.sample(place)
            #expect(first.input == samples.sample(place).input && first.classes == samples.sample(place).classes)
            #expect(first.input.count == 3 * 64 * 64 && first.classes.count == 64 * 64)
            #expect(first.input.allSatisfy { abs($0) <= 3 } && first.classes.allSatisfy { $0 <= 2 })
        }
        #expect(samples.sample(3).input != samples.sample(4).input)
        #expect(NetworkSamples(set, indices: [0, 2, 5], seed: 8).sample(3).input != samples.sample(3).input)
        let plain = NetworkSamples.sample(set.references[3], parameters: set.parameters, strength: 0, seed: 1)
        let shares = (0..<2).map { set.references[3].share(of: $0) }
        for index in 0..<64 * 64 where shares[0][index] == 1 || shares[1][index] == 1 {
            #expect(plain.classes[index] == (shares[0][index] == 1 ? 1 : 2))
        }
    }

    @Test("a quarter of the pictures that networks learn by is grainy, from hardly to badly, and the same each time")
    func grains() {
        let plain = Image(width: 128, height: 128, filledWith: 0.5)
        let deviations = (0..<400 as Range<UInt64>).map { seed -> Float in
            var (picture, again) = (plain, plain)
            var (noise, same) = (QuantumNoise(seed: seed), QuantumNoise(seed: seed))
            noise.apply(to: &picture)
            same.apply(to: &again)
            #expect(picture == again)
            let squares = picture.pixels.map { ($0 - 0.5) * ($0 - 0.5) }
            return (squares.reduce(0, +) / Float(squares.count)).squareRoot()
        }
        let grainy = deviations.filter { $0 > 0 }.sorted()
        #expect((70...130).contains(grainy.count))
        #expect(grainy[0] > 0.0095 && grainy[grainy.count - 1] < 0.062)
        // Drawn by its logarithm: the median is the geometric mean of both ends.
        #expect(abs(grainy[grainy.count / 2] - 0.0245) < 0.006)
    }

    @Test("a bundle keeps networks and what is known of them; one without is as it was")
    func bundle() throws {
        let folder = try TemporaryFolder()
        let (plain, learned, again) = (folder.file("a.rcaref"), folder.file("b.rcaref"), folder.file("c.rcaref"))
        try ReferenceBundle.write(PhantomSet.prepared, of: PhantomSet.set, to: plain)
        var networks = try Self.networks(3)
        networks.calibration = Self.calibration
        let set = try ReferenceBundle.open(plain).with(networks)
        try ReferenceBundle.write(set, asIn: plain, to: learned)
        let read = try ReferenceBundle.open(learned)
        let found = try #require(read.networks)
        #expect(found.networks == networks.networks && found.calibration == Self.calibration)
        #expect(!found.isCalibratedOtherwise)
        networks.calibration = Self.calibration(weightOfMask: nil)
        #expect(networks.isCalibratedOtherwise)
        #expect(read.digest == set.digest && read.references.map(\.labels) == set.references.map(\.labels))
        try ReferenceBundle.write(read.with(ReferenceNetworks?.none), asIn: learned, to: again)
        #expect(try bytes(folder, "c.rcaref") == bytes(folder, "a.rcaref"))
        let version = try bytes(folder, "b.rcaref")[16]
        #expect(UInt32(version) == ReferenceBundle.learnedFormatVersion)
    }

    @Test("networks that are damaged, cut off or for other structures are refused by number")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let (plain, learned) = (folder.file("a.rcaref"), folder.file("b.rcaref"))
        try ReferenceBundle.write(PhantomSet.prepared, of: PhantomSet.set, to: plain)
        try ReferenceBundle.write(
            PhantomSet.set.with(Self.networks(2)), asIn: plain, to: learned)
        let bytes = try bytes(folder, "b.rcaref")
        func problem(_ bytes: [UInt8]) throws -> String? {
            let path = try folder.write(bytes, to: "damaged.rcaref")
            return #expect(throws: InputError.self) { try ReferenceBundle.open(path) }?.problem
        }
        var flipped = bytes
        flipped[bytes.count - 3] ^= 4
        #expect(try problem(flipped) == "the reference bundle is damaged: network 2 does not match its checksum")
        #expect(try problem(Array(bytes.dropLast(5)))?.contains("bytes instead of") == true)
        var renamed = bytes
        renamed[16] = UInt8(ReferenceBundle.formatVersion)
        #expect(try problem(renamed)?.contains("does not match its format") == true)
        try ReferenceBundle.write(PhantomSet.set.with(Self.networks(2, classes: 4)), asIn: plain, to: learned)
        let other = #expect(throws: InputError.self) { try ReferenceBundle.open(learned) }
        #expect(other?.problem.contains("network 1 is of another version, or not for these references") == true)
    }

    @Test("the posterior takes the networks' opinion where they have one, and none of a network that knows the image")
    func opinions() throws {
        var networks = try Self.networks(2)
        networks.calibration = Self.calibration
        let set = PhantomSet.set.with(networks)
        func scorer(_ set: ReferenceSet) -> CaseScorer<SingleAtlasClassifier> {
            CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
        }
        let phantom = PhantomSet.cases[0]
        let mask = try PhantomSet.map(phantom.truth)
        let (with, without) = (
            scorer(set).score(phantom.image, masks: [mask]), scorer(PhantomSet.set).score(phantom.image, masks: [mask])
        )
        #expect(with.masks[0].dice == without.masks[0].dice)
        #expect(with.masks[0].expected?.dice != without.masks[0].expected?.dice)
        #expect(with == scorer(set).score(phantom.image, masks: [mask]))
        // Of one structure alone, what is expected of it may be off by as much as with the networks: residuals of −1, 0
        // and 1, in units of the scale.
        let lungs = try ReportedStructures(
            StructureList(String(PhantomSet.structures[0].name) + "=1"), of: set, named: "set")
        let doubt = try 1 - #require(with.posterior).structures[0].selfAgreement
        let error = try #require(lungs.expectedError(of: with))
        #expect(abs(error - min(ErrorModel.scale(doubt: doubt) * 2 / 3, 1)) < 1e-6)
        // Its own image is excluded from the references, and one of two networks knows it.
        let radiograph = PhantomSet.radiographs[2]
        let own = scorer(set).score(radiograph.image, masks: [try PhantomSet.map(radiograph.labels)])
        #expect(own.excluded == [2] && own.masks[0].expected != nil)
        // With two references left out that both networks have seen one of, the vote alone is asked.
        let few = try set.leavingOut(2).leavingOut(4)
        let plain = try PhantomSet.set.leavingOut(2).leavingOut(4)
        #expect(
            scorer(few).score(phantom.image, masks: [mask]).masks[0].expected
                == scorer(plain).score(phantom.image, masks: [mask]).masks[0].expected)
    }

    private static let calibration = calibration(weightOfMask: 0.5)

    private static func calibration(weightOfMask: Float?) -> PosteriorCalibration {
        PosteriorCalibration(
            posterior: PosteriorModel(
                structures: Array(
                    repeating: PosteriorModel.Slopes(
                        distance: 1, distanceByMisfit: -0.5, vote: 1, voteByMisfit: -1,
                        network: PosteriorModel.Slopes.Network(
                            network: 0.5, networkByMisfit: 0.25, weightOfMask: weightOfMask)),
                    count: 2)),
            errors: ErrorModel(
                structures: [ErrorModel.Residuals([-1, 0, 1]), ErrorModel.Residuals([-1, 0, 1])],
                mean: ErrorModel.Residuals([-1, 0, 1]), maskCount: 3))
    }
}

@Suite("Logistic regression")
struct LogisticRegressionTests {
    @Test("finds the figures that its rows were drawn by", arguments: [2, 4])
    func recovers(dimension: Int) throws {
        var random = SeededGenerator(seed: UInt64(dimension))
        let figures = (0..<dimension).map { _ in random.double(in: -1.5...1.5) }
        var regression = LogisticRegression(dimension: dimension)
        for _ in 0..<40_000 {
            let row = (0..<dimension).map { _ in random.double(in: -2...2) }
            let logit = zip(figures, row).reduce(0) { $0 + $1.0 * $1.1 }
            regression.add(row, isTrue: random.double(in: 0...1) < 1 / (1 + Double.exponential(-logit)))
        }
        let found = try #require(regression.solution())
        for (found, figure) in zip(found, figures) { #expect(abs(found - figure) < 0.06) }
    }

    @Test("explains the rows of two parts best by what both together say")
    func loss() throws {
        var random = SeededGenerator(seed: 9)
        var parts = [LogisticRegression](repeating: LogisticRegression(dimension: 3), count: 2)
        for place in 0..<4000 {
            let row = (0..<3).map { _ in random.double(in: -2...2) }
            parts[place % 2].add(row, isTrue: random.double(in: -2...2) < row[0] - row[1])
        }
        var all = parts[0]
        all.add(parts[1])
        let found = try #require(all.solution())
        #expect(abs(all.loss(found) - (parts[0].loss(found) + parts[1].loss(found)) / 2) < 1e-12)
        for axis in 0..<3 {
            for step in [-0.2, 0.2] {
                var other = found
                other[axis] += step
                #expect(all.loss(other) > all.loss(found))
            }
        }
    }

    @Test("takes an offset where all references say so, and none where half of them say the contrary")
    func offset() throws {
        func slopes(_ offsets: [Double]) throws -> PosteriorModel.Slopes {
            var random = SeededGenerator(seed: 31)
            var regression = VoteRegression()
            for reference in 0..<20 {
                for _ in 0..<500 {
                    let distance = random.double(in: -3...3)
                    let vote = random.double(in: -4...4)
                    let logit = 1.2 * distance + 0.4 * vote + offsets[reference % 2]
                    regression.add(
                        [distance, 0, vote, 0], isTrue: random.double(in: 0...1) < 1 / (1 + Double.exponential(-logit)),
                        reference: reference)
                }
            }
            return try #require(regression.slopes)
        }
        let shifted = try slopes([0.6, 0.6])
        #expect(abs(try #require(shifted.offset) - 0.6) < 0.15)
        #expect(abs(shifted.distance - 1.2) < 0.15)
        let torn = try slopes([0.6, -0.6])
        #expect(torn.offset == nil && abs(torn.distance - 1.2) < 0.15)
    }

    @Test("has no answer without rows")
    func empty() {
        #expect(LogisticRegression(dimension: 4).solution() == nil)
    }
}

#if canImport(Glibc)
import Glibc

extension Double {
    fileprivate static func exponential(_ value: Double) -> Double { exp(value) }
}
#endif
