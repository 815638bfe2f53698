/// How often what is said with a probability is true, a tenth of 0...1 at a time, over the pixels where it is not
/// obvious: those within 5 % of the image's side of a boundary of the truth or the posterior.
public struct ReliabilityDiagram: Sendable, Equatable, Codable {
    /// Pixels whose probability lies in one tenth of 0...1.
    public struct Bin: Sendable, Equatable, Codable {
        public fileprivate(set) var pixels = 0
        fileprivate var probabilities = 0.0
        fileprivate var trues = 0

        /// The pixels' mean probability; 0 where there are none.
        public var predicted: Float { pixels == 0 ? 0 : Float(probabilities / Double(pixels)) }
        /// The share of them that belongs to the structure; 0 where there are none.
        public var observed: Float { pixels == 0 ? 0 : Float(trues) / Float(pixels) }
    }

    /// Ten, from 0 upwards.
    public private(set) var bins = [Bin](repeating: Bin(), count: 10)

    public init() {}

    /// Adds one image.
    ///
    /// - Parameters:
    ///   - probability: of each pixel, side² values in [0, 1].
    ///   - isTrue: whether it belongs to the structure, side² values.
    ///   - side: pixels a side.
    /// - Precondition: both have side² values, and `side` is a multiple of 8.
    public mutating func add(_ probability: [Float], isTrue: [Bool], side: Int) {
        precondition(probability.count == side * side && isTrue.count == side * side, "values fill the square")
        let likely = probability.map { $0 > 0.5 }
        let near = zip(Self.nearBoundary(isTrue, side), Self.nearBoundary(likely, side)).map { $0 || $1 }
        for index in near.indices where near[index] {
            let bin = min(Int(probability[index] * 10), 9)
            bins[bin].pixels += 1
            bins[bin].probabilities += Double(probability[index])
            bins[bin].trues += isTrue[index] ? 1 : 0
        }
    }

    /// The expected calibration error (Naeini et al., AAAI 2015): the mean over pixels of how far a tenth's probability
    /// lies from its share, in [0, 1]; 0 without pixels.
    public var calibrationError: Float {
        let pixels = bins.reduce(0) { $0 + $1.pixels }
        guard pixels > 0 else { return 0 }
        return bins.reduce(0) { $0 + Float($1.pixels) * abs($1.predicted - $1.observed) } / Float(pixels)
    }

    /// Whether it can have been made by ``add(_:isTrue:side:)``: one that was read from a file may be anything.
    var isSound: Bool {
        bins.count == 10
            && bins.allSatisfy { bin in
                (0...(1 << 40)).contains(bin.pixels) && (0...bin.pixels).contains(bin.trues)
                    && (0...Double(bin.pixels)).contains(bin.probabilities)
            }
    }

    private static func nearBoundary(_ isInside: [Bool], _ side: Int) -> [Bool] {
        let reach = max(side / 20, 1)
        return SignedDistance.distances(inside: isInside, size: side, reach: reach + 1).map { abs($0) <= Float(reach) }
    }
}
