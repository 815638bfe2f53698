import Evaluation
import Tables

extension EvaluationReport {
    /// The figures as a table, one a row.
    ///
    /// `structure,estimator,figure,threshold,value,lower,upper,masks,images`; empty where not defined, or not known, as the
    /// images of marks are not. Numbers are the shortest decimals that read back as the same 64-bit float.
    public var csv: [UInt8] {
        var writer = CSVWriter(header: [
            "structure", "estimator", "figure", "threshold", "value", "lower", "upper", "masks", "images",
        ])
        for structure in structures {
            for estimate in structure.estimates {
                for figure in Figure.all(thresholds: thresholds) {
                    let measured = estimate.scores[figure]
                    writer.append(structure.name)
                    writer.append(estimate.estimator)
                    writer.append(figure.kind.rawValue)
                    for number in [
                        figure.threshold, measured.value, measured.interval?.lower, measured.interval?.upper,
                    ] {
                        writer.append(number.map(\.description) ?? "")
                    }
                    writer.append(String(estimate.scores.count))
                    writer.append(String(estimate.scores.imageCount))
                    writer.endRow()
                }
            }
        }
        for entry in surfaces {
            for (name, _, comparison) in entry.measures {
                for (figure, value) in Self.figures(comparison) {
                    let isReal = figure.hasPrefix("real")
                    let masks = isReal ? comparison.count : comparison.pairs.count
                    for field in [
                        entry.structure, name, figure, "", value?.description ?? "", "", "", String(masks),
                        isReal ? "" : String(Set(comparison.pairs.images).count),
                    ] {
                        writer.append(field)
                    }
                    writer.endRow()
                }
            }
        }
        for entry in risks { entry.append(to: &writer) }
        for group in groups?.groups ?? [] {
            for (name, mean, _, _) in group.figures {
                for field in [
                    structures.last?.name ?? "", groupEstimator, "\(group.variable) \(group.value): \(name)", "",
                    mean.value.description, mean.interval?.lower.description ?? "",
                    mean.interval?.upper.description ?? "", String(mean.count), String(mean.clusterCount),
                ] {
                    writer.append(field)
                }
                writer.endRow()
            }
        }
        for estimate in marks {
            for (figure, threshold, value) in Self.figures(estimate.scores) {
                for field in [
                    Self.meanName, estimate.title, figure, threshold?.description ?? "", value?.description ?? "",
                    "", "", String(estimate.scores.wrong + estimate.scores.fine), "",
                ] {
                    writer.append(field)
                }
                writer.endRow()
            }
        }
        return writer.bytes
    }
}
