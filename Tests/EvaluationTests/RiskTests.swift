import Evaluation
import TestSupport
import Testing

@Suite("The risk of accepting masks by their predicted Dice")
struct RiskTests {
    private static func scores(_ pairs: [(Double, Double)], perImage: Int = 1) -> PairedScores {
        PairedScores(
            pairs.enumerated().map { (predicted: $1.0, real: $1.1, image: "\($0 / perImage)") })
    }

    @Test("the curve counts what is accepted, ties together")
    func curve() {
        let curve = RiskCurve(
            Self.scores([(0.9, 0.95), (0.8, 0.5), (0.8, 0.9), (0.6, 0.4), (0.5, 0.85)]), dice: 0.8)
        #expect(curve.points.map(\.threshold) == [0.9, 0.8, 0.6, 0.5])
        #expect(curve.points.map(\.accepted) == [1, 3, 4, 5])
        #expect(curve.points.map(\.bad) == [0, 1, 2, 2])
        #expect(curve.point(above: 0.7).accepted == 3)
        #expect(curve.point(above: 0.95).risk == nil)
        #expect(curve.point(above: 0).coverage == 1)
        #expect(curve.largestCoverage(risk: 0.34) == 0.6)
        #expect(curve.largestCoverage(risk: 0.4) == 1)
        #expect(RiskCurve(Self.scores([]), dice: 0.8).point(above: 0).coverage == 0)
    }

    @Test("without a bad mask, so many images promise as the binomial says")
    func fewest() {
        // 0.9ⁿ ≤ 0.1 / 3 from n = 33 on.
        func promise(_ count: Int) -> RiskControl.Promise {
            RiskControl(dice: 0.7, limit: 0.1).threshold(
                Self.scores(Array(repeating: (0.97, 0.95), count: count)))
        }
        #expect(promise(0) == .tooFewImages)
        #expect(promise(32) == .tooFewImages)
        #expect(promise(33) == .threshold(0))
    }

    @Test("where good and bad masks cannot be told apart, and too many are bad, nothing is promised")
    func hopeless() {
        let pairs = (0..<300).map { (0.99, $0 % 3 == 0 ? 0.5 : 0.9) }
        #expect(RiskControl(dice: 0.7, limit: 0.1).threshold(Self.scores(pairs)) == .notReached)
    }

    @Test("the order of the images does not matter", arguments: [1, 3])
    func order(perImage: Int) {
        var random = SeededGenerator(seed: 5)
        let pairs = Self.draw(600, perImage: perImage, &random)
        let control = RiskControl(dice: 0.7, limit: 0.1)
        let forward = control.threshold(pairs)
        let backward = control.threshold(pairs[Array(pairs.predicted.indices.reversed())])
        #expect(forward == backward)
        guard case .threshold = forward else {
            Issue.record("no threshold was found")
            return
        }
    }

    /// Masks whose quality is that of their image, more or less, and predicted with an error.
    private static func draw(_ count: Int, perImage: Int, _ random: inout SeededGenerator) -> PairedScores {
        var pairs: [(predicted: Double?, real: Double?, image: String)] = []
        for image in 0..<count / perImage {
            let quality = 1 - 0.7 * pow(random.unit(), 2)
            for _ in 0..<perImage {
                let real = min(max(quality + 0.1 * (random.unit() - 0.5), 0), 1)
                let predicted = min(max(real + 0.2 * (random.unit() - 0.5), 0), 1)
                pairs.append((predicted, real, "\(image)"))
            }
        }
        return PairedScores(pairs)
    }

    private static func pow(_ value: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * value }
    }

    /// The bar: simulated sets of 1,000 masks keep the promise in nine of ten, and accept most of what could be.
    @Test("simulated sets of 1,000 masks keep the promise, and accept what can be accepted", arguments: [1, 5])
    func promiseIsKept(perImage: Int) {
        var random = SeededGenerator(seed: UInt64(perImage))
        let control = RiskControl(dice: 0.75, limit: 0.1)
        let population = RiskCurve(Self.draw(100_000, perImage: perImage, &random), dice: control.dice)
        let possible = population.largestCoverage(risk: control.limit)
        #expect(population.point(above: 0).risk ?? 0 > 2 * control.limit)
        var (kept, share) = (0, 0.0)
        let sets = 100
        for _ in 0..<sets {
            guard case .threshold(let threshold) = control.threshold(Self.draw(1000, perImage: perImage, &random))
            else {
                kept += 1
                continue
            }
            let point = population.point(above: threshold)
            if point.risk ?? 0 <= control.limit { kept += 1 }
            share += point.coverage / possible
        }
        #expect(kept >= sets * 9 / 10, "kept \(kept) of \(sets)")
        #expect(share / Double(sets) >= 0.7, "accepts \(share / Double(sets)) of what could be")
    }

    @Test(
        "at the border, where exactly the limit is bad, the promise is broken no more often than said",
        arguments: [1, 4])
    func border(perImage: Int) {
        // Every threshold accepts everything, and a share of bad masks that is the limit itself: any threshold breaks it.
        var random = SeededGenerator(seed: 77 + UInt64(perImage))
        let control = RiskControl(dice: 0.5, limit: 0.1, confidence: 0.8)
        var broken = 0
        let sets = 300
        for _ in 0..<sets {
            var pairs: [(predicted: Double?, real: Double?, image: String)] = []
            for image in 0..<200 {
                let isBadImage = random.unit() < 0.1
                for _ in 0..<perImage { pairs.append((0.99, isBadImage ? 0.2 : 0.9, "\(image)")) }
            }
            if case .threshold = control.threshold(PairedScores(pairs)) { broken += 1 }
        }
        // 60 are allowed on average; each test has a third of that chance, and all are the same test here.
        #expect(Double(broken) <= 0.2 * Double(sets), "\(broken) of \(sets)")
    }

    @Test("rows have intervals round their share, and the promised threshold among them")
    func rows() throws {
        var random = SeededGenerator(seed: 3)
        let scores = Self.draw(500, perImage: 1, &random)
        let control = RiskControl(dice: 0.7, limit: 0.1)
        let risk = SelectiveRisk(
            scores, dice: 0.7, control: control, bootstrap: ClusterBootstrap(resamples: 200, seed: 1))
        guard case .threshold(let threshold)? = risk.promise else {
            Issue.record("no threshold was found")
            return
        }
        let row = try #require(risk.rows.first { $0.point.threshold == threshold })
        let interval = try #require(row.interval)
        let share = try #require(row.point.risk)
        #expect(interval.lower <= share && share <= interval.upper)
        #expect(zip(risk.rows, risk.rows.dropFirst()).allSatisfy { $0.point.threshold > $1.point.threshold })
        #expect(zip(risk.rows, risk.rows.dropFirst()).allSatisfy { $0.point.accepted <= $1.point.accepted })
    }

    @Test("of a single image the interval is the exact one, where all of its masks are alike")
    func singleImage() throws {
        func row(_ real: [Double]) throws -> SelectiveRisk.Row {
            let pairs = Self.scores(real.map { (0.9, $0) }, perImage: real.count)
            let risk = SelectiveRisk(
                pairs, dice: 0.7, control: nil, bootstrap: ClusterBootstrap(resamples: 50, seed: 1))
            return try #require(risk.rows.last)
        }
        let good = try #require(try row([0.8, 0.9]).interval)
        #expect(good.lower == 0 && abs(good.upper - 0.975) < 1e-12)
        let bad = try #require(try row([0.5, 0.6]).interval)
        #expect(abs(bad.lower - 0.025) < 1e-12 && bad.upper == 1)
        #expect(try row([0.5, 0.9]).interval == nil)
    }

    @Test("where none of the accepted masks is bad, or all are, the interval says how few images these are")
    func allAlike() throws {
        // Two masks an image; the first image has the only predictions above 0.9.
        func risk(_ real: Double) -> SelectiveRisk {
            var pairs: [(predicted: Double?, real: Double?, image: String)] = []
            for image in 0..<20 {
                for _ in 0..<2 { pairs.append((image == 0 ? 0.92 : 0.87, real, "\(image)")) }
            }
            return SelectiveRisk(
                PairedScores(pairs), dice: 0.7, control: nil, bootstrap: ClusterBootstrap(resamples: 50, seed: 1))
        }
        func interval(_ risk: SelectiveRisk, _ threshold: Double) throws -> ConfidenceInterval {
            try #require(risk.rows.first { $0.point.threshold == threshold }?.interval)
        }
        let (good, bad) = (risk(0.9), risk(0.5))
        #expect(good.rows[0].interval == nil)
        #expect(try interval(good, 0.9).lower == 0 && abs(interval(good, 0.9).upper - 0.975) < 1e-12)
        // P(none of 20 is bad) is 0.025 where the share is the upper end.
        let most = try interval(good, 0.85).upper
        #expect(abs((0..<20).reduce(1.0) { product, _ in product * (1 - most) } - 0.025) < 1e-12)
        #expect(try interval(bad, 0.85).upper == 1 && abs(interval(bad, 0.85).lower - (1 - most)) < 1e-12)
    }
}

extension SeededGenerator {
    /// In [0, 1].
    fileprivate mutating func unit() -> Double { double(in: 0...1) }
}
