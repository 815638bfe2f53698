public import Calibration
public import Evaluation
import FoundationEssentials
import Tables

/// What `calibrate` says of its model: how often intervals hold, and how wide they are.
public struct CalibrationReport: Codable, Sendable, Equatable {
    public struct Row: Codable, Sendable, Equatable {
        /// A structure's name, or `mean`.
        public var structure: String
        public var masks: Int
        public var images: Int
        public var leftOut: Int
        /// Whether the expected Dice is among the estimates of the fit.
        public var usesExpected: Bool
        /// Masks of the fit that have none; one is enough for the fit to do without.
        public var withoutExpected: Int
        /// On images of the calibration data that were held out in turn.
        public var heldOut: IntervalQuality
        /// On the test data, where there are any.
        public var test: IntervalQuality?

        public init(
            structure: String, masks: Int, images: Int, leftOut: Int, usesExpected: Bool, withoutExpected: Int,
            heldOut: IntervalQuality, test: IntervalQuality?
        ) {
            self.usesExpected = usesExpected
            self.withoutExpected = withoutExpected
            self.structure = structure
            self.masks = masks
            self.images = images
            self.leftOut = leftOut
            self.heldOut = heldOut
            self.test = test
        }
    }

    public var recipe: CalibrationModel.Recipe
    public var origin: CalibrationOrigin.Kind
    public var alpha: Double
    public var settings: CalibrationSettings
    /// Rows of scores that the truth says nothing of.
    public var rowsWithoutTruth: Int
    public var structures: [Row]
    /// What accepting masks by their expected Dice costs, one entry a structure; empty where that was not asked for.
    public var risks: [EvaluationReport.Risk] = []
    /// What a reader has to know of the tables, in sentences; not written.
    public var notes: [String] = []

    public init(
        recipe: CalibrationModel.Recipe, origin: CalibrationOrigin.Kind, alpha: Double, settings: CalibrationSettings,
        rowsWithoutTruth: Int, structures: [Row]
    ) {
        self.recipe = recipe
        self.origin = origin
        self.alpha = alpha
        self.settings = settings
        self.rowsWithoutTruth = rowsWithoutTruth
        self.structures = structures
    }

    /// Indented JSON with sorted keys, ended by LF.
    public func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(Document(report: self))).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    private enum CodingKeys: String, CodingKey {
        case recipe, origin, alpha, settings, rowsWithoutTruth, structures
    }

    /// The report with what was asked about risk, which is only written.
    private struct Document: Encodable {
        let report: CalibrationReport

        private enum Keys: String, CodingKey { case risks }

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            guard !report.risks.isEmpty else { return }
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(report.risks.map(RiskDocument.init), forKey: .risks)
        }
    }

    /// `structure,data,masks,images,coverage,meanWidth`: a row a structure, and a second for the test data.
    ///
    /// Where something was asked about risk, further columns `figure,threshold,value,lower,upper` and rows with the data
    /// `accepted`, as ``EvaluationReport/csv`` has them.
    public func csv() -> String {
        let extra = risks.isEmpty ? [] : EvaluationReport.Risk.figureColumns
        var writer = CSVWriter(header: ["structure", "data", "masks", "images", "coverage", "meanWidth"] + extra)
        for row in structures {
            for (name, quality) in [("held out", row.heldOut as IntervalQuality?), ("test", row.test)] {
                guard let quality else { continue }
                writer.append(row.structure)
                writer.append(name)
                writer.append(String(quality.masks))
                writer.append(name == "test" ? "" : String(row.images))
                writer.append(quality.coverage.map { Float($0) })
                writer.append(quality.meanWidth.map { Float($0) })
                for _ in extra { writer.append("") }
                writer.endRow()
            }
        }
        for entry in risks {
            let counts = [String(entry.risk.maskCount), String(entry.risk.imageCount), "", ""]
            for figures in entry.figures {
                for field in [entry.structure, "accepted"] + counts + figures { writer.append(field) }
                writer.endRow()
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// A table for a person.
    public func text() -> String {
        let hasTest = structures.contains { $0.test != nil }
        var table = TextTable(
            columns: [
                ("structure", .left), ("masks", .right), ("images", .right), ("left out", .right), ("held out", .right),
                ("width", .right),
            ] + (hasTest ? [("test masks", .right), ("test", .right), ("width", .right)] : []))
        func digits(_ value: Double?) -> String { value.map(DecimalText.threeDigits) ?? "not defined" }
        for row in structures {
            table.append(
                [
                    row.structure, String(row.masks), String(row.images), String(row.leftOut),
                    digits(row.heldOut.coverage), digits(row.heldOut.meanWidth),
                ]
                    + (hasTest
                        ? [String(row.test?.masks ?? 0), digits(row.test?.coverage), digits(row.test?.meanWidth)] : []))
        }
        return table.text + risks.map { "\n" + $0.text }.joined()
    }
}
