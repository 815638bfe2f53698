import Evaluation
import Imaging
import Reporting
import Tables
import TestSupport
import Testing

@Suite("A verification")
struct VerificationTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("joins on the bytes of the name, in any order, and counts what is missing on either side")
    func join() throws {
        let join = ScoreFileJoin(
            published: try file("p", "c,0.3\na,0.1\nx,0.9\ne\u{301},0.5\n"),
            computed: try file("c", "b,0.2\n\u{e9},0.5\na,0.15\nc,0.3\nx,nan\n"))
        #expect(
            join.pairs == [
                ScorePair(fname: "a", published: 0.1, computed: 0.15),
                ScorePair(fname: "c", published: 0.3, computed: 0.3),
            ])
        #expect(join.onlyInFirst.map { Array($0.utf8) } == [Array("e\u{301}".utf8)])
        #expect(join.onlyInSecond.map { Array($0.utf8) } == [Array("b".utf8), Array("\u{e9}".utf8)])
        #expect(join.unusable == 1)
    }

    @Test("of files that share no name, or have no rows, defines no figure and holds no limit")
    func disjoint() throws {
        var limits = VerificationLimits()
        limits.minShare = 1
        limits.minCorrelation = 0
        limits.maxMeanAbsoluteError = 1
        let result = Verification(
            published: try file("p", "a,0.5\n"), computed: try file("c", "b,0.5\n"), limits: limits, threshold: 0.7,
            listed: 5)
        #expect(result.comparison?.agreement.count == 0)
        #expect(result.checks.map(\.isHeld) == [true, true, false, false, false, false])
        #expect(result.text.contains("not defined"))
    }

    @Test("holds each limit at the limit itself and not beyond, and says which does not")
    func limits() throws {
        let published = try file("p", "a,0.5\nb,0.625\nc,0.75\nd,1.0\n")
        let computed = try file("c", "a,0.5\nb,0.625\nc,0.75\nd,0.5\n")
        func failed(_ change: (inout VerificationLimits) -> Void) -> [String] {
            var limits = VerificationLimits()
            change(&limits)
            return Verification(published: published, computed: computed, limits: limits, threshold: 0.7, listed: 5)
                .checks.filter { !$0.isHeld }.map(\.option)
        }
        #expect(failed { _ in } == [])
        #expect(failed { $0.minShare = 0.75 } == [])
        #expect(failed { $0.minShare = 0.76 } == ["--tolerance 0.02"])
        #expect(failed { ($0.tolerance, $0.minShare) = (0.5, 1) } == [])
        #expect(failed { $0.maxMeanAbsoluteError = 0.125 } == [])
        #expect(failed { $0.maxMeanAbsoluteError = 0.1249 } == ["--max-mae"])
        #expect(failed { $0.minCorrelation = 0.5 } == ["--min-correlation"])
        #expect(failed { $0.minCorrelation = -1 } == [])
        #expect(failed { $0.needsSameNames = true } == [])
    }

    @Test("of files with other names fails where the same are asked for; notes fail only where none is allowed")
    func names() throws {
        let published = try file("p", "a,0.5\n")
        var limits = VerificationLimits()
        limits.needsSameNames = true
        let other = Verification(
            published: published, computed: try file("c", "a,0.5\nb,0.50\n"), limits: limits, threshold: 0.7, listed: 1)
        #expect(
            other.checks.filter { !$0.isHeld }.map(\.message) == [
                "0 names are only in \(published.path), 1 only in \(folder.file("c"))"
            ])
        limits = VerificationLimits()
        limits.isStrict = true
        let strict = Verification(published: try file("n", "a,0.50\n"), limits: limits, listed: 1)
        #expect(!strict.isHeld && strict.published.isSound && strict.text.contains("NOT SOUND"))
    }

    @Test("compares with the figures of Evaluation, computed as predicted, and lists the furthest by size and name")
    func comparison() throws {
        let stored = StoredScores()
        let comparison = ScoreComparison(stored.pairs, tolerance: 0.02, threshold: 0.7, listed: 3)
        #expect(comparison.agreement.bias.map { $0 < 0 } == true)
        #expect(comparison.furthest.map(\.fname) == ["k", "l", "h"])
        #expect(comparison.decisions?.truePositives == 2)
        // A score of 0.7 is not below 0.7, as a 32-bit float either.
        let edge = ScoreComparison(
            [ScorePair(fname: "a", published: 0.7, computed: 0.69)], tolerance: 0.02, threshold: 0.7, listed: 3)
        #expect(edge.decisions?.falsePositives == 1 && edge.decisions?.truePositives == 0)
    }

    @Test("extrapolates each range by its rows, leaves out ranges without a case, and says of how many rows")
    func extrapolation() throws {
        let scores: [Float] = [0.5, 0.6, 0.75, 0.85, 0.92, 0.92, 0.92, 0.92]
        let sample = StratifiedSample(scores: scores, available: [0, 1, 2, 4, 5], size: 5, seed: 1)
        let pairs = [0: 0.1, 1: 0.2, 4: 0.01, 5: 0.03].map { ($0, $1) }
        let whole = SampleExtrapolation(
            sample,
            pairs: Dictionary(
                uniqueKeysWithValues: pairs.map { position, error in
                    (
                        position,
                        ScorePair(
                            fname: "\(position)", published: scores[position], computed: scores[position] + Float(error)
                        )
                    )
                }), tolerance: 0.05, resamples: 200, seed: 1)
        #expect(whole.strata.map(\.population) == [2, 1, 1, 4, 0])
        #expect(whole.strata.map(\.available) == [2, 1, 0, 2, 0])
        #expect(whole.strata.map(\.drawn) == [2, 1, 0, 2, 0])
        #expect(whole.strata.map(\.recomputed) == [2, 0, 0, 2, 0])
        #expect(whole.represented == 6 && whole.notRepresented == 2)
        let error = try #require(whole.meanAbsoluteError.value)
        #expect(abs(error - (0.3 + 4 * 0.02) / 6) < 1e-6)
        #expect(abs(try #require(whole.shareWithinTolerance.value) - 4.0 / 6) < 1e-9)
        let interval = try #require(whole.bias.interval)
        #expect(abs(interval.lower - (0.3 + 4 * 0.01) / 6) < 1e-6 && abs(interval.upper - (0.3 + 4 * 0.03) / 6) < 1e-6)
        #expect(whole.strataOfOne == 0)
    }

    @Test("has the same keys in JSON whatever it was asked for, and one figure a row in CSV")
    func document() throws {
        let alone = Verification(published: try file("p", "a,0.5\nb,0.75\n"), limits: VerificationLimits(), listed: 1)
        #expect(alone.document.json.contains("\"comparison\" : null"))
        #expect(alone.document.json.contains("\"dice\" : 0.5"))
        let lines = alone.document.csv.split(separator: "\n")
        #expect(lines.first == "figure,value")
        #expect(lines.contains("published.summary.mean,0.625"))
        #expect(lines.contains("published.worst.1.fname,a") && !lines.contains { $0.hasPrefix("published.worst.2") })
        #expect(lines.contains("held,true") && lines.contains("sample,"))
    }

    private func file(_ name: String, _ rows: String) throws -> ScoreFile {
        try ScoreFile(path: folder.write(Array(("fname,dice\n" + rows).utf8), to: name), pattern: nil)
    }
}

/// The twelve stored pairs of EvaluationTests, by letter.
private struct StoredScores {
    let pairs: [ScorePair] = zip(
        "abcdefghijkl",
        zip(
            [0.91, 0.85, 0.85, 0.42, 0.77, 0.96, 0.70, 0.63, 0.88, 0.70, 0.80, 0.51] as [Float],
            [0.93, 0.80, 0.86, 0.35, 0.70, 0.95, 0.66, 0.71, 0.88, 0.70, 0.97, 0.60] as [Float])
    ).map { ScorePair(fname: String($0), published: $1.1, computed: $1.0) }
}

@Suite("A report's figures")
struct ReportValueTests {
    @Test("are JSON with sorted keys, and CSV with dotted paths; undefined ones keep their key")
    func forms() {
        let value = ReportValue.branch([
            "b": .list([.integer(1), .branch(["x": .text("a,\"b\"")])]), "a": .number(nil), "c": .number(.infinity),
            "d": .flag(true), "e": .score(0.51497), "f": .undefined,
        ])
        #expect(value.csv == "figure,value\na,\nb.1,1\nb.2.x,\"a,\"\"b\"\"\"\nc,\nd,true\ne,0.51497\nf,\n")
        #expect(
            value.json.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } } == [
                "{", "\"a\" : null,", "\"b\" : [", "1,", "{", "\"x\" : \"a,\\\"b\\\"\"", "}", "],", "\"c\" : null,",
                "\"d\" : true,", "\"e\" : 0.51497,", "\"f\" : null", "}",
            ])
    }

    @Test(
        "are rounded for a person, with commas in counts",
        arguments: [
            (0.0, "0.00000"), (-0.000001, "0.00000"), (-0.5, "-0.50000"), (0.999996, "1.00000"),
            (12.345678, "12.34568"),
        ])
    func digits(value: Double, text: String) {
        #expect(DecimalText.fiveDigits(value) == text)
        #expect(DecimalText.fiveDigits(nil) == "")
        #expect(
            [0, 999, 1000, 112_120, -1_234_567].map(DecimalText.count) == [
                "0", "999", "1,000", "112,120", "-1,234,567",
            ])
    }

    @Test("below zero, or less than their digits can show, are written like any other")
    func smallAndNegative() {
        #expect(
            [0.5, -0.5, -12.0006, -0.0001, 0.9996].map(DecimalText.threeDigits) == [
                "0.500", "-0.500", "-12.001", "0.000", "1.000",
            ])
        #expect(
            [0, 0.00049, 0.0005, 0.05, 1].map(DecimalText.pValue) == [
                "< 0.001", "< 0.001", "0.001", "0.050", "1.000",
            ])
    }
}
