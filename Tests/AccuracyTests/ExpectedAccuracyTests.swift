import Evaluation
import Foundation
import StudySupport
import TestSupport
import Testing

/// A set of masks, and what the expected Dice has to reach on it.
struct ExpectedBars: Sendable, CustomTestStringConvertible {
    let name: String
    let data: @Sendable () throws -> StudyData
    let pearson: Double
    let error: Double
    /// Of single structures, and how wide their ranges may be.
    var errors: [String: Double] = [:]
    var widths: [String: Double] = [:]
    /// Whether the expected Dice must be no worse than the consensus, compared mask by mask.
    var isComparedWithConsensus = false
    /// How many masks may be off by more than 0.1.
    var mostFarOff: Int?
    /// The least share of masks that has to be called reliable, none of which may be off by more than 0.1.
    var reliable: Double?
    /// Figures that are missed, as the documents say.
    var missed: Set<String> = []

    var testDescription: String { name }
}

/// The expected Dice on every set of real masks, with the ranges that are made without truth.
@Suite("Expected Dice on real masks", .needsSharedData, .serialized)
struct ExpectedAccuracyTests {
    static let expectedBars: [ExpectedBars] = [
        ExpectedBars(
            name: "JSRT", data: { try .jsrt() }, pearson: 0.975, error: 0.0140,
            errors: ["lungs": 0.0070, "heart": 0.024],
            widths: ["lungs": 0.05, "heart": 0.13], isComparedWithConsensus: true,
            missed: ["lungs: width", "heart: width"]),
        ExpectedBars(
            name: "JSRT, foreign masks", data: { try .foreign("jsrt/dev") }, pearson: 0.930, error: 0.0135),
        ExpectedBars(
            name: "other hospitals", data: { try .outside() }, pearson: 0.983, error: 0.0165, widths: ["lungs": 0.11],
            missed: ["mean: r", "mean: MAE"]),
        ExpectedBars(
            name: "other hospitals, foreign masks", data: { try .foreign("cxr/dev", trueStructures: "lungs=1") },
            pearson: 0.950, error: 0.0185, missed: ["mean: MAE"]),
        ExpectedBars(
            name: "adults of other hospitals", data: { try .wingspan() }, pearson: 0.996, error: 0.0190,
            errors: ["lungs": 0.0135, "heart": 0.0310], widths: ["lungs": 0.09, "heart": 0.20],
            missed: ["mean: MAE", "lungs: MAE", "lungs: width"]),
        ExpectedBars(
            name: "adults of other hospitals, foreign masks", data: { try .foreign("wingspan/dev") }, pearson: 0.905,
            error: 0.0220, missed: ["mean: r", "mean: MAE"]),
    ]

    @Test(
        "the expected Dice and its ranges hold on images that the references have never seen", arguments: expectedBars)
    func expectedDice(_ bars: ExpectedBars) async throws {
        let folder = try TemporaryFolder()
        try await Self.measure(bars, reference: StudyData.builtReference(), in: folder)
    }

    /// Scores the masks, prints what is reached, and holds it against the bars.
    static func measure(_ bars: ExpectedBars, reference: String, in folder: TemporaryFolder) async throws {
        let data = try bars.data()
        let real = try RealScores(data)
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let names = data.trueStructures.map(\.name)
        var table = AccuracyTable("Expected Dice, \(bars.name): \(study.masks.count) masks, K=20")
        table.append(
            "mean", study.scores(meanOver: names, real: real) { $0.expected }, pearson: bars.pearson, error: bars.error)
        if bars.isComparedWithConsensus {
            let pairs = study.masks.compactMap { mask -> (image: String, value: Double)? in
                let rows = mask.structures.filter { names.contains($0.structure) }
                guard let truth = meanOfDefined(names.map { real.dice(of: $0, mask.name) }),
                    let expected = meanOfDefined(rows.map { $0.expected.map(Double.init) }),
                    let consensus = meanOfDefined(rows.map { $0.consensus.map(Double.init) })
                else { return nil }
                return (mask.name.fname, abs(expected - truth) - abs(consensus - truth))
            }
            #expect(pairs.count == study.masks.count)
            table.append(
                ClusteredMean.row(
                    "mean: error less that of the consensus", pairs, bar: .atMost(0), by: \.lower))
        }
        for name in names {
            if let bar = bars.errors[name] {
                table.append(name, study.scores(of: name, real: real) { $0.expected }, error: bar)
            }
            var inside: [(image: String, value: Double)] = []
            var widths: [(image: String, value: Double)] = []
            for mask in study.masks {
                guard let row = mask.structures.first(where: { $0.structure == name }), let lower = row.lower,
                    let upper = row.upper, let truth = real.dice(of: name, mask.name)
                else { continue }
                let holds = Double(lower) <= truth && truth <= Double(upper)
                inside.append((mask.name.fname, holds ? 1 : 0))
                widths.append((mask.name.fname, Double(upper - lower)))
            }
            #expect(inside.count == study.masks.count)
            // The interval of each cell has to reach what was promised.
            let coverage = ClusteredMean.row("\(name): coverage", inside, bar: .atLeast(0.9), by: \.upper)
            table.append(coverage)
            table.append(
                ClusteredMean.row("\(name): width", widths, bar: .atMost(bars.widths[name] ?? 1), by: nil))
        }
        if bars.mostFarOff != nil || bars.reliable != nil {
            for row in farOff(study, real, names, bars) { table.append(row) }
        }
        print(table.text)
        fflush(nil)
        for row in table.rows where !bars.missed.contains(row.figure) { #expect(row.passes, "\(row)") }
        for row in table.rows where bars.missed.contains(row.figure) {
            withKnownIssue("missed, as the documents say", isIntermittent: true) { #expect(row.passes, "\(row)") }
        }
    }
}

extension ExpectedAccuracyTests {
    /// Masks whose mean is off by more than 0.1, of all and of those in images called reliable.
    private static func farOff(
        _ study: ScoreStudy, _ real: RealScores, _ names: [String], _ bars: ExpectedBars
    ) -> [AccuracyTable.Row] {
        let isFarOff = study.masks.map { mask in
            let rows = mask.structures.filter { names.contains($0.structure) }
            guard let truth = meanOfDefined(names.map { real.dice(of: $0, mask.name) }),
                let expected = meanOfDefined(rows.map { $0.expected.map(Double.init) })
            else { return true }
            return abs(expected - truth) > 0.1
        }
        let reliable = zip(study.masks, isFarOff).filter(\.0.isReliable)
        var rows: [AccuracyTable.Row] = []
        if let most = bars.mostFarOff {
            rows.append(
                AccuracyTable.Row(
                    figure: "off by more than .1", bar: .atMost(Double(most)), measured: Double(isFarOff.count { $0 })))
        }
        if let least = bars.reliable {
            rows.append(
                AccuracyTable.Row(
                    figure: "called reliable", bar: .atLeast(least),
                    measured: Double(reliable.count) / Double(study.masks.count)))
            rows.append(
                AccuracyTable.Row(
                    figure: "reliable and off by more than .1", bar: .atMost(0),
                    measured: Double(reliable.count(where: \.1))))
        }
        return rows
    }
}

extension ClusteredMean {
    /// A mean over masks, clustered by image.
    ///
    /// - Parameter end: the end of the interval that is held against the bar; nil for the mean.
    fileprivate static func row(
        _ figure: String, _ values: [(image: String, value: Double)], bar: AccuracyTable.Bar,
        by end: KeyPath<ConfidenceInterval, Double>?
    ) -> AccuracyTable.Row {
        let mean = ClusteredMean(
            values.map(\.value), clusters: values.map(\.image), bootstrap: ClusterBootstrap())
        let atEnd = end.flatMap { end in mean?.interval.map { $0[keyPath: end] } }
        return AccuracyTable.Row(
            figure: figure, bar: bar, measured: atEnd ?? mean?.value, interval: mean?.interval,
            others: end == nil ? "" : "mean \(mean.map { String(format: "%.4f", $0.value) } ?? "")")
    }
}
