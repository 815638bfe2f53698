import Evaluation
import TestSupport
import Testing

@Suite("Adaptive intervals")
struct CrossConformalTests {
    @Test(
        "keep their promise on new masks in nearly nine calibration sets of ten, at any alpha",
        arguments: [0.05, 0.1, 0.2])
    func coverage(alpha: Double) throws {
        let fresh = SimulatedMasks.cases(2000, seed: 99)
        var kept = 0
        var coverages: [Double] = []
        for seed in 0..<40 {
            let model = try #require(CrossConformal(SimulatedMasks.cases(200, seed: UInt64(seed))))
            let coverage = try #require(SimulatedMasks.quality(model, on: fresh, alpha: alpha).coverage)
            coverages.append(coverage)
            if coverage >= 1 - alpha { kept += 1 }
        }
        let mean = coverages.reduce(0, +) / 40
        // 0.9 of 40 sets is 36, with a deviation of 1.9.
        #expect(kept >= 31, "\(coverages)")
        #expect(mean >= 1 - alpha && mean <= 1 - alpha + 0.05)
    }

    @Test("are wider for worse masks, and narrower than one margin for all")
    func adaptive() throws {
        let cases = SimulatedMasks.cases(400, seed: 3)
        let model = try #require(CrossConformal(cases))
        let fresh = SimulatedMasks.cases(1000, seed: 4)
        let good = SimulatedMasks.quality(model, on: fresh.filter { $0.real > 0.85 }, alpha: 0.1)
        let bad = SimulatedMasks.quality(model, on: fresh.filter { $0.real < 0.5 }, alpha: 0.1)
        #expect(try #require(good.meanWidth) < 0.6 * #require(bad.meanWidth))
        for quality in [good, bad] { #expect(try #require(quality.coverage) > 0.85) }
    }

    @Test("end at the error that sorting all of the folds' errors would give", arguments: (0..<20).map { UInt64($0) })
    func places(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let folds = 1 + Int(random.double(in: 0...10.9))
        let errors = (0..<folds).map { _ in
            // Few different ones, so that some are equal.
            (0..<Int(random.double(in: 0...60))).map { _ in random.double(in: 0...40).rounded() / 10 }.sorted(by: >)
        }
        let centres = errors.map { _ in random.double(in: -1...1) }
        let scales = errors.map { _ in random.double(in: 0...0.3) }
        let all = errors.indices.flatMap { fold in errors[fold].map { centres[fold] + scales[fold] * $0 } }
            .sorted(by: >)
        for place in all.indices {
            #expect(
                CrossConformal.largest(place + 1, of: errors, centres: centres, scales: scales) == all[place],
                "place \(place + 1) of \(all.count)")
        }
    }

    @Test("never predict a mask lower that scores higher on every estimate")
    func monotone() throws {
        let model = try #require(CrossConformal(SimulatedMasks.cases(100, seed: 8)))
        var last = -1.0
        for step in 0...40 {
            let value = Double(step) / 40
            let estimates = CaseEstimates(maximum: value, mean: value, median: value, best: value, consensus: value)
            let interval = try #require(model.interval(estimates, alpha: 0.1))
            #expect(interval.predicted >= last)
            #expect(0 <= interval.lower && interval.lower <= interval.predicted)
            #expect(interval.predicted <= interval.upper && interval.upper <= 1)
            last = interval.predicted
        }
    }

    @Test("nest: a smaller alpha never gives a narrower one, and too small a one gives [0, 1]")
    func nested() throws {
        let cases = SimulatedMasks.cases(60, seed: 5)
        let model = try #require(CrossConformal(cases))
        for item in cases.prefix(20) {
            let intervals = try [0.5, 0.3, 0.1, 0.05].map { try #require(model.interval(item.estimates, alpha: $0)) }
            for (wide, narrow) in zip(intervals.dropFirst(), intervals) {
                #expect(wide.lower <= narrow.lower && wide.upper >= narrow.upper)
            }
            let everything = try #require(model.interval(item.estimates, alpha: 0.001))
            #expect(everything.lower == 0 && everything.upper == 1)
        }
    }

    @Test("do without a consensus where the masks have none, and ask for it where they have")
    func consensus() throws {
        let without = try #require(CrossConformal(SimulatedMasks.cases(50, seed: 1, hasConsensus: false)))
        #expect(!without.uses.consensus)
        let estimates = CaseEstimates(maximum: 0.9, mean: 0.8, median: 0.8, best: 0.85, consensus: nil)
        #expect(without.interval(estimates, alpha: 0.2) != nil)
        let with = try #require(CrossConformal(SimulatedMasks.cases(50, seed: 1)))
        #expect(with.uses.consensus && with.interval(estimates, alpha: 0.2) == nil)
    }

    @Test("take the expected Dice where every mask has it, and are wide where its range is")
    func expected() throws {
        let model = try #require(CrossConformal(SimulatedMasks.strangers(300, seed: 6)))
        #expect(model.uses.expected && model.uses.width)
        #expect(model.folds.allSatisfy { $0.fit.weights.count == 6 && $0.fit.weights[5] > 0.8 })
        let fresh = SimulatedMasks.strangers(900, seed: 7)
        let sure = SimulatedMasks.quality(model, on: fresh.filter { $0.estimates.halfWidth == 0.01 }, alpha: 0.1)
        let unsure = SimulatedMasks.quality(model, on: fresh.filter { $0.estimates.halfWidth == 0.1 }, alpha: 0.1)
        #expect(try 3 * #require(sure.meanWidth) < #require(unsure.meanWidth))
        for quality in [sure, unsure] { #expect(try #require(quality.coverage) > 0.85) }
        let item = fresh[0].estimates
        let bare = CaseEstimates(
            maximum: item.maximum, mean: item.mean, median: item.median, best: item.best, consensus: item.consensus)
        #expect(model.interval(bare, alpha: 0.1) == nil)
    }

    @Test("do without the expected Dice, or its width, where a single mask has none")
    func withoutExpected() throws {
        let cases = SimulatedMasks.strangers(60, seed: 6)
        let other = CalibrationCase(
            estimates: CaseEstimates(maximum: 0.9, mean: 0.8, median: 0.8, best: 0.85, consensus: 0.9), real: 0.9,
            image: "other")
        let without = try #require(CrossConformal(cases + [other]))
        #expect(!without.uses.expected && !without.uses.width && without.count == 61)
        #expect(without.interval(other.estimates, alpha: 0.2) != nil)
        let narrow = try #require(CrossConformal(cases + SimulatedMasks.strangers(9, seed: 8, knowsWidth: false)))
        #expect(narrow.uses.expected && !narrow.uses.width)
        #expect(narrow.folds.allSatisfy { $0.fit.scale.coefficients.count == 3 })
    }

    @Test("need two images, and put all masks of an image into one fold")
    func folds() throws {
        #expect(CrossConformal(SimulatedMasks.cases(1, masksEach: 30, seed: 2)) == nil)
        #expect(CrossConformal([]) == nil)
        let model = try #require(CrossConformal(SimulatedMasks.cases(3, masksEach: 20, seed: 2)))
        #expect(model.folds.map(\.errors.count) == [20, 20, 20])
        #expect(ImageFolds.places(of: ["b", "a", "b", "c", "d"], count: 2) == [1, 0, 1, 0, 1])
    }

    @Test("survive masks that are all alike, or estimated without any error")
    func degenerate() throws {
        let alike = (0..<40).map { index in
            CalibrationCase(
                estimates: CaseEstimates(maximum: 0.9, mean: 0.9, median: 0.9, best: 0.9, consensus: 0.9), real: 0.9,
                image: "\(index)")
        }
        let interval = try #require(CrossConformal(alike)?.interval(alike[0].estimates, alpha: 0.2))
        #expect(interval.contains(0.9) && interval.width < 0.001)
        let exact = (0..<40).map { index in
            let real = 0.3 + Double(index) / 100
            return CalibrationCase(
                estimates: CaseEstimates(maximum: real, mean: real, median: real, best: real, consensus: real),
                real: real, image: "\(index)")
        }
        let model = try #require(CrossConformal(exact))
        #expect(try #require(model.interval(exact[20].estimates, alpha: 0.2)).width < 0.001)
    }

    /// `scipy.optimize.nnls(A, b)`, SciPy 1.17.1.
    @Test("rest on SciPy's nonnegative least squares")
    func leastSquares() {
        let rows = [
            [0.87, 0.66, 0.13, 0.85], [0.94, 0.9, 0.57, 0.15], [0.19, 0.93, 0.55, 0.18], [0.88, 0.64, 0.57, 0.38],
            [0.41, 0.24, 0.04, 0.88], [0.47, 0.55, 0.32, 0.75], [0.03, 0.37, 0.03, 0.12], [0.97, 0.66, 0.43, 0.52],
            [0.87, 0.34, 0.59, 0.68],
        ]
        let values = [0.939, 0.383, 0.011, 0.729, 0.877, 0.608, -0.036, 0.77, 0.915]
        let gram = (0..<4).map { i in (0..<4).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
        let moment = (0..<4).map { i in zip(rows, values).reduce(0) { $0 + $1.0[i] * $1.1 } }
        let solution = NonnegativeLeastSquares.solve(gram: gram, moment: moment)
        for (value, expected) in zip(solution, [0.39732656756009765, 0, 0, 0.7199261619252073]) {
            #expect(abs(value - expected) < 1e-9)
        }
    }
}
