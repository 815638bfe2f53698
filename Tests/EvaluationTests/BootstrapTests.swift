import Evaluation
import TestSupport
import Testing

@Suite("Intervals by resampling images")
struct BootstrapTests {
    struct Stored: Sendable {
        let figures: StoredFigures
        let seed: UInt64
        let confidence: Double
        let error: [Double]
        let area: [Double]
        let undefinedAreas: Int
    }

    /// 500 resamples written in Python: SplitMix64 draws image `(next() * count) >> 64`, then `numpy.mean` of the
    /// absolute errors, `sklearn.metrics.roc_auc_score(r < 0.65, -p)` and `numpy.quantile`. NumPy 2.4.6,
    /// scikit-learn 1.9.1.
    static let stored = [
        Stored(
            figures: .twelve, seed: 1, confidence: 0.95, error: [0.02999999999999998, 0.04666666666666669],
            area: [1, 1], undefinedAreas: 31),
        Stored(
            figures: .twelve, seed: 20, confidence: 0.9, error: [0.031666666666666655, 0.04499999999999999],
            area: [1, 1], undefinedAreas: 31),
        Stored(
            figures: .fiveHundred, seed: 1, confidence: 0.95, error: [0.044809499999999995, 0.04968],
            area: [0.9782618849964845, 0.9943185622582938], undefinedAreas: 0),
        Stored(
            figures: .fiveHundred, seed: 20, confidence: 0.9, error: [0.045219999999999996, 0.049501],
            area: [0.9799911835616135, 0.9933655100789304], undefinedAreas: 0),
    ]

    @Test("are those of the same draws in Python to 1e-9", arguments: 0..<4)
    func samePython(_ index: Int) throws {
        let stored = Self.stored[index]
        let scores = PairedScores(stored.figures.scores)
        let bootstrap = ClusterBootstrap(resamples: 500, seed: stored.seed)
        let error = try #require(
            bootstrap.interval(of: scores, confidence: stored.confidence) {
                PredictionError.meanAbsolute(predicted: $0.predicted, real: $0.real)
            })
        #expect(agrees(error.lower, stored.error[0]) && agrees(error.upper, stored.error[1]))
        #expect(error.undefinedCount == 0)
        let area = try #require(
            bootstrap.interval(of: scores, confidence: stored.confidence) {
                ReceiverOperating.area(predicted: $0.predicted, real: $0.real, threshold: 0.65)
            })
        #expect(agrees(area.lower, stored.area[0]) && agrees(area.upper, stored.area[1]))
        #expect(area.undefinedCount == stored.undefinedAreas)
    }

    @Test("are wider when the masks of an image err together than when each mask were an image")
    func clustering() throws {
        var random = SeededGenerator(seed: 9)
        var pairs: PairedScoresInput = []
        for image in 0..<30 {
            let shared = Double.random(in: -0.1...0.1, using: &random)
            for _ in 0..<12 {
                let real = Double.random(in: 0.5...0.9, using: &random)
                pairs.append((real + shared, real, "image \(image)"))
            }
        }
        let bootstrap = ClusterBootstrap(resamples: 500, seed: 2)
        let bias = { (scores: PairedScores) in
            PredictionError.bias(predicted: scores.predicted, real: scores.real)
        }
        let clustered = try #require(bootstrap.interval(of: PairedScores(pairs), bias))
        let apart = PairedScores(pairs.enumerated().map { ($1.predicted, $1.real, "mask \($0)") })
        let single = try #require(bootstrap.interval(of: apart, bias))
        #expect(clustered.upper - clustered.lower > 2 * (single.upper - single.lower))
    }

    @Test("cover the true mean about as often as they promise")
    func coverage() throws {
        var random = SeededGenerator(seed: 12)
        var covered = 0
        for trial in 0..<200 {
            var clusters: [String] = []
            var values: [Double] = []
            for cluster in 0..<40 {
                let shared = Double.random(in: -1...1, using: &random)
                for _ in 0..<3 {
                    clusters.append("\(cluster)")
                    values.append(shared + Double.random(in: -0.2...0.2, using: &random))
                }
            }
            let interval = try #require(
                ClusterBootstrap(resamples: 400, seed: UInt64(trial)).interval(clusters: clusters) { cases in
                    cases.reduce(0) { $0 + values[$1] } / Double(cases.count)
                })
            if interval.lower <= 0, 0 <= interval.upper { covered += 1 }
        }
        #expect((180...199).contains(covered))
    }

    @Test("need two images, and a figure in at least one resample")
    func undefined() {
        let oneImage = PairedScores([
            (predicted: 0.5, real: 0.5, image: "a"), (predicted: 0.6, real: 0.5, image: "a"),
        ])
        #expect(ClusterBootstrap(resamples: 10).interval(of: oneImage) { Double($0.count) } == nil)
        #expect(ClusterBootstrap(resamples: 10).interval(of: PairedScores([])) { Double($0.count) } == nil)
        #expect(ClusterBootstrap(resamples: 10).interval(clusters: ["a", "b"]) { _ in nil } == nil)
        #expect(ClusterBootstrap(resamples: 10).interval(clusters: ["a", "b"]) { _ in .nan } == nil)
    }

    @Test("bring every mask of a drawn image, wherever it stands")
    func wholeClusters() {
        var draws: [[Int]] = []
        _ = ClusterBootstrap(resamples: 50, seed: 4).interval(clusters: ["a", "b", "a", "c", "b", "a"]) { cases in
            draws.append(cases)
            return 0
        }
        #expect(draws.count == 50)
        for draw in draws {
            let counts = (0..<6).map { position in draw.count { $0 == position } }
            #expect(counts[0] == counts[2] && counts[2] == counts[5] && counts[1] == counts[4])
            #expect(counts[0] + counts[1] + counts[3] == 3)
        }
        #expect(Set(draws).count > 1)
    }
}

@Suite("Paired scores")
struct PairedScoresTests {
    @Test("leave out pairs without a finite score on both sides, and count them")
    func undefinedPairs() {
        let scores = PairedScores([
            (predicted: 0.9, real: 0.8, image: "a"), (predicted: nil, real: 0.8, image: "b"),
            (predicted: 0.7, real: nil, image: "c"), (predicted: .nan, real: 0.8, image: "d"),
            (predicted: 0.7, real: .infinity, image: "e"), (predicted: 0, real: 1, image: "f"),
        ])
        #expect(scores.predicted == [0.9, 0] && scores.real == [0.8, 1] && scores.images == ["a", "f"])
        #expect(scores.count == 2 && scores.undefinedCount == 4)
        #expect(scores[[1, 1, 0]].predicted == [0, 0, 0.9])
        #expect(scores[[1, 1, 0]].images == ["f", "f", "a"])
    }
}
