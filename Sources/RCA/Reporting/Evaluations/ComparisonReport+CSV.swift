import Evaluation
import Tables

extension ComparisonReport {
    /// A figure of a group, with what it is called in tables. The p-values are nil where it is no difference: nobody asks
    /// whether a mean Dice is 0.
    typealias GroupFigure = (name: String, mean: ClusteredMean, pValue: Double?, adjusted: Double?)

    /// A row a figure; empty where not defined, and p-values of differences alone. Numbers are the shortest decimals that
    /// read back as the same 64-bit float.
    public var csv: [UInt8] {
        var writer = CSVWriter(header: [
            "kind", "first", "second", "figure", "count", "clusters", "value", "lower", "upper", "p", "p_holm",
        ])
        func append(
            _ kind: String, _ first: String, _ second: String, _ figure: String, _ mean: ClusteredMean?,
            _ pValue: Double?, _ adjusted: Double?
        ) {
            guard let mean else { return }
            for field in [kind, first, second, figure, String(mean.count), String(mean.clusterCount)] {
                writer.append(field)
            }
            let numbers = [mean.value, mean.interval?.lower, mean.interval?.upper, pValue, adjusted]
            for number in numbers { writer.append(number?.description ?? "") }
            writer.endRow()
        }
        for group in groups {
            let name = group.segmenter.isEmpty ? group.variable : "\(group.segmenter): \(group.variable)"
            for figure in group.figures {
                append("group", name, group.value, figure.name, figure.mean, figure.pValue, figure.adjusted)
            }
        }
        for pair in pairs {
            for (kind, mean, adjusted) in [
                ("predicted", pair.predicted, pair.adjusted), ("true", pair.real, pair.realAdjusted),
            ] {
                append("pair", pair.first, pair.second, "\(kind), first less second", mean, mean?.pValue, adjusted)
            }
            for agreement in pair.agreement {
                append("pair", pair.first, pair.second, "agreement, \(agreement.structure)", agreement.dice, nil, nil)
            }
        }
        return writer.bytes
    }
}

extension ComparisonReport.Group {
    /// Those that are defined.
    var figures: [ComparisonReport.GroupFigure] {
        let all: [(String, ClusteredMean?, Double?, Double?)] = [
            ("predicted", predicted, nil, nil), ("true", real, nil, nil),
            ("predicted less the others", difference, difference?.pValue, adjusted),
            ("true less the others", realDifference, realDifference?.pValue, realAdjusted),
        ]
        return all.compactMap { name, mean, pValue, adjusted in mean.map { (name, $0, pValue, adjusted) } }
    }
}

/// The keys of a group in the JSON of `evaluate`.
struct GroupDocument: Encodable {
    struct Figure: Encodable {
        let mean: ClusteredMean
        let pValue: Double?
        let adjusted: Double?

        private enum CodingKeys: String, CodingKey { case masks, clusters, value, lower, upper, p, pHolm }

        /// Null where a number is not defined: the keys are always there.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(mean.count, forKey: .masks)
            try container.encode(mean.clusterCount, forKey: .clusters)
            try container.encode(mean.value, forKey: .value)
            try container.encode(mean.interval?.lower, forKey: .lower)
            try container.encode(mean.interval?.upper, forKey: .upper)
            try container.encode(pValue, forKey: .p)
            try container.encode(adjusted, forKey: .pHolm)
        }
    }

    let by: String
    let group: String
    let isSmall: Bool
    let predicted: Figure
    let real: Figure?
    let predictedLessOthers: Figure?
    let realLessOthers: Figure?

    init(_ group: ComparisonReport.Group) {
        by = group.variable
        self.group = group.value
        isSmall = group.isSmall
        predicted = Figure(mean: group.predicted, pValue: nil, adjusted: nil)
        real = group.real.map { Figure(mean: $0, pValue: nil, adjusted: nil) }
        predictedLessOthers = group.difference.map {
            Figure(mean: $0, pValue: $0.pValue, adjusted: group.adjusted)
        }
        realLessOthers = group.realDifference.map {
            Figure(mean: $0, pValue: $0.pValue, adjusted: group.realAdjusted)
        }
    }
}
