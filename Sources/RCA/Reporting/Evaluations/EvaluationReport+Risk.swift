public import Evaluation
import Tables

extension EvaluationReport {
    /// What accepting masks by an estimate costs.
    public struct Risk: Sendable, Equatable {
        /// A structure's name, or ``EvaluationReport/meanName``.
        public let structure: String
        public let estimator: String
        public let risk: SelectiveRisk

        public init(structure: String, estimator: String, risk: SelectiveRisk) {
            self.structure = structure
            self.estimator = estimator
            self.risk = risk
        }

        /// The curve's rows and the promise, for a person.
        public var text: String {
            let dice = ShortDecimal.text(risk.curve.dice)
            let whole = structure == EvaluationReport.meanName ? "mean over the structures" : structure
            var table = TextTable(
                columns: [
                    ("accept from (\(estimator))", .right), ("keeps", .right), ("masks", .right),
                    ("true Dice below \(dice)", .right), ("interval", .right),
                ])
            var last: Int?
            for row in risk.rows where row.point.accepted != last {
                last = row.point.accepted
                table.append([
                    ShortDecimal.text(row.point.threshold), Self.percent(row.point.coverage),
                    DecimalText.count(row.point.accepted), row.point.risk.map(Self.percent) ?? "",
                    row.interval.map { "\(Self.percent($0.lower)) to \(Self.percent($0.upper))" } ?? "",
                ])
            }
            return "accepting masks by their predicted Dice, \(whole)\n\n\(table.text)\n" + promiseText
        }

        /// The promise in a sentence with its line end; empty where none was asked for.
        public var promiseText: String {
            guard let control = risk.control, let promise = risk.promise else { return "" }
            let limit = Self.percent(control.limit)
            let images = "\(DecimalText.count(risk.imageCount)) \(risk.imageCount == 1 ? "image" : "images")"
            switch promise {
            case .threshold(let threshold):
                let point = risk.curve.point(above: threshold)
                return
                    "Accept from \(ShortDecimal.text(threshold)): keeps \(Self.percent(point.coverage)) of the masks. "
                    + "Of new images like these \(images), at most \(limit) of the accepted masks have a true Dice below "
                    + "\(ShortDecimal.text(control.dice)); this holds for \(Self.percent(control.confidence)) of all sets "
                    + "of so many images (Learn then Test).\n"
            case .tooFewImages:
                return "\(images): too few to promise that at most \(limit) of the accepted masks are bad.\n"
            case .notReached:
                return "No threshold keeps the share of bad masks below \(limit) surely enough for \(images).\n"
            }
        }

        /// Whether a promise that was asked for can be given; nil where none was.
        public var isPromised: Bool? {
            risk.promise.map { if case .threshold = $0 { true } else { false } }
        }

        private static func percent(_ share: Double) -> String {
            "\(ShortDecimal.text((share * 1000).rounded() / 10)) %"
        }
    }
}

extension EvaluationReport.Risk {
    /// The curve as rows of ``EvaluationReport/csv``.
    func append(to writer: inout CSVWriter) {
        for fields in figures {
            for field in [structure, estimator] + fields + [String(risk.maskCount), String(risk.imageCount)] {
                writer.append(field)
            }
            writer.endRow()
        }
    }

    /// The columns of ``figures``.
    static let figureColumns = ["figure", "threshold", "value", "lower", "upper"]

    /// `coverage` and `risk` at each threshold of the predicted Dice, and the promised threshold; fields that are not
    /// defined are empty.
    var figures: [[String]] {
        func fields(_ name: String, _ numbers: Double?...) -> [String] {
            [name] + numbers.map { $0?.description ?? "" }
        }
        var rows: [[String]] = []
        for row in risk.rows {
            rows.append(fields("coverage", row.point.threshold, row.point.coverage, nil, nil))
            rows.append(
                fields("risk", row.point.threshold, row.point.risk, row.interval?.lower, row.interval?.upper))
        }
        guard let promise = risk.promise else { return rows }
        let promised: Double? = if case .threshold(let threshold) = promise { threshold } else { nil }
        return rows + [fields("promisedThreshold", nil, promised, nil, nil)]
    }
}

/// The keys of a risk–coverage curve in JSON.
struct RiskDocument: Encodable {
    private let risk: EvaluationReport.Risk

    init(_ risk: EvaluationReport.Risk) { self.risk = risk }

    private enum CodingKeys: String, CodingKey {
        case structure, estimator, dice, masks, images, curve, limit, confidence, promise, threshold
    }

    /// Null where a number is not defined: the keys are always there.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(risk.structure, forKey: .structure)
        try container.encode(risk.estimator, forKey: .estimator)
        try container.encode(risk.risk.curve.dice, forKey: .dice)
        try container.encode(risk.risk.maskCount, forKey: .masks)
        try container.encode(risk.risk.imageCount, forKey: .images)
        try container.encode(risk.risk.rows.map(Point.init), forKey: .curve)
        try container.encode(risk.risk.control?.limit, forKey: .limit)
        try container.encode(risk.risk.control?.confidence, forKey: .confidence)
        let (promise, threshold): (String?, Double?) =
            switch risk.risk.promise {
            case nil: (nil, nil)
            case .threshold(let threshold): ("threshold", threshold)
            case .tooFewImages: ("too few images", nil)
            case .notReached: ("not reached", nil)
            }
        try container.encode(promise, forKey: .promise)
        try container.encode(threshold, forKey: .threshold)
    }

    private struct Point: Encodable {
        let row: SelectiveRisk.Row

        private enum CodingKeys: String, CodingKey { case threshold, accepted, bad, coverage, risk, lower, upper }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(row.point.threshold, forKey: .threshold)
            try container.encode(row.point.accepted, forKey: .accepted)
            try container.encode(row.point.bad, forKey: .bad)
            try container.encode(row.point.coverage, forKey: .coverage)
            try container.encode(row.point.risk, forKey: .risk)
            try container.encode(row.interval?.lower, forKey: .lower)
            try container.encode(row.interval?.upper, forKey: .upper)
        }
    }
}
