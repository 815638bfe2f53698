package import Evaluation

extension AccuracyTable {
    /// A row for the mean absolute error alone of paired scores.
    package mutating func append(_ figure: String, _ scores: PairedScores, error: Double, others: String = "") {
        let absolute = { (scores: PairedScores) in
            PredictionError.meanAbsolute(predicted: scores.predicted, real: scores.real)
        }
        append(
            Row(
                figure: figure + ": MAE", bar: .atMost(error), measured: absolute(scores),
                interval: ClusterBootstrap().interval(of: scores, absolute), others: others))
    }

    /// A row for a mean that has to be large.
    package mutating func append(
        _ figure: String, mean values: [(image: String, value: Double)], bar: Double, others: String = ""
    ) {
        append(
            Row(
                figure: figure, bar: .atLeast(bar), measured: meanOfDefined(values.map(\.value)),
                interval: ClusterBootstrap().interval(clusters: values.map(\.image)) { cases in
                    meanOfDefined(cases.map { values[$0].value })
                },
                others: others))
    }
}
