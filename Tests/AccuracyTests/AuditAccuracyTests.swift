import Evaluation
import Foundation
import StudySupport
import Tables
import TestSupport
import Testing

/// What an audit flags, with limits from one pooled set of real masks. Its limits were chosen on the references' masks,
/// true and damaged.
@Suite("Audit", .needsSharedData, .serialized)
struct AuditAccuracyTests {
    @Test("reaches every bar on masks of two hospitals, pooled with their true masks")
    func pooled() async throws {
        let folder = try TemporaryFolder()
        var real: [String: Double?] = [:]
        for (name, studies) in [
            ("jsrt", [try StudyData.jsrt(), try StudyData.foreign("jsrt/dev")]),
            ("wingspan", [try StudyData.wingspan(), try StudyData.foreign("wingspan/dev")]),
        ] {
            for (number, study) in studies.enumerated() {
                let scores = try RealScores(study)
                for stage in study.predictions {
                    for fname in try FileManager.default.contentsOfDirectory(atPath: stage) {
                        let last = URL(filePath: stage).lastPathComponent
                        let pooled = "\(name).\(number).\(last).\(fname)"
                        try link(stage + "/" + fname, to: pooled, in: folder)
                        real[pooled] = scores.mean(MaskName(stage: last, fname: fname))
                    }
                }
            }
            for fname in try FileManager.default.contentsOfDirectory(atPath: studies[0].truth) {
                try link(studies[0].truth + "/" + fname, to: "\(name).truth.\(fname)", in: folder)
                real["\(name).truth.\(fname)"] = .some(nil)
            }
        }
        try await Program.run(
            [
                "audit", "--masks", folder.file("pool"), "--structures", "lungs=1,heart=2", "--output",
                folder.file("out"), "--quiet",
            ], log: folder.file("audit.log"))
        let csv = try CSVTable(path: folder.file("out/rca_audit.csv"))
        let flags = try csv.column(named: "flags")
        var flagged: [String: Bool] = [:]
        for row in csv.rows {
            let name = try csv.text(inRow: row, column: 0)
            flagged[name] = try (flagged[name] ?? false) || !csv.text(inRow: row, column: flags).isEmpty
        }
        #expect(flagged.count == 2425)
        func share(_ isWanted: (Double?) -> Bool) -> Double? {
            let wanted = flagged.filter { real[$0.key].map(isWanted) ?? false }
            return wanted.isEmpty ? nil : Double(wanted.values.count { $0 }) / Double(wanted.count)
        }
        var table = AccuracyTable("Masks flagged by themselves: one pooled set of 2,425 masks")
        table.append(
            AccuracyTable.Row(
                figure: "of true mean Dice < .7", bar: .atLeast(0.8), measured: share { $0.map { $0 < 0.7 } ?? false }))
        table.append(
            AccuracyTable.Row(
                figure: "of true mean Dice ≥ .9", bar: .atMost(0.1), measured: share { $0.map { $0 >= 0.9 } ?? false }))
        table.append(
            AccuracyTable.Row(figure: "of true masks", bar: .atMost(0.05), measured: share { $0 == nil }))
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    private func link(_ source: String, to name: String, in folder: TemporaryFolder) throws {
        try FileManager.default.createDirectory(atPath: folder.file("pool"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("pool/\(name)"), withDestinationPath: source)
    }

    @Test("a promised risk of 10 % is kept on images that were not used, and most of what could be accepted is")
    func risk() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.wingspan()
        let reference = try await StudyData.builtReference()
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let real = try RealScores(data)
        let scores = study.scores(meanOver: ["lungs", "heart"], real: real) { $0.expected }
        let images = Set(scores.images).sorted()
        #expect(scores.count == 1000 && images.count == 100)
        var table = AccuracyTable("Risk control, promised 10 %: 200 random halves of 100 images × 10 stages")
        for dice in [0.7, 0.8] {
            let control = RiskControl(dice: dice, limit: 0.1)
            var random = SeededGenerator(seed: 1)
            var (kept, share) = (0, 0.0)
            let splits = 200
            for _ in 0..<splits {
                let known = Set(images.shuffled(using: &random).prefix(50))
                let others = RiskCurve(
                    scores[scores.images.indices.filter { !known.contains(scores.images[$0]) }], dice: dice)
                let promise = control.threshold(
                    scores[scores.images.indices.filter { known.contains(scores.images[$0]) }])
                guard case .threshold(let threshold) = promise else {
                    kept += 1
                    continue
                }
                let point = others.point(above: threshold)
                if point.risk ?? 0 <= control.limit { kept += 1 }
                share += point.coverage / others.largestCoverage(risk: control.limit)
            }
            table.append(
                AccuracyTable.Row(
                    figure: "true Dice below \(dice): kept", bar: .atLeast(0.9),
                    measured: Double(kept) / Double(splits), digits: 3))
            table.append(
                AccuracyTable.Row(
                    figure: "accepted, of what could be", bar: .atLeast(0.7), measured: share / Double(splits),
                    digits: 3))
        }
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }
}
