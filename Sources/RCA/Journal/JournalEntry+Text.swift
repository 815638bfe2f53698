import Auditing
import Cases
import Imaging
import Scoring
import Tables

extension JournalEntry {
    /// Appends the entry's line: see docs/formats.md.
    package func write(to line: inout JournalLine.Writer) {
        line.append(JournalRecord.Kind.entry.rawValue)
        key.write(to: &line)
        line.append(time)
        line.append(files.image?.description ?? "")
        let maps = files.errorMaps.isEmpty ? "" : ";" + Self.text(files.errorMaps)
        line.append((files.masks.map(Self.text) ?? "-") + maps)
        line.append(warnings.count)
        for warning in warnings { line.append(warning) }
        switch outcome {
        case .failed(let error):
            line.append("failed")
            for text in [error.code.rawValue, error.subject, error.problem, error.remedy ?? ""] { line.append(text) }
        case .scored(let scores):
            line.append("scored")
            scores.write(to: &line)
        }
        line.endLine()
    }

    /// The entry in what follows the kind of a line; nil where that is none.
    package init?(_ line: inout JournalLine.Reader) {
        guard let key = Key(&line), let time = line.integer(), let image = line.text(), let masks = line.text(),
            let warnings = line.texts(), let outcome = line.text()
        else { return nil }
        self.key = key
        self.time = time
        self.warnings = warnings
        let digests = masks.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        files = CaseFiles(
            image: FileDigest(image[...]), masks: digests.first == "-" ? nil : Self.digests(digests.first ?? ""))
        if digests.count > 1 { files.errorMaps = Self.digests(digests[1]) }
        if outcome == "scored" {
            guard let scores = Scores(&line, fname: key.fname) else { return nil }
            self.outcome = .scored(scores)
        } else {
            guard outcome == "failed", let code = line.text(), let subject = line.text(), let problem = line.text(),
                let remedy = line.text()
            else { return nil }
            self.outcome = .failed(
                InputError(
                    InputError.Code(rawValue: code), subject, problem, remedy: remedy.isEmpty ? nil : remedy))
        }
    }
}

extension JournalEntry {
    private static func text(_ digests: [FileDigest]) -> String {
        digests.map(\.description).joined(separator: ",")
    }

    private static func digests(_ text: String) -> [FileDigest] {
        text.split(separator: ",").compactMap { FileDigest($0) }
    }
}

extension JournalEntry.Key {
    package func write(to line: inout JournalLine.Writer) {
        line.append(folder)
        line.append(fname)
        line.append(unpaired)
    }

    package init?(_ line: inout JournalLine.Reader) {
        guard let folder = line.integer(), let fname = line.text(), let unpaired = line.text() else { return nil }
        self.init(folder: folder, fname: fname, unpaired: unpaired)
    }
}

extension JournalEntry.Scores {
    package func write(to line: inout JournalLine.Writer) {
        line.append(dice)
        line.append(reliability?.reliability)
        for text in [reliability?.verdict, reliability?.reason, reliability?.pose] { line.append(text ?? "") }
        for number in [
            reliability?.expected, reliability?.lower, reliability?.upper, reliability?.expectedError,
        ] { line.append(number) }
        line.append(structures.count)
        for row in structures {
            line.append(row.structure)
            line.append(row.dice)
            line.append(row.reference ?? "")
            for number in [
                row.mean, row.median, row.best, row.consensus, row.expected, row.lower, row.upper,
            ] { line.append(number) }
        }
        line.append(details.count)
        for row in details {
            line.append(row.structure)
            line.append(row.reference)
            line.append(row.dice)
        }
        line.append(intervals.count)
        for row in intervals {
            line.append(row.structure)
            for number in [row.predicted, row.lower, row.upper] { line.append(number) }
            line.append(row.decision)
        }
        line.append(surfaces.count)
        for row in surfaces { row.write(to: &line) }
        line.append(shapes.count)
        for shape in shapes { shape.write(to: &line) }
        // Few entries have more: a line without it ends here.
        if let screening {
            line.append(Addition.screening.rawValue)
            screening.write(to: &line)
            line.append(upright ?? "")
            return
        }
        guard given != nil || drawn != nil else { return }
        line.append((given == nil ? Addition.drawn : .given).rawValue)
        if let given { for number in [given.mean, given.maximum] { line.append(number) } }
        drawn?.write(to: &line)
    }

    package init?(_ line: inout JournalLine.Reader, fname: String) {
        guard let dice = line.number(), case .some(let figure) = line.number(),
            let verdict = line.text(), let reason = line.text(), let pose = line.text(), let expected = line.number(),
            let lower = line.number(), let upper = line.number(), let expectedError = line.number(),
            let count = line.integer()
        else { return nil }
        self.dice = dice
        reliability = figure.map {
            ReliabilityRow(
                fname: fname, reliability: $0, verdict: verdict, reason: reason, pose: pose, expected: expected,
                lower: lower, upper: upper, expectedError: expectedError)
        }
        structures = []
        for _ in 0..<max(count, 0) {
            guard let structure = line.text(), let dice = line.number(), let reference = line.text(),
                let mean = line.number(), let median = line.number(), let best = line.number(),
                let consensus = line.number(), let expected = line.number(), let lower = line.number(),
                let upper = line.number()
            else { return nil }
            structures.append(
                StructureScoreRow(
                    fname: fname, structure: structure, dice: dice, reference: reference.isEmpty ? nil : reference,
                    mean: mean, median: median, best: best, consensus: consensus, expected: expected,
                    lower: lower, upper: upper))
        }
        guard let detailCount = line.integer() else { return nil }
        details = []
        for _ in 0..<max(detailCount, 0) {
            guard let structure = line.text(), let reference = line.text(), let dice = line.number() else { return nil }
            details.append(
                ReferenceScoreRow(fname: fname, structure: structure, reference: reference, dice: dice, pose: pose))
        }
        guard let intervalCount = line.integer() else { return nil }
        intervals = []
        for _ in 0..<max(intervalCount, 0) {
            guard let structure = line.text(), let predicted = line.number(), let lower = line.number(),
                let upper = line.number(), let decision = line.text()
            else { return nil }
            intervals.append(
                IntervalRow(
                    fname: fname, structure: structure, predicted: predicted, lower: lower, upper: upper,
                    decision: decision))
        }
        guard let surfaceCount = line.integer() else { return nil }
        surfaces = []
        for _ in 0..<max(surfaceCount, 0) {
            guard let row = SurfaceRow(&line, fname: fname) else { return nil }
            surfaces.append(row)
        }
        guard let shapeCount = line.integer() else { return nil }
        shapes = []
        for _ in 0..<max(shapeCount, 0) {
            guard let shape = MaskShape(&line) else { return nil }
            shapes.append(shape)
        }
        guard let number = line.integer() else { return }
        guard let addition = Addition(rawValue: number) else { return nil }
        switch addition {
        case .screening:
            guard let reliability, let judged = Reliability(reliability),
                let screening = Screening(&line, reliability: judged), let name = line.text()
            else { return nil }
            self.screening = screening
            upright = name.isEmpty ? nil : name
            return
        case .given:
            guard let mean = line.number(), let maximum = line.number() else { return nil }
            given = MaskTableRow.GivenDice(mean: mean, maximum: maximum)
        case .drawn: break
        }
        drawn = JournalEntry.DrawnMask(&line)
    }

    /// What follows at the end of a line that has more than others.
    private enum Addition: Int {
        /// A mask, drawn; the Dice that a table gives, and perhaps a mask; what was found of an image without masks.
        case drawn, given, screening
    }
}

extension Reliability {
    /// Nil where the verdict is none.
    fileprivate init?(_ row: ReliabilityRow) {
        guard let verdict = Verdict(rawValue: row.verdict) else { return nil }
        self.init(figure: row.reliability, verdict: verdict, reason: row.reason)
    }
}

extension JournalEntry.DrawnMask {
    fileprivate func write(to line: inout JournalLine.Writer) {
        for number in [mean, maximum] { line.append(number) }
        for number in [width, height, runs.count] { line.append(number) }
        for text in runs { line.append(text) }
    }

    /// Nil where nothing follows, or no mask.
    fileprivate init?(_ line: inout JournalLine.Reader) {
        guard let mean = line.number(), let maximum = line.number(), let width = line.integer(),
            let height = line.integer(), let runs = line.texts()
        else { return nil }
        self.init(mean: mean, maximum: maximum, runs: runs, width: width, height: height)
    }
}

extension JournalLine.Reader {
    /// A count and so many texts.
    fileprivate mutating func texts() -> [String]? {
        guard let count = integer() else { return nil }
        var texts: [String] = []
        for _ in 0..<max(count, 0) {
            guard let text = text() else { return nil }
            texts.append(text)
        }
        return texts
    }
}
