import Evaluation
import TestSupport
import Testing

@Suite("Agreement of predicted and true scores")
struct AgreementTests {
    @Test("has the figures of SciPy, scikit-learn and NumPy to 1e-9", arguments: StoredFigures.all)
    func storedFigures(_ stored: StoredFigures) throws {
        let agreement = Agreement(PairedScores(stored.scores))
        #expect(agreement.count == stored.predicted.count)
        #expect(agrees(agreement.pearson, stored.pearson))
        #expect(agrees(agreement.spearman, stored.spearman))
        #expect(agrees(agreement.concordance, stored.concordance))
        #expect(agrees(agreement.meanAbsoluteError, stored.meanAbsoluteError))
        #expect(agrees(agreement.rootMeanSquareError, stored.rootMeanSquareError))
        #expect(agrees(agreement.bias, stored.bias))
        #expect(agrees(agreement.limits?.lower, stored.limits[0]))
        #expect(agrees(agreement.limits?.upper, stored.limits[1]))
        #expect(agrees(agreement.calibration?.slope, stored.slope))
        #expect(agrees(agreement.calibration?.intercept, stored.intercept))
    }

    @Test("is undefined, not zero, without pairs and for a single pair where a spread is needed")
    func fewPairs() {
        let none = Agreement(PairedScores([]))
        #expect(none.count == 0)
        #expect(none.pearson == nil && none.spearman == nil && none.concordance == nil)
        #expect(none.meanAbsoluteError == nil && none.rootMeanSquareError == nil && none.bias == nil)
        #expect(none.limits == nil && none.calibration == nil)

        let one = Agreement(PairedScores([(predicted: 0.5, real: 0.75, image: "a")]))
        #expect(one.pearson == nil && one.spearman == nil && one.limits == nil && one.calibration == nil)
        #expect(one.concordance == 0)
        #expect(one.meanAbsoluteError == 0.25 && one.rootMeanSquareError == 0.25 && one.bias == -0.25)
    }

    @Test("of a constant with anything has no correlation, whatever rounding does to its mean")
    func constants() {
        let constant = [Double](repeating: 0.1, count: 1000)
        let varying = (0..<1000).map { Double($0) / 1000 }
        #expect(Correlation.pearson(constant, varying) == nil)
        #expect(Correlation.pearson(varying, constant) == nil)
        #expect(Correlation.spearman(constant, varying) == nil)
        #expect(CalibrationLine(predicted: constant, real: varying) == nil)
        #expect(CalibrationLine(predicted: varying, real: constant)?.slope == 0)
        #expect(Concordance.lin(constant, varying) == 0)
        #expect(Concordance.lin(constant, constant) == nil)
        #expect(Concordance.lin(constant, constant.map { $0 + 0.5 }) == 0)
    }

    @Test("of a number that is not finite is undefined", arguments: [Double.nan, .infinity, -.infinity])
    func nonFinite(_ value: Double) {
        let broken = [0.1, value, 0.3]
        let whole = [0.2, 0.4, 0.5]
        for (x, y) in [(broken, whole), (whole, broken)] {
            #expect(Correlation.pearson(x, y) == nil)
            #expect(Correlation.spearman(x, y) == nil)
            #expect(Concordance.lin(x, y) == nil)
            #expect(PredictionError.meanAbsolute(predicted: x, real: y) == nil)
            #expect(PredictionError.rootMeanSquare(predicted: x, real: y) == nil)
            #expect(PredictionError.bias(predicted: x, real: y) == nil)
            #expect(LimitsOfAgreement(predicted: x, real: y) == nil)
            #expect(CalibrationLine(predicted: x, real: y) == nil)
        }
    }

    @Test("of numbers on a line is perfect, and only concordance minds a shift or a scale")
    func lines() throws {
        var random = SeededGenerator(seed: 3)
        let x = (0..<200).map { _ in Double.random(in: 0...1, using: &random) }
        let y = x.map { 0.1 + 0.5 * $0 }
        #expect(agrees(Correlation.pearson(x, y), 1))
        #expect(agrees(Correlation.pearson(x, y.map { -$0 }), -1))
        #expect(agrees(Concordance.lin(x, x), 1))
        #expect(try #require(Concordance.lin(x, y)) < 0.9)
        let line = try #require(CalibrationLine(predicted: x, real: y))
        #expect(agrees(line.slope, 0.5) && agrees(line.intercept, 0.1))
        // A monotone curve keeps every rank.
        #expect(Correlation.spearman(x, x.map { $0 * $0 * $0 }) == 1)
        #expect(try #require(Correlation.pearson(x, x.map { $0 * $0 * $0 })) < 0.99)
    }

    @Test("does not depend on a shift that dwarfs the spread")
    func shifted() throws {
        let stored = StoredFigures.fiveHundred
        let shift = 1e6
        let pearson = Correlation.pearson(stored.predicted.map { $0 + shift }, stored.real.map { $0 + shift })
        #expect(abs(try #require(pearson) - stored.pearson) < 1e-8)
    }
}
