import Evaluation
import TestSupport
import Testing

@Suite("Figures of a resample")
struct FigureTests {
    private static let thresholds = [0.5, 0.7, 0.9]

    @Test("come in the order of their names, and are those of the other software to 1e-9", arguments: StoredFigures.all)
    func order(_ stored: StoredFigures) throws {
        let scores = EvaluatedScores(
            PairedScores(stored.scores), thresholds: stored.detections.map(\.threshold), bootstrap: nil)
        func value(_ kind: Figure.Kind, _ threshold: Double? = nil) -> Double? {
            scores[Figure(kind, threshold: threshold)].value
        }
        #expect(agrees(value(.pearson), stored.pearson) && agrees(value(.spearman), stored.spearman))
        #expect(agrees(value(.meanAbsoluteError), stored.meanAbsoluteError) && agrees(value(.bias), stored.bias))
        #expect(agrees(value(.rootMeanSquareError), stored.rootMeanSquareError))
        #expect(agrees(value(.calibrationSlope), stored.slope))
        #expect(agrees(value(.calibrationIntercept), stored.intercept))
        for (position, detection) in stored.detections.enumerated() {
            let threshold = detection.threshold
            #expect(agrees(value(.areaUnderCurve, threshold), detection.area))
            #expect(agrees(value(.averagePrecision, threshold), detection.averagePrecision))
            #expect(agrees(value(.accuracy, threshold), detection.accuracy))
            #expect(agrees(value(.sensitivity, threshold), detection.sensitivity))
            #expect(agrees(value(.specificity, threshold), detection.specificity))
            #expect(scores.badCounts[position] == detection.counts[0] + detection.counts[3])
        }
        #expect(scores.count == stored.predicted.count && scores.imageCount == Set(stored.images).count)
        #expect(scores[Figure(.pearson)].interval == nil)
    }

    @Test("from weights are those of the pairs written out as often", arguments: 0..<60)
    func weighted(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = [1, 2, 3, 40, 200][seed % 5]
        // Steps make ties; a single step makes all predictions equal.
        let steps = [1, 4, 20, 1000][seed % 4]
        func dice() -> Double { Double(Int.random(in: 0...steps, using: &random)) / Double(steps) }
        let scores = PairedScores((0..<count).map { (predicted: dice(), real: dice(), image: "\($0 / 3)") })
        let weights = (0..<count).map { _ in Int.random(in: 0...3, using: &random) }
        let written = scores[zip(scores.predicted.indices, weights).flatMap { Array(repeating: $0, count: $1) }]
        let plain = Figure.values(of: written, thresholds: Self.thresholds)
        let fast = WeightedFigures(scores, thresholds: Self.thresholds).values(weights: weights)
        #expect(plain.count == Figure.all(thresholds: Self.thresholds).count && fast.count == plain.count)
        for (figure, (plain, fast)) in zip(Figure.all(thresholds: Self.thresholds), zip(plain, fast)) {
            #expect((plain == nil) == (fast == nil), "\(figure)")
            if let plain { #expect(agrees(fast, plain), "\(figure)") }
        }
    }

    @Test("of equal predictions are not defined, however often they count")
    func constant() {
        let scores = PairedScores((0..<7).map { (predicted: 0.1 + 0.2, real: Double($0) / 7, image: "\($0)") })
        let figures = WeightedFigures(scores, thresholds: [0.5]).values(weights: [3, 0, 1, 2, 5, 1, 1])
        for (figure, value) in zip(Figure.all(thresholds: [0.5]), figures) {
            let undefined: [Figure.Kind] = [.pearson, .spearman, .calibrationSlope, .calibrationIntercept]
            #expect((value == nil) == undefined.contains(figure.kind), "\(figure)")
        }
    }

    @Test("have the intervals of the plain figures' resamples, all at once", arguments: StoredFigures.all)
    func intervals(_ stored: StoredFigures) throws {
        let scores = PairedScores(stored.scores)
        let bootstrap = ClusterBootstrap(resamples: 200, seed: 3)
        let measured = EvaluatedScores(scores, thresholds: [0.65], bootstrap: bootstrap, confidence: 0.9)
        for (position, figure) in Figure.all(thresholds: [0.65]).enumerated() {
            let plain = bootstrap.interval(of: scores, confidence: 0.9) {
                Figure.values(of: $0, thresholds: [0.65])[position]
            }
            let interval = try #require(measured[figure].interval)
            #expect(agrees(plain?.lower, interval.lower) && agrees(plain?.upper, interval.upper), "\(figure)")
            #expect(plain?.undefinedCount == interval.undefinedCount, "\(figure)")
        }
    }

    @Test("of no pairs, one pair and one image are not defined and do not crash")
    func few() {
        let pair: (predicted: Double?, real: Double?, image: String) = (predicted: 0.5, real: 0.6, image: "a")
        for pairs in [[], [pair], [pair, (predicted: 0.7, real: nil, image: "b")], [pair, pair]] {
            let scores = EvaluatedScores(
                PairedScores(pairs), thresholds: [0.7], bootstrap: ClusterBootstrap(resamples: 20))
            #expect(scores[Figure(.pearson)].value == nil && scores[Figure(.pearson)].interval == nil)
            #expect(scores[Figure(.areaUnderCurve, threshold: 0.7)].value == nil)
            #expect((scores[Figure(.bias)].value == nil) == pairs.isEmpty)
            #expect(scores.undefinedCount == pairs.count { $0.real == nil })
        }
    }
}
