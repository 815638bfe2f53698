import Evaluation
import Testing

@Suite("Agreement of readers")
struct RaterKappaTests {
    /// The example of Fleiss 1971: ten cases, fourteen readers, five categories.
    private static let fleiss = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]
    private static let first = [1, 2, 3, 4, 5, 3, 3, 2, 4, 5, 1, 2]
    private static let second = [1, 3, 3, 4, 4, 3, 2, 2, 5, 5, 2, 1]

    /// The weighted figures were computed outside, in NumPy, from the definitions with weights of agreement.
    @Test("Cohen's and Fleiss' kappa are those of published examples, and of their definitions where weighted")
    func published() throws {
        let table = [(0, 0, 20), (0, 1, 5), (1, 0, 10), (1, 1, 15)].flatMap { first, second, count in
            Array(repeating: (first: first, second: second), count: count)
        }
        #expect(abs(try #require(RaterKappa.cohen(table, categories: 2, weights: .equal)) - 0.4) < 1e-12)
        let pairs = zip(Self.first, Self.second).map { (first: $0 - 1, second: $1 - 1) }
        let plain = try #require(RaterKappa.cohen(pairs, categories: 5, weights: .equal))
        let weighted = try #require(RaterKappa.cohen(pairs, categories: 5, weights: .quadratic))
        #expect(abs(plain - 0.368421052631579) < 1e-12 && abs(weighted - 0.8565737051792829) < 1e-12)
        let many = try #require(RaterKappa.fleiss(Self.fleiss, weights: .equal))
        let manyWeighted = try #require(RaterKappa.fleiss(Self.fleiss, weights: .quadratic))
        #expect(abs(many - 0.20993070442195522) < 1e-12 && abs(manyWeighted - 0.5404573012373299) < 1e-12)
    }

    @Test("is 1 where all agree, −1 for opposites, and undefined where there is nothing to agree on")
    func extremes() {
        #expect(RaterKappa.cohen([(0, 0), (1, 1)], categories: 2, weights: .equal) == 1)
        #expect(RaterKappa.cohen([(0, 1), (1, 0)], categories: 2, weights: .equal) == -1)
        #expect(RaterKappa.cohen([(1, 1), (1, 1)], categories: 2, weights: .equal) == nil)
        #expect(RaterKappa.cohen([], categories: 2, weights: .equal) == nil)
        #expect(RaterKappa.fleiss([[3, 0], [0, 3]], weights: .equal) == 1)
        #expect(RaterKappa.fleiss([[3, 0], [3, 0]], weights: .equal) == nil)
        #expect(RaterKappa.fleiss([], weights: .equal) == nil)
    }

    @Test("intervals hold the figure, and come from images, so that a mask that is there twice narrows nothing")
    func intervals() throws {
        let marks = zip(Self.first, Self.second).map { [$0 - 1, $1 - 1] }
        let images = marks.indices.map { "image \($0)" }
        let bootstrap = ClusterBootstrap(resamples: 500, seed: 3)
        func agreement(_ marks: [[Int]], _ images: [String]) -> RaterAgreement {
            RaterAgreement(marks, images: images, categories: 5, bootstrap: bootstrap, confidence: 0.95)
        }
        let once = agreement(marks, images)
        let twice = agreement(marks + marks, images + images)
        let weighted = try #require(once.weighted)
        let interval = try #require(weighted.interval)
        let value = try #require(weighted.value)
        #expect(interval.lower < value && value < interval.upper)
        #expect(abs(try #require(once.equal) - 0.5) < 1e-12)
        let other = try #require(twice.weighted?.interval)
        #expect(abs(other.lower - interval.lower) < 1e-9 && abs(other.upper - interval.upper) < 1e-9)
    }
}
