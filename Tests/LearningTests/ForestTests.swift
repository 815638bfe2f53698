import Learning
import NumericSupport
import TestSupport
import Testing

@Suite("Random forests")
struct ForestTests {
    private static func table(_ samples: Int, features: Int, below: UInt64 = 256, seed: UInt64) -> FeatureTable {
        var random = SplitMix64(seed: seed)
        return FeatureTable(
            featureCount: features, values: (0..<samples * features).map { _ in UInt8(random.next() % below) })
    }

    private static func labels(_ count: Int, classes: UInt64, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in UInt8(random.next() % classes) }
    }

    /// The second feature lies beyond a threshold that depends on the first.
    private static func rule(_ table: FeatureTable) -> [UInt8] {
        (0..<table.sampleCount).map { sample in
            let (first, second) = (table.values[sample * 3], table.values[sample * 3 + 1])
            return second > (first < 100 ? 60 : 180) ? 1 : 0
        }
    }

    private static let plan = ForestPlan(trees: 12, depth: 8, featuresPerNode: 2, samplesPerTree: 600)

    @Test(
        "say what plain trees say that draw the same numbers", arguments: [ForestPlan.Threshold.best, .drawn],
        [UInt64(3), 256])
    func plain(threshold: ForestPlan.Threshold, values: UInt64) {
        for seed in UInt64(0)..<4 {
            let table = Self.table(70, features: 5, below: values, seed: seed)
            let labels = Self.labels(70, classes: 3, seed: seed + 100)
            let plan = ForestPlan(
                trees: 3, depth: 6, featuresPerNode: 3, samplesPerTree: 50, leastSamples: 3, threshold: threshold)
            let samples = (0..<70).filter { $0 % 4 != 1 }.map { Int32($0) }
            let forest = RandomForest(
                table, labels: labels, classCount: 3, samples: samples, plan: plan, seed: seed)
            let plain = PlainForest(table, labels: labels, classCount: 3, samples: samples, plan: plan, seed: seed)
            let others = Self.table(90, features: 5, below: values, seed: seed + 200)
            let found = forest.probabilities(others)
            #expect(largestDifference(found.map(Double.init), plain.probabilities(others)) < 1e-6, "seed \(seed)")
            #expect(found.max()! - found.min()! > 0.3, "it tells samples apart")
        }
    }

    @Test("have the same bytes for one seed, and others for another")
    func seeds() {
        let table = Self.table(300, features: 3, seed: 1)
        let labels = Self.rule(table)
        func forest(_ seed: UInt64) -> RandomForest {
            RandomForest(
                table, labels: labels, classCount: 2, samples: (0..<300).map { $0 }, plan: Self.plan, seed: seed)
        }
        #expect(forest(7) == forest(7) && forest(7) != forest(8))
    }

    @Test("learn a rule of two features among others", arguments: [ForestPlan.Threshold.best, .drawn])
    func learns(threshold: ForestPlan.Threshold) {
        let table = Self.table(2000, features: 3, seed: 2)
        var plan = Self.plan
        plan.threshold = threshold
        let forest = RandomForest(
            table, labels: Self.rule(table), classCount: 2, samples: (0..<2000).map { $0 }, plan: plan, seed: 3)
        let others = Self.table(1000, features: 3, seed: 4)
        let (found, truth) = (forest.probabilities(others), Self.rule(others))
        let right = truth.indices.count { (found[1000 + $0] > 0.5) == (truth[$0] == 1) }
        #expect(right > 930, "\(right) of 1000")
    }

    @Test("give probabilities whose sum is 1; without a decision, each class's share of what was drawn")
    func shares() {
        let table = Self.table(200, features: 3, seed: 5)
        let labels = Self.labels(200, classes: 4, seed: 6)
        for depth in [0, 1, 5] {
            let plan = ForestPlan(trees: 5, depth: depth, featuresPerNode: 3, samplesPerTree: 4000)
            let found = RandomForest(
                table, labels: labels, classCount: 4, samples: (0..<200).map { $0 }, plan: plan, seed: 9
            ).probabilities(table)
            for sample in 0..<200 {
                let sum = (0..<4).reduce(Float(0)) { $0 + found[$1 * 200 + sample] }
                #expect(abs(sum - 1) < 1e-5)
            }
            guard depth == 0 else { continue }
            for label in 0..<4 {
                let share = Float(labels.count { Int($0) == label }) / 200
                #expect(abs(found[label * 200] - share) < 0.03)
                #expect(Set(found[label * 200..<(label + 1) * 200]).count == 1)
            }
        }
    }

    @Test("of samples that are all alike, or of one class, are one leaf")
    func alike() {
        let same = FeatureTable(featureCount: 2, values: Array(repeating: 7, count: 40))
        let mixed = RandomForest(
            same, labels: Self.labels(20, classes: 2, seed: 1), classCount: 2, samples: (0..<20).map { $0 },
            plan: Self.plan, seed: 1)
        #expect(Set(mixed.probabilities(Self.table(50, features: 2, seed: 8))[..<50]).count == 1)
        let one = RandomForest(
            Self.table(20, features: 2, seed: 1), labels: Array(repeating: 1, count: 20), classCount: 2,
            samples: (0..<20).map { $0 }, plan: Self.plan, seed: 1)
        let found = one.probabilities(Self.table(5, features: 2, seed: 9))
        #expect(found == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    }

    @Test("draw from the samples named alone")
    func named() {
        let table = Self.table(100, features: 2, seed: 11)
        let labels = (0..<100).map { UInt8($0 < 50 ? 0 : 1) }
        let forest = RandomForest(
            table, labels: labels, classCount: 2, samples: (0..<50).map { $0 }, plan: Self.plan, seed: 1)
        #expect(forest.probabilities(table)[100...].allSatisfy { $0 == 0 })
    }
}
