import Learning
import TestSupport
import Testing

@Suite("Networks")
struct NetworkTests {
    private static func shape() throws -> NetworkShape {
        try NetworkShape(inputs: 2, classes: 3, channels: [8, 24, 16])
    }

    private static func folded() throws -> FoldedNetwork {
        try FoldedNetwork(Networks.drawn(shape(), seed: 50, statistics: 51))
    }

    @Test("folding normalisation into the convolutions changes no probability by 1e-5", arguments: [8, 12, 20])
    func folding(side: Int) throws {
        let network = try Networks.drawn(Self.shape(), seed: 50, statistics: 51)
        let input = TestMaps(seed: 52, pictures: 2, channels: 2, side: side)
        var scratch = NetworkScratch()
        let found = FoldedNetwork(network).predict(input.values, side: side, scratch: &scratch)
        let plain = PlainNetwork(
            shape: network.shape, parameters: network.parameters.map(Double.init),
            statistics: network.statistics.map(Double.init))
        let expected = plain.probabilities(input.plain).values
        #expect(largestDifference(found.map(Double.init), expected) < 1e-5)
        // It says something of each pixel, and not the same.
        #expect(expected.max()! - expected.min()! > 0.1)
    }

    @Test("a network of one level has no pooling")
    func oneLevel() throws {
        let shape = try NetworkShape(inputs: 1, classes: 10, channels: [16])
        let network = try Networks.drawn(shape, seed: 53, statistics: 54)
        let input = TestMaps(seed: 55, pictures: 1, channels: 1, side: 7)
        var scratch = NetworkScratch()
        let found = FoldedNetwork(network).predict(input.values, side: 7, scratch: &scratch)
        let plain = PlainNetwork(
            shape: shape, parameters: network.parameters.map(Double.init),
            statistics: network.statistics.map(Double.init))
        #expect(largestDifference(found.map(Double.init), plain.probabilities(input.plain).values) < 1e-5)
    }

    @Test("a picture has the same bytes alone, among others, and after other networks and sides")
    func company() throws {
        let network = try Self.folded()
        let other = FoldedNetwork(Network(shape: try NetworkShape(inputs: 1, classes: 2, channels: [16, 8]), seed: 1))
        let input = TestMaps(seed: 56, pictures: 3, channels: 2, side: 12)
        var scratch = NetworkScratch()
        let together = network.predict(input.values, side: 12, scratch: &scratch)
        for picture in 0..<3 {
            _ = other.predict(Drawn.values(64, seed: 57), side: 8, scratch: &scratch)
            _ = network.predict(Drawn.values(128, seed: 58), side: 8, scratch: &scratch)
            let alone = network.predict(
                Array(input.values[picture * 288..<(picture + 1) * 288]), side: 12, scratch: &scratch)
            #expect(alone == Array(together[picture * 432..<(picture + 1) * 432]))
        }
    }

    @Test("new networks are the same for one seed, differ between seeds, and have He's variance")
    func initialisation() throws {
        let shape = try NetworkShape(inputs: 1, classes: 3, channels: [32, 32])
        let network = Network(shape: shape, seed: 7)
        #expect(network == Network(shape: shape, seed: 7))
        #expect(network != Network(shape: shape, seed: 8))
        // The second convolution, behind the first one's 288 weights, 32 scales and 32 shifts; of 16 networks.
        let weights = (0..<16).flatMap { seed in
            Network(shape: shape, seed: seed).parameters[352..<352 + 9 * 32 * 32].map(Double.init)
        }
        // Four standard errors.
        let (deviation, count) = ((2 / 288.0).squareRoot(), Double(weights.count))
        #expect(abs(rootMeanSquare(weights) - deviation) < 4 * deviation / (2 * count).squareRoot())
        #expect(abs(weights.reduce(0, +) / count) < 4 * deviation / count.squareRoot())
    }

    @Test("a shape or side that cannot be is refused")
    func refusedShapes() throws {
        let wrong: [(Int, Int, [Int])] = [
            (0, 2, [8]), (65, 2, [8]), (1, 1, [8]), (1, 65, [8]), (1, 2, []), (1, 2, [12]), (1, 2, [0]),
            (1, 2, [2048]), (1, 2, Array(repeating: 8, count: 9)),
        ]
        for (inputs, classes, channels) in wrong {
            #expect(throws: LearningError.self) {
                try NetworkShape(inputs: inputs, classes: classes, channels: channels)
            }
        }
        let shape = try Self.shape()
        for side in [0, -4, 2, 6, 4100] { #expect(throws: LearningError.self) { try shape.check(side: side) } }
        try shape.check(side: 96)
        let weights = Network.counts(shape)
        #expect(throws: LearningError.self) {
            try Network(
                shape: shape, parameters: Array(repeating: 0, count: weights.parameters - 1),
                statistics: Array(repeating: 0, count: weights.statistics))
        }
    }

    @Test("bytes give the network back, in half precision")
    func coding() throws {
        let network = try Self.folded()
        let bytes = try network.encoded()
        let decoded = try FoldedNetwork(decoding: bytes)
        #expect(decoded == network.roundedToHalf)
        #expect(try decoded.encoded() == bytes)
        let differences = zip(decoded.weights, network.weights).map { abs($0 - $1) / max(abs($1), 1e-4) }
        #expect(differences.max()! < 0x1p-11)
        #expect(bytes.count == 4 + 4 * 7 + 2 * network.weights.count)
    }

    @Test("damaged bytes are refused, wherever they end and whatever their head says")
    func damage() throws {
        let bytes = try Self.folded().encoded()
        for count in Array(0..<40) + [bytes.count / 2, bytes.count - 1] {
            #expect(throws: LearningError.self) { try FoldedNetwork(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: LearningError.self) { try FoldedNetwork(decoding: bytes + [0]) }
        for index in 0..<32 {
            for flipped: UInt8 in [0x01, 0x10, 0x80] {
                var changed = bytes
                changed[index] ^= flipped
                #expect(throws: LearningError.self) { try FoldedNetwork(decoding: changed) }
            }
        }
        var later = bytes
        later[4] = 2
        #expect(throws: LearningError.version(2)) { try FoldedNetwork(decoding: later) }
        // The last weight: infinity in half precision.
        var infinite = bytes
        infinite.replaceSubrange(bytes.count - 2..<bytes.count, with: [0x00, 0x7C])
        #expect(throws: LearningError.damaged("a number in it is not finite")) {
            try FoldedNetwork(decoding: infinite)
        }
    }

    @Test("a weight too large for half precision is not written")
    func tooLarge() throws {
        let network = try Networks.drawn(Self.shape(), seed: 50, statistics: 51)
        let large = try Network(
            shape: network.shape, parameters: network.parameters.map { $0 * 1e6 }, statistics: network.statistics)
        #expect(FoldedNetwork(large).roundedToHalf == nil)
        #expect(throws: LearningError.self) { try FoldedNetwork(large).encoded() }
    }
}
