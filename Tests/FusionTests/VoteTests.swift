import Fusion
import TestSupport
import Testing

@Suite("Votes")
struct VoteTests {
    @Test("of a majority are counted, and a tie goes to the background or the first structure")
    func majority() {
        let shares = MajorityVote.shares(
            [[0, 1, 1, 2], [0, 1, 2, 2], [1, 1, 0, 1], [1, 0, 0, 1]], size: 2, structureCount: 2)
        #expect(shares.values == [[0.5, 0.75, 0.25, 0.5], [0, 0, 0.25, 0.5]])
        #expect(shares.labels == [0, 1, 0, 1])
    }

    @Test("of as many for the background as for a structure go to the background, however many there are")
    func ties() {
        for half in 1...20 {
            for others in 0..<half {
                let votes =
                    [UInt8](repeating: 0, count: half) + [UInt8](repeating: 2, count: half)
                    + [UInt8](repeating: 1, count: others)
                let shares = MajorityVote.shares(votes.map { [$0] }, size: 1, structureCount: 2)
                #expect(shares.labels == [0], "\(half) each and \(others)")
                let won = MajorityVote.shares((votes + [2]).map { [$0] }, size: 1, structureCount: 2)
                #expect(won.labels == [2], "\(half) each, \(others) and one")
            }
        }
    }

    @Test("of nobody are background")
    func nobody() {
        #expect(MajorityVote.shares([], size: 2, structureCount: 1).labels == [0, 0, 0, 0])
        #expect(LocallyWeightedVote.shares([], size: 2, structureCount: 1).labels == [0, 0, 0, 0])
    }

    static func candidate(_ share: [Float], weight: [Float], picture: [Float]? = nil) -> AtlasCandidate {
        AtlasCandidate(
            picture: picture ?? Array(repeating: 0, count: share.count),
            inside: Array(repeating: 1, count: share.count), shares: [share], weight: weight,
            trust: weight.max() ?? 1)
    }

    @Test("count as much as their weight, pixel by pixel")
    func weighted() {
        let shares = LocallyWeightedVote.shares(
            [
                Self.candidate([1, 1, 0, 1], weight: [3, 1, 1, 0]),
                Self.candidate([0, 0, 1, 1], weight: [1, 3, 1, 0]),
            ], size: 2, structureCount: 1)
        #expect(shares.values == [[0.75, 0.25, 0.5, 0]])
        #expect(shares.labels == [1, 0, 0, 0])
    }

    @Test("with equal weights are the mean, whatever the weight", arguments: 1...5)
    func equalWeights(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let candidates = (0..<7).map { _ in
            Self.candidate(
                (0..<16).map { _ in Float.random(in: 0...1, using: &random) }, weight: Array(repeating: 2.5, count: 16))
        }
        let shares = LocallyWeightedVote.shares(candidates, size: 4, structureCount: 1)
        for index in 0..<16 {
            let mean = candidates.reduce(0) { $0 + $1.shares[0][index] } / 7
            #expect(abs(shares.values[0][index] - mean) < 1e-5)
        }
    }

    @Test("of an atlas on a finer grid have their outline between pixels")
    func labelsOfShares() {
        // A share of 0.25 in the second column puts the edge a quarter of the way from 0 to 1 below a half.
        let candidate = Self.candidate([1, 0.25, 1, 0.25], weight: [1, 1, 1, 1])
        let labels = candidate.labels(size: 2, gridSize: 8)
        #expect(Array(labels[0..<8]) == [1, 1, 1, 1, 1, 0, 0, 0])
    }
}
