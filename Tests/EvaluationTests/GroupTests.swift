import Evaluation
import TestSupport
import Testing

@Suite("Groups of masks, and segmenters, compared")
struct GroupTests {
    @Test("Holm's p-values are those of R's p.adjust")
    func holm() {
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let adjusted = Holm.adjusted([0.01, 0.04, nil, 0.03, 0.005])
        let expected: [Double?] = [0.03, 0.06, nil, 0.06, 0.02]
        for (value, wanted) in zip(adjusted, expected) {
            #expect((value == nil) == (wanted == nil))
            #expect(abs((value ?? 0) - (wanted ?? 0)) < 1e-12)
        }
        #expect(Holm.adjusted([]) == [])
        #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
    }

    @Test("a mean and a difference are those of the values, with the clusters that they come from")
    func values() throws {
        let values = [0.9, 0.8, 0.7, 0.6]
        let clusters = ["a", "a", "b", "c"]
        let mean = try #require(ClusteredMean(values, clusters: clusters, bootstrap: nil))
        #expect(abs(mean.value - 0.75) < 1e-12 && mean.count == 4 && mean.clusterCount == 3)
        #expect(mean.interval == nil && mean.pValue == nil)
        let difference = try #require(
            ClusteredMean(
                differenceOf: values, clusters: clusters, isFirst: [true, true, false, false],
                bootstrap: nil))
        #expect(
            abs(difference.value - 0.2) < 1e-12 && difference.count == 2 && difference.clusterCount == 1)
        #expect(ClusteredMean([], clusters: [], bootstrap: nil) == nil)
        #expect(
            ClusteredMean(
                differenceOf: values, clusters: clusters, isFirst: [true, true, true, true], bootstrap: nil)
                == nil)
    }

    @Test("values that do not differ have no p-value, whatever they are", arguments: [0.1, 0.3, 0.7, 0.91, 0.3333])
    func constant(value: Double) throws {
        for count in [37, 60, 100] {
            let values = Array(repeating: value, count: count)
            let clusters = values.indices.map { "\($0)" }
            let mean = try #require(ClusteredMean(values, clusters: clusters, bootstrap: nil))
            #expect(mean.value == value && mean.pValue == nil)
            let difference = try #require(
                ClusteredMean(
                    differenceOf: values, clusters: clusters, isFirst: values.indices.map { $0 < 13 }, bootstrap: nil))
            #expect(difference.value == 0 && difference.pValue == nil)
            let other = try #require(
                ClusteredMean(
                    differenceOf: values.indices.map { $0 < 13 ? 0.2 : value }, clusters: clusters,
                    isFirst: values.indices.map { $0 < 13 }, bootstrap: nil))
            #expect(other.pValue == 0)
        }
    }

    @Test("a difference names the clusters of its first group, and is tested where both groups have enough")
    func clustersOfADifference() throws {
        let values = (0..<40).map { Double($0 % 7) }
        func difference(first count: Int) throws -> ClusteredMean {
            try #require(
                ClusteredMean(
                    differenceOf: values, clusters: values.indices.map { "\($0)" },
                    isFirst: values.indices.map { $0 < count }, bootstrap: nil))
        }
        let large = try difference(first: 36)
        #expect(large.count == 36 && large.clusterCount == 36 && large.pValue == nil)
        let even = try difference(first: 28)
        #expect(even.clusterCount == 28 && even.pValue != nil)
    }

    /// Values that share an effect of their cluster; those of the first group are larger by `effect`.
    private static func draw(
        _ random: inout SeededGenerator, clusters count: Int, perCluster: Int, effect: Double
    ) -> (values: [Double], clusters: [String], isFirst: [Bool]) {
        var values: [Double] = []
        var clusters: [String] = []
        var isFirst: [Bool] = []
        for cluster in 0..<count {
            let shared = random.double(in: -1...1)
            for _ in 0..<perCluster {
                let first = cluster % 2 == 0
                values.append(shared + 0.3 * random.double(in: -1...1) + (first ? effect : 0))
                clusters.append("\(cluster)")
                isFirst.append(first)
            }
        }
        return (values, clusters, isFirst)
    }

    @Test("without a difference one test in twenty finds one, though values of a cluster are alike")
    func level() throws {
        var random = SeededGenerator(seed: 4)
        var found = 0
        let trials = 400
        for _ in 0..<trials {
            let drawn = Self.draw(&random, clusters: 60, perCluster: 5, effect: 0)
            let difference = try #require(
                ClusteredMean(
                    differenceOf: drawn.values, clusters: drawn.clusters, isFirst: drawn.isFirst,
                    bootstrap: nil))
            if try #require(difference.pValue) < 0.05 { found += 1 }
        }
        // 20 are to be expected; taking values for independent would find about 200.
        #expect((6...40).contains(found), "\(found) of \(trials)")
    }

    @Test("a difference that is there is found, and its interval holds it")
    func effect() throws {
        var random = SeededGenerator(seed: 8)
        let drawn = Self.draw(&random, clusters: 80, perCluster: 3, effect: 1)
        let difference = try #require(
            ClusteredMean(
                differenceOf: drawn.values, clusters: drawn.clusters, isFirst: drawn.isFirst,
                bootstrap: ClusterBootstrap(resamples: 300, seed: 1)))
        #expect(try #require(difference.pValue) < 0.001)
        let interval = try #require(difference.interval)
        #expect(interval.lower < 1 && interval.upper > 1 && interval.lower > 0)
    }
}
