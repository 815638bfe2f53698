public import Evaluation
import Tables

extension EvaluationReport {
    /// How far a structure's outlines lie from the true ones, and how well that was predicted.
    public struct Surfaces: Sendable, Equatable {
        public let structure: String
        /// `px` or `mm`: of all figures but the surface Dice.
        public let unit: String
        /// What the surface Dice lets pass; nil for 1 % of each mask's longer side.
        public let tolerance: Double?
        public let hausdorff95: SurfaceComparison
        public let hausdorff: SurfaceComparison
        public let assd: SurfaceComparison
        public let surfaceDice: SurfaceComparison

        public init(
            structure: String, unit: String, tolerance: Double?, hausdorff95: SurfaceComparison,
            hausdorff: SurfaceComparison, assd: SurfaceComparison, surfaceDice: SurfaceComparison
        ) {
            self.structure = structure
            self.unit = unit
            self.tolerance = tolerance
            self.hausdorff95 = hausdorff95
            self.hausdorff = hausdorff
            self.assd = assd
            self.surfaceDice = surfaceDice
        }

        /// Each comparison, by the name of its column in `rca_surface.csv`.
        var measures: [(name: String, title: String, comparison: SurfaceComparison)] {
            [
                ("hd95", "HD95", hausdorff95), ("hausdorff", "Hausdorff", hausdorff), ("assd", "ASSD", assd),
                ("surface_dice", "surface Dice", surfaceDice),
            ]
        }
    }

    /// The tables of ``surfaces`` for a person; empty where outlines were not asked for.
    var surfacesText: String {
        surfaces.map { entry in
            let columns = [
                "true mean", "true median", "masks", "only in one", "predicted mean", "pairs", "Pearson", "Spearman",
                "mean absolute error", "bias",
            ]
            let tolerance = entry.tolerance.map { "\(ShortDecimal.text($0)) \(entry.unit)" } ?? "1 % of the longer side"
            var table = TextTable(columns: [("outlines", .left)] + columns.map { ($0, .right) })
            for (_, title, figures) in entry.measures {
                func number(_ value: Double?) -> String { value.map(DecimalText.rounded) ?? "not defined" }
                table.append([
                    title, number(figures.realMean), number(figures.realMedian), String(figures.count),
                    String(figures.infiniteCount), number(figures.predictedMean), String(figures.pairs.count),
                    number(figures.pearson), number(figures.spearman), number(figures.meanAbsoluteError),
                    number(figures.bias),
                ])
            }
            return "\(entry.structure): distances in \(entry.unit), tolerance of the surface Dice \(tolerance)\n\n"
                + table.text + "\n"
        }.joined()
    }

    /// The figures of a comparison by name.
    static func figures(_ comparison: SurfaceComparison) -> [(figure: String, value: Double?)] {
        [
            ("realMean", comparison.realMean), ("realMedian", comparison.realMedian),
            ("predictedMean", comparison.predictedMean), ("pearson", comparison.pearson),
            ("spearman", comparison.spearman), ("meanAbsoluteError", comparison.meanAbsoluteError),
            ("bias", comparison.bias),
        ]
    }
}

/// The keys of ``EvaluationReport/Surfaces`` in JSON.
struct SurfacesDocument: Encodable {
    private struct Measure: Encodable {
        let comparison: SurfaceComparison

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            try container.encode(comparison.count, forKey: Name("masks"))
            try container.encode(comparison.infiniteCount, forKey: Name("infinite"))
            try container.encode(comparison.undefinedCount, forKey: Name("undefined"))
            try container.encode(comparison.pairs.count, forKey: Name("pairs"))
            // Null where not defined: the keys are always there.
            for (figure, value) in EvaluationReport.figures(comparison) {
                try container.encode(value, forKey: Name(figure))
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    private let structure: String
    private let unit: String
    private let tolerance: Double?
    private let measures: [String: Measure]

    private enum CodingKeys: String, CodingKey { case structure, unit, tolerance, measures }

    init(_ surfaces: EvaluationReport.Surfaces) {
        structure = surfaces.structure
        unit = surfaces.unit
        tolerance = surfaces.tolerance
        measures = Dictionary(
            uniqueKeysWithValues: surfaces.measures.map { ($0.name, Measure(comparison: $0.comparison)) })
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(structure, forKey: .structure)
        try container.encode(unit, forKey: .unit)
        try container.encode(tolerance, forKey: .tolerance)
        try container.encode(measures, forKey: .measures)
    }
}
