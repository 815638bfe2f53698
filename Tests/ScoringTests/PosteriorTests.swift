import Foundation
import Imaging
import Scoring
import TestSupport
import Testing

@Suite("Posterior and expected Dice")
struct PosteriorTests {
    @Test("signed distances are those of every pair of pixels, cut off at the reach", arguments: 0..<6)
    func distances(seed: Int) {
        let (side, reach) = (24, 7)
        var random = SeededGenerator(seed: UInt64(seed))
        // From a few pixels to nearly all; the last seeds are empty and full.
        let share = [0.02, 0.2, 0.5, 0.95, 0, 1][seed]
        let inside = (0..<side * side).map { _ in random.double(in: 0...1) < share }
        let found = SignedDistance.distances(inside: inside, size: side, reach: reach)
        for index in inside.indices {
            var nearest = Float(reach) + 1
            for other in inside.indices where inside[other] != inside[index] {
                let (dx, dy) = (Float(index % side - other % side), Float(index / side - other / side))
                nearest = min(nearest, (dx * dx + dy * dy).squareRoot())
            }
            let expected = min(nearest - 0.5, Float(reach)) * (inside[index] ? 1 : -1)
            #expect(abs(found[index] - expected) < 1e-4, "seed \(seed), pixel \(index): \(found[index]), \(expected)")
        }
    }

    @Test(
        "areas are those of resampling, to the bit where a cell is 1, 2, 4, … pixels wide and high",
        arguments: [
            (128, 128), (256, 512), (512, 512), (1024, 1024), (2048, 1024), (384, 300), (1000, 1000), (131, 97),
            (40, 30),
            (1, 1),
        ])
    func areas(side: Int, lines: Int) throws {
        var random = SeededGenerator(seed: UInt64(side))
        var labels = [UInt8](repeating: 0, count: side * lines)
        for _ in 0..<40 {
            let (x, y) = (Int(random.double(in: 0...Double(side - 1))), Int(random.double(in: 0...Double(lines - 1))))
            let (width, height) = (Int(random.double(in: 1...90)), Int(random.double(in: 1...90)))
            let label = UInt8(random.double(in: 0...2.99))
            for row in y..<min(y + height, lines) {
                for column in x..<min(x + width, side) { labels[row * side + column] = label }
            }
        }
        let map = try StructureMap(
            LabelMap(width: side, height: lines, indices: labels), structures: PhantomSet.structures, named: "mask.png")
        let areas = MaskAreas(map, gridSize: 128)
        let plain = MaskAreas.resampled(map, gridSize: 128)
        for structure in 0..<2 {
            if side % 128 == 0, lines % 128 == 0, (side * lines).nonzeroBitCount == 1 {
                #expect(areas.shares[structure] == plain[structure])
            }
            #expect(zip(areas.shares[structure], plain[structure]).allSatisfy { abs($0 - $1) < 1e-5 })
            let count = labels.count { $0 == UInt8(structure + 1) }
            let whole = Float(count) / Float(side * lines) * 128 * 128
            #expect(abs(areas.sums[structure] - whole) < 1e-3 * max(whole, 1))
        }
    }

    @Test("a mask covers the same of the grid as one of which every pixel is several", arguments: [16, 64, 100, 128])
    func enlarged(side: Int) throws {
        var random = SeededGenerator(seed: UInt64(side))
        let labels = (0..<side * side).map { _ in UInt8(random.double(in: 0...2.99)) }
        func areas(_ times: Int) throws -> MaskAreas {
            let width = side * times
            let indices = (0..<width * width).map { labels[$0 / width / times * side + $0 % width / times] }
            return MaskAreas(
                try StructureMap(
                    LabelMap(width: width, height: width, indices: indices), structures: PhantomSet.structures,
                    named: "mask.png"), gridSize: 128)
        }
        let (plain, doubled, more) = (try areas(1), try areas(2), try areas(9))
        for structure in 0..<2 {
            for other in [doubled, more] {
                #expect(zip(plain.shares[structure], other.shares[structure]).allSatisfy { abs($0 - $1) < 1e-5 })
            }
        }
    }

    @Test("the expected Dice of the soft kind is the mean over truths with correlated outlines")
    func plausibleTruths() throws {
        // A disk whose radius is uncertain, by as much as the outlines of lungs and hearts are: truths are disks of
        // radius 30 + 2 g, g spread evenly over the quantiles of a normal distribution. All errors go one way together,
        // which is the worst case. (With 4 g the difference is 0.012.)
        let side = 128
        let quantiles: [Float] = (0..<40).map { step in
            // Logistic quantiles, close to normal ones.
            let share = (Float(step) + 0.5) / 40
            return logarithm(share / (1 - share)) * 0.551
        }
        func disk(_ radius: Float, x: Float = 64, y: Float = 64) -> [Float] {
            (0..<side * side).map { index in
                let (dx, dy) = (Float(index % side) + 0.5 - x, Float(index / side) + 0.5 - y)
                return dx * dx + dy * dy < radius * radius ? 1 : 0
            }
        }
        let truths = quantiles.map { disk(30 + 2 * $0) }
        let probability = (0..<side * side).map { index in
            truths.reduce(0) { $0 + $1[index] } / Float(truths.count)
        }
        for mask in [disk(30), disk(26), disk(36), disk(30, x: 70, y: 60), disk(12, x: 100)] {
            let area = mask.reduce(0, +)
            let sampled =
                truths.reduce(Float(0)) { sum, truth in
                    let both = zip(mask, truth).reduce(Float(0)) { $0 + $1.0 * $1.1 }
                    return sum + 2 * both / (area + truth.reduce(0, +))
                } / Float(truths.count)
            let both = zip(mask, probability).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            let soft = 2 * both / (area + probability.reduce(0, +))
            #expect(abs(soft - sampled) < 0.005, "soft \(soft), sampled \(sampled)")
        }
    }

    @Test("a mask of what is likely is expected to be good, one elsewhere bad, and nothing to be 0")
    func order() {
        let side = 128
        let probability = (0..<side * side).map { index -> Float in
            let (dx, dy) = (Float(index % side) - 64, Float(index / side) - 64)
            let distance = 30 - (dx * dx + dy * dy).squareRoot()
            return min(max(0.5 + distance / 8, 0), 1)
        }
        let posterior = TruthPosterior(
            gridSize: side, structures: [TruthPosterior.Structure(probability: probability)])
        func expected(_ isInside: (Int) -> Bool) -> Float? {
            let labels = (0..<side * side).map { isInside($0) ? UInt8(1) : 0 }
            return ExpectedDice.values(MaskAreas(labels: labels, structureCount: 1), posterior)[0]
        }
        let likely = expected { probability[$0] > 0.5 } ?? 0
        let shifted = expected { $0 >= 10 && probability[$0 - 10] > 0.5 } ?? 0
        #expect(likely > 0.95 && shifted < likely && shifted > 0.5)
        #expect(expected { _ in false } == 0)
        #expect((expected { $0 < 500 } ?? 1) < 0.01)
        let nothing = TruthPosterior(
            gridSize: side,
            structures: [TruthPosterior.Structure(probability: Array(repeating: 0, count: side * side))])
        let empty = MaskAreas(labels: Array(repeating: 0, count: side * side), structureCount: 1)
        #expect(ExpectedDice.values(empty, nothing) == [nil])
    }

    @Test("what a mask is taken for moves the expected Dice from the soft to the hard one")
    func maskWeight() throws {
        let side = 128
        let probability = (0..<side * side).map { min(max(Float($0 % side) / 64 - 0.5, 0), 1) }
        let posterior = TruthPosterior(
            gridSize: side, structures: [TruthPosterior.Structure(probability: probability)])
        let areas = MaskAreas(
            labels: (0..<side * side).map { $0 % side > 60 ? UInt8(1) : 0 }, structureCount: 1)
        func expected(_ weight: Float) throws -> Float {
            try #require(ExpectedDice.values(areas, posterior, weight: weight)[0])
        }
        let (soft, hard) = (try expected(0), try expected(1))
        #expect(hard > soft + 0.05)
        #expect(abs(try expected(0.25) - (0.75 * soft + 0.25 * hard)) < 1e-5)
        #expect(ExpectedDice.values(areas, posterior)[0] == (try expected(0.75)))
        let besideNetworks = TruthPosterior(
            gridSize: side, structures: [TruthPosterior.Structure(probability: probability, weightOfMask: 0.5)])
        #expect(ExpectedDice.values(areas, besideNetworks)[0] == (try expected(0.5)))
    }

    @Test("a calibration of an earlier program has no offset, and masks have the weight that its errors belong to")
    func earlierCalibration() throws {
        let earlier = """
            {"posterior":{"structures":[{"distance":1,"distanceByMisfit":0,"vote":1,"voteByMisfit":0,
            "network":{"network":1,"networkByMisfit":0}}]},
            "errors":{"structures":[{"quantiles":[0,1]}],"mean":{"quantiles":[0,1]},"maskCount":60}}
            """
        let read = try JSONDecoder().decode(PosteriorCalibration.self, from: Data(earlier.utf8))
        #expect(read.posterior.structures[0].offset == nil)
        let side = 64
        let shares = (0..<side * side).map { Float($0 / side / (side / 2)) }
        let evidence = PosteriorEvidence(fused: shares, mean: shares, size: side, gridSize: side) { $0 }
            .with(networks: shares)
        var model = read.posterior
        func weight() -> Float {
            TruthPosterior([evidence], model: model, misfit: 0, frameToImage: .identity, gridSize: side).structures[0]
                .weightOfMask
        }
        #expect(weight() == ExpectedDice.weightOfMask)
        model.structures[0].network?.weightOfMask = 0.25
        #expect(weight() == 0.25)
        model.structures[0].network = nil
        #expect(weight() == ExpectedDice.weightOfMask)
    }

    @Test("pixels outside the frame of a pose count as predicted")
    func outsideTheFrame() throws {
        let phantom = PhantomSet.cases[0]
        let scorer = CaseScorer(
            set: PhantomSet.set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
        var pose = PresentationState()
        pose.scale = 0.8
        let query = QueryImage(Radiograph(phantom.image), pose: pose, parameters: PhantomSet.parameters.preparation)
        var beside = phantom.truth
        // A stripe at the image's edge, which the pose cuts off.
        for row in 0..<beside.height {
            for column in 0..<beside.width / 16 { beside.indices[row * beside.width + column] = 1 }
        }
        let score = scorer.score(query, masks: try [phantom.truth, beside].map(PhantomSet.map))
        let (clean, stained) = (score.masks[0].structures[0], score.masks[1].structures[0])
        #expect(try #require(stained.consensus) < #require(clean.consensus) - 0.05)
        #expect(try #require(stained.dice) < #require(clean.dice) - 0.05)
        #expect(try #require(stained.expected).dice < #require(clean.expected).dice - 0.05)
        #expect(score.masks[0].structures[1].consensus == score.masks[1].structures[1].consensus)
    }

    @Test("a set's calibration is the same every time, its ranges hold the expected Dice, and doubt widens them")
    func calibration() throws {
        let evidence = (0..<PhantomSet.referenceCount).compactMap { PhantomSet.set.leaveOneOutEvidence($0) }
        let set = PhantomSet.set.with(ReferenceStatistics(evidence))
        let indices = set.calibrationIndices
        #expect(indices == Array(0..<PhantomSet.referenceCount))
        func fitted() -> PosteriorCalibration? {
            PosteriorFit.calibration(indices.flatMap { set.calibrationCases($0) }, structureCount: 2)
        }
        let calibration = try #require(fitted())
        #expect(fitted() == calibration)
        #expect(calibration.errors.maskCount >= 50)
        let near = try #require(calibration.errors.outlook(doubt: 0.02))
        let far = try #require(calibration.errors.outlook(doubt: 0.3))
        #expect(near.expectedError < far.expectedError && near.chanceOfLargeError <= far.chanceOfLargeError)

        let scorer = CaseScorer(
            set: set.with(calibration), selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
        let phantom = PhantomSet.cases[0]
        let score = scorer.score(phantom.image, masks: try phantom.predictions.map { try PhantomSet.map($0.mask) })
        for mask in score.masks {
            for expected in mask.structures.map(\.expected) + [mask.expected] {
                let expected = try #require(expected)
                let range = try #require(expected.range)
                #expect(range.contains(expected.dice) && (0...1).contains(range.lowerBound) && range.upperBound <= 1)
            }
        }
        #expect(score.outlook != nil)
    }

    @Test("a perturbation of no strength changes nothing, and one is the same for one seed")
    func perturbations() {
        let side = ReferencePerturbation.side
        var random = SeededGenerator(seed: 3)
        let picture = Image(width: side, height: side, pixels: random.floats(side * side, in: 0...1))
        let labels = (0..<side * side).map { UInt8($0 / 5 % 3) }
        var none = ReferencePerturbation(strength: 0, seed: 1)
        let same = none.apply(to: picture, labels: labels)
        #expect(same.picture == picture && same.labels == labels)
        for seed in 0..<5 {
            var first = ReferencePerturbation(strength: 3, seed: UInt64(seed))
            var second = first
            let (one, other) = (first.apply(to: picture, labels: labels), second.apply(to: picture, labels: labels))
            #expect(one.picture == other.picture && one.labels == other.labels)
            #expect(one.picture != picture && one.picture.pixels.allSatisfy { (0...1).contains($0) })
            #expect(one.labels.allSatisfy { $0 <= 2 })
        }
    }

    /// By series, since the tests import no mathematics.
    private func logarithm(_ value: Float) -> Float {
        // ln v = 2 artanh((v − 1) / (v + 1)), after halving to within [½, 2].
        var (value, twos) = (value, Float(0))
        while value > 1.5 { (value, twos) = (value / 2, twos + 1) }
        while value < 0.75 { (value, twos) = (value * 2, twos - 1) }
        let t = (value - 1) / (value + 1)
        let square = t * t
        return twos * 0.6931472 + 2 * t * (1 + square / 3 + square * square / 5 + square * square * square / 7)
    }
}
