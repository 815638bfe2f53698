import Evaluation
import TestSupport
import Testing

@Suite("Finding bad masks by their predicted score")
struct DetectionTests {
    @Test("has the figures of scikit-learn to 1e-9", arguments: StoredFigures.all)
    func storedFigures(_ stored: StoredFigures) throws {
        for expected in stored.detections {
            let found = Detection(PairedScores(stored.scores), threshold: expected.threshold)
            let decisions = try #require(found.decisions)
            #expect(agrees(found.areaUnderCurve, expected.area))
            #expect(agrees(found.averagePrecision, expected.averagePrecision))
            #expect(found.positives == expected.counts[0] + expected.counts[3])
            #expect(found.negatives == expected.counts[1] + expected.counts[2])
            let counts = [
                decisions.truePositives, decisions.falsePositives, decisions.trueNegatives, decisions.falseNegatives,
            ]
            #expect(counts == expected.counts)
            #expect(agrees(decisions.sensitivity, expected.sensitivity))
            #expect(agrees(decisions.specificity, expected.specificity))
            #expect(agrees(decisions.accuracy, expected.accuracy))
        }
    }

    @Test("takes a Dice at the threshold for good, on both sides")
    func atTheThreshold() throws {
        let decisions = try #require(
            DecisionCounts(predicted: [0.7, 0.7, 0.69, 0.69], real: [0.7, 0.69, 0.7, 0.69], threshold: 0.7))
        #expect(decisions.trueNegatives == 1 && decisions.falseNegatives == 1)
        #expect(decisions.falsePositives == 1 && decisions.truePositives == 1)
    }

    @Test("can call masks bad below another threshold than the one that makes them bad")
    func otherThreshold() throws {
        let predicted = [0.75, 0.85, 0.72, 0.95]
        let real = [0.65, 0.8, 0.8, 0.9]
        let decisions = try #require(
            DecisionCounts(predicted: predicted, real: real, threshold: 0.7, predictedThreshold: 0.8))
        #expect(decisions.sensitivity == 1)
        #expect(decisions.specificity == 2.0 / 3)
        #expect(decisions.accuracy == 0.75)
    }

    @Test("counts a tie as half a right order, and equal predictions as chance")
    func ties() {
        let real = [0.5, 0.6, 0.9, 0.95]
        #expect(ReceiverOperating.area(predicted: [0.8, 0.8, 0.8, 0.8], real: real, threshold: 0.7) == 0.5)
        #expect(ReceiverOperating.area(predicted: [0.4, 0.8, 0.8, 0.9], real: real, threshold: 0.7) == 0.875)
        #expect(ReceiverOperating.area(predicted: [0.9, 0.9, 0.1, 0.1], real: real, threshold: 0.7) == 0)
        #expect(PrecisionRecall.average(predicted: [0.8, 0.8, 0.8, 0.8], real: real, threshold: 0.7) == 0.5)
    }

    @Test("has no area without a bad and a good mask, and no precision without a bad one")
    func oneSided() throws {
        let good = PairedScores([(predicted: 0.9, real: 0.9, image: "a"), (predicted: 0.8, real: 0.8, image: "b")])
        let found = Detection(good, threshold: 0.7)
        #expect(found.areaUnderCurve == nil && found.averagePrecision == nil)
        #expect(found.decisions?.sensitivity == nil)
        #expect(found.decisions?.specificity == 1 && found.decisions?.accuracy == 1)

        let bad = Detection(good, threshold: 0.95)
        #expect(bad.areaUnderCurve == nil)
        #expect(bad.averagePrecision == 1)
        #expect(bad.decisions?.specificity == nil && bad.decisions?.sensitivity == 1)

        let none = Detection(PairedScores([]), threshold: 0.7)
        #expect(none.areaUnderCurve == nil && none.averagePrecision == nil)
        #expect(try #require(none.decisions).accuracy == nil)
    }

    @Test("is undefined for numbers and thresholds that are not finite", arguments: [Double.nan, .infinity])
    func nonFinite(_ value: Double) {
        for (predicted, real, threshold) in [
            ([0.5, value], [0.5, 0.9], 0.7), ([0.5, 0.9], [0.5, value], 0.7), ([0.5, 0.9], [0.5, 0.9], value),
        ] {
            #expect(ReceiverOperating.area(predicted: predicted, real: real, threshold: threshold) == nil)
            #expect(PrecisionRecall.average(predicted: predicted, real: real, threshold: threshold) == nil)
            #expect(DecisionCounts(predicted: predicted, real: real, threshold: threshold) == nil)
        }
        #expect(
            DecisionCounts(predicted: [0.5], real: [0.5], threshold: 0.7, predictedThreshold: value) == nil)
    }

    @Test("has the area that counting every pair of a bad and a good mask gives")
    func everyPair() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<50 {
            let count = Int.random(in: 2...60, using: &random)
            let predicted = (0..<count).map { _ in Double(Int.random(in: 0...20, using: &random)) / 20 }
            let real = (0..<count).map { _ in Double(Int.random(in: 0...20, using: &random)) / 20 }
            var right = 0.0
            var pairs = 0.0
            for bad in real.indices where real[bad] < 0.5 {
                for good in real.indices where real[good] >= 0.5 {
                    pairs += 1
                    if predicted[bad] < predicted[good] { right += 1 }
                    if predicted[bad] == predicted[good] { right += 0.5 }
                }
            }
            let area = ReceiverOperating.area(predicted: predicted, real: real, threshold: 0.5)
            if pairs == 0 {
                #expect(area == nil)
            } else {
                #expect(agrees(area, right / pairs))
            }
        }
    }
}
