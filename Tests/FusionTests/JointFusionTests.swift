import Fusion
import TestSupport
import Testing

@Suite("Joint label fusion")
struct JointFusionTests {
    /// One pixel is disputed in the middle of a picture that is the same everywhere, so that patches are too.
    static func candidates(_ differences: [Float], shares: [Float]) -> [AtlasCandidate] {
        zip(differences, shares).map { difference, share in
            VoteTests.candidate(
                Array(repeating: share, count: 64), weight: Array(repeating: 1, count: 64),
                picture: Array(repeating: difference, count: 64))
        }
    }

    private let query = [Float](repeating: 0, count: 64)

    /// With the paper's parameters, to work out by hand.
    private func fusion() -> JointLabelFusion {
        var fusion = JointLabelFusion()
        fusion.radius = 2
        fusion.regularization = 0.1
        return fusion
    }

    @Test("weighs as the matrix says, worked out by hand")
    func byHand() {
        // M = [1, .25; .25, .0625] before squaring is |d_i||d_j| = [1, .5; .5, .25]; squared [1, .25; .25, .0625].
        // With α = 0.1: (M + αI)⁻¹1 ∝ [.1625 − .25, 1.1 − .25] = [−.0875, .85]; the sum is .7625.
        let result = fusion().shares(
            query: query, Self.candidates([1, 0.5], shares: [0.2, 0.6]), size: 8, structureCount: 1)
        let expected: Float = (-0.0875 * 0.2 + 0.85 * 0.6) / 0.7625
        for share in result.values[0] { #expect(abs(share - expected) < 1e-5) }
    }

    @Test("lets atlases that err together count once")
    func correlated() {
        // Three atlases are wrong in one half of every patch, one is wrong in the other half, all as much.
        func picture(_ isWrong: (Int) -> Bool) -> [Float] { (0..<64).map { isWrong($0) ? 1 : 0 } }
        let first = picture { $0 % 2 == 0 }
        let second = picture { $0 % 2 == 1 }
        let candidates = [first, first, first, second].enumerated().map { index, picture in
            VoteTests.candidate(
                Array(repeating: index == 3 ? 1 : 0, count: 64), weight: Array(repeating: 1, count: 64),
                picture: picture)
        }
        var fusion = fusion()
        fusion.regularization = 0.001
        let share = fusion.shares(query: query, candidates, size: 8, structureCount: 1).values[0][27]
        // Of the 25 pixels round column 3, 10 lie in even columns and 15 in odd ones: the three together err 0.4² and
        // the one 0.6², so that its weight is 0.16 / (0.16 + 0.36). Counted as independent it would be 0.129.
        #expect(abs(share - 0.16 / 0.52) < 0.02, "\(share)")
    }

    @Test("trusts the atlas that looks like the query")
    func trust() {
        let result = JointLabelFusion().shares(
            query: query, Self.candidates([1, 0.01, 1.2], shares: [0, 1, 0]), size: 8, structureCount: 1)
        #expect(result.labels.allSatisfy { $0 == 1 })
    }

    @Test("believes less an atlas that registered badly")
    func trustOfAtlases() {
        let candidates = [(1, 0), (0.1, 1)].map { weight, share in
            VoteTests.candidate(
                Array(repeating: Float(share), count: 64), weight: Array(repeating: Float(weight), count: 64),
                picture: Array(repeating: 0.5, count: 64))
        }
        let shares = JointLabelFusion().shares(query: query, candidates, size: 8, structureCount: 1).values[0]
        #expect(shares.allSatisfy { $0 < 0.4 })
    }

    @Test("gives equal atlases equal weights, and keeps what all say")
    func equal() {
        let shares = JointLabelFusion().shares(
            query: query, Self.candidates([0.7, 0.7, 0.7], shares: [0, 0.3, 0.9]), size: 8, structureCount: 1)
        for share in shares.values[0] { #expect(abs(share - 0.4) < 1e-4) }
        let same = JointLabelFusion().shares(
            query: query, Self.candidates([0, 2, 1], shares: [0.6, 0.6, 0.6]), size: 8, structureCount: 1)
        for share in same.values[0] { #expect(abs(share - 0.6) < 1e-5) }
    }

    @Test("takes one atlas, none, and more than eight", arguments: [0, 1, 9, 23])
    func counts(count: Int) {
        var random = SeededGenerator(seed: 3)
        let candidates = (0..<count).map { _ in
            VoteTests.candidate(
                (0..<64).map { _ in Float.random(in: 0...1, using: &random) }, weight: Array(repeating: 1, count: 64),
                picture: (0..<64).map { _ in Float.random(in: -3...3, using: &random) })
        }
        let shares = JointLabelFusion().shares(query: query, candidates, size: 8, structureCount: 1).values[0]
        #expect(shares.allSatisfy { (0...1).contains($0) })
        if count == 1 { #expect(zip(shares, candidates[0].shares[0]).allSatisfy { abs($0 - $1) < 1e-5 }) }
        if count == 0 { #expect(shares.allSatisfy { $0 == 0 }) }
    }

    @Test("solves the system that the paper gives", arguments: 1...6)
    func solution(seed: UInt64) {
        // Against plain Gaussian elimination in Double at one pixel.
        var random = SeededGenerator(seed: seed)
        let count = 5
        let candidates = (0..<count).map { _ in
            VoteTests.candidate(
                (0..<64).map { _ in Float.random(in: 0...1, using: &random) }, weight: Array(repeating: 1, count: 64),
                picture: (0..<64).map { _ in Float.random(in: -1.5...1.5, using: &random) })
        }
        let pixel = 3 * 8 + 4
        var matrix = [[Double]](repeating: Array(repeating: 0, count: count + 1), count: count)
        for row in 0..<count {
            for column in 0..<count {
                var sum = 0.0
                for down in -2...2 {
                    for across in -2...2 {
                        let place = pixel + down * 8 + across
                        sum += Double(abs(candidates[row].picture[place]) * abs(candidates[column].picture[place]))
                    }
                }
                matrix[row][column] = (sum / 25) * (sum / 25) + (row == column ? 0.1 : 0)
            }
            matrix[row][count] = 1
        }
        for pivot in 0..<count {
            for row in 0..<count where row != pivot {
                let factor = matrix[row][pivot] / matrix[pivot][pivot]
                for column in 0...count { matrix[row][column] -= factor * matrix[pivot][column] }
            }
        }
        let solution = (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
        let sum = solution.reduce(0, +)
        let expected = zip(solution, candidates).reduce(0.0) { $0 + $1.0 / sum * Double($1.1.shares[0][pixel]) }
        let share = fusion().shares(query: query, candidates, size: 8, structureCount: 1).values[0][pixel]
        #expect(abs(Double(share) - min(max(expected, 0), 1)) < 1e-3, "seed \(seed): \(share), \(expected)")
    }
}
