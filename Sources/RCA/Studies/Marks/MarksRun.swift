import Evaluation
import Files
public import Imaging
public import Reporting
import Runs

/// How far readers agree, and which masks pass: what `rca-cli marks` does.
public struct MarksRun: Sendable {
    private let request: MarksRequest

    public init(_ request: MarksRequest) { self.request = request }

    /// Reads the tables, and writes the lists that were asked for.
    ///
    /// - Throws: ``InputError`` where a table cannot be read or contradicts itself, or a file may not be written.
    public func run() throws(InputError) -> MarksReport {
        let outputs = try outputs()
        let tables = try RaterTables(request.tables, names: request.raters)
        var missing = tables.empty.map { "\($0.path): \($0.problem)" }
        var unmarked: Int?
        if let path = request.scores {
            let scores = try PredictionSource.scores(at: [path])
            guard scores.count == 1 else {
                throw InputError(
                    .optionInvalid, "--scores", "\(path) holds the scores of \(scores.count) folders of masks",
                    remedy: "give the one whose masks were marked")
            }
            let names = try scores[0].read().names
            missing += tables.masks.filter { !names.contains($0) }.map { "\($0.text): is marked, and has no score" }
            let marked = Set(tables.masks)
            unmarked = names.count { !marked.contains($0) }
        }
        let report = MarksReport(
            readers: tables.raters.map { reader($0) }, groups: groups(tables),
            masks: tables.masks.map { mask($0, tables) }, passFrom: request.passFrom, confidence: request.confidence,
            resamples: request.resamples, seed: request.seed, unmarkedCount: unmarked, missing: missing)
        for (path, bytes) in [
            (request.pass, report.list(ofPassed: true)), (request.fail, report.list(ofPassed: false)),
            (request.disagreements, report.disagreementTable),
        ] {
            if let path { try outputs[path]?.write(bytes, to: path) }
        }
        return report
    }

    /// For each file to write what says whether it may be: asked before anything is read.
    private func outputs() throws(InputError) -> [String: OutputGuard] {
        var outputs: [String: OutputGuard] = [:]
        for path in [request.pass, request.fail, request.disagreements].compactMap(\.self) {
            guard outputs[path] == nil else {
                throw InputError(.optionInvalid, path, "is named for two lists", remedy: "name a file for each")
            }
            let output = OutputGuard(
                "marks", inputs: request.tables + [request.scores], overwrites: request.overwrites
            ).forFile(path)
            try output.check(path)
            outputs[path] = output
        }
        return outputs
    }

    private func reader(_ rater: Rater) -> MarksReport.Reader {
        let passed = rater.marks.values.count { $0.passes(from: request.passFrom) }
        return MarksReport.Reader(
            name: rater.name, passed: passed, failed: rater.marks.count - passed,
            ratings: Mark.ratings.map { rating in rater.marks.values.count { $0.rating == rating } })
    }

    private func mask(_ name: FileName, _ tables: RaterTables) -> MarksReport.Mask {
        let marks = tables.raters.map { $0.marks[name] }
        let passed = marks.count { $0?.passes(from: request.passFrom) ?? false }
        let failed = marks.count { $0 != nil } - passed
        return MarksReport.Mask(
            fname: name.text, marks: marks.map { $0?.text ?? "" }, passedCount: passed, failedCount: failed,
            passes: request.rule.passes(passed, failed))
    }

    /// Each two readers, and where there are more all of them.
    private func groups(_ tables: RaterTables) -> [MarksReport.Group] {
        let places = Array(tables.raters.indices)
        var groups: [[Int]] = []
        for first in places { for second in places where second > first { groups.append([first, second]) } }
        if places.count > 2 { groups.append(places) }
        let bootstrap =
            request.resamples > 0 ? ClusterBootstrap(resamples: request.resamples, seed: request.seed) : nil
        let suffixes = RecordedRun.suffixes(request.suffixes, at: [request.scores].compactMap(\.self))
        return groups.map { members in
            let readers = members.map { tables.raters[$0] }
            let common = tables.masks.compactMap { mask -> (mask: FileName, marks: [Mark])? in
                let marks = readers.compactMap { $0.marks[mask] }
                return marks.count == readers.count ? (mask, marks) : nil
            }
            func agreement(_ masks: [(mask: FileName, marks: [Int])], _ categories: Int) -> RaterAgreement {
                RaterAgreement(
                    masks.map(\.marks),
                    images: masks.map { FileStem(of: $0.mask.text, droppingSuffixes: suffixes).text },
                    categories: categories, bootstrap: bootstrap, confidence: request.confidence)
            }
            let rated = common.compactMap { mask, marks -> (mask: FileName, marks: [Int])? in
                let ratings = marks.compactMap(\.rating)
                return ratings.count == marks.count ? (mask, ratings.map { $0 - Mark.ratings.lowerBound }) : nil
            }
            return MarksReport.Group(
                readers: readers.map(\.name),
                decisions: agreement(
                    common.map { ($0.mask, $0.marks.map { $0.passes(from: request.passFrom) ? 1 : 0 }) }, 2),
                ratings: rated.isEmpty ? nil : agreement(rated, Mark.ratings.count))
        }
    }
}
