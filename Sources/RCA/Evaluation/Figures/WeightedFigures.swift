/// Every figure of paired scores of which each counts a whole number of times, as a resample has it.
///
/// A resample differs from the scores in how often each pair occurs, not in their order. So pairs are sorted once,
/// and each resample costs a few passes instead of a dozen sorts. ``Figure/values(of:thresholds:)`` is the plain
/// implementation.
package struct WeightedFigures: Sendable {
    /// Numbers in ascending order of the predictions.
    private let predicted: [Double]
    private let real: [Double]
    /// Where each of these pairs stands in the scores.
    private let positions: [Int]
    private let predictedTies: TiedOrder
    private let realTies: TiedOrder
    private let thresholds: [Double]

    package init(_ scores: PairedScores, thresholds: [Double]) {
        positions = scores.predicted.indices.sorted { scores.predicted[$0] < scores.predicted[$1] }
        predicted = positions.map { scores.predicted[$0] }
        real = positions.map { scores.real[$0] }
        predictedTies = TiedOrder(predicted)
        realTies = TiedOrder(real)
        self.thresholds = thresholds
    }

    /// The figures in the order of ``Figure/all(thresholds:)``.
    /// - Parameter weights: how often each pair counts, 0 or more, in the order of the scores.
    package func values(weights: [Int]) -> [Double?] {
        let weights = positions.map { Double(weights[$0]) }
        return agreement(weights)
            + thresholds.flatMap { WeightedDetection(predicted, real, weights, predictedTies, threshold: $0).figures }
    }

    private func agreement(_ weights: [Double]) -> [Double?] {
        guard let moments = WeightedMoments(predicted, real, weights) else {
            return Figure.agreementKinds.map { _ in nil }
        }
        var absolute = 0.0
        var squared = 0.0
        var difference = 0.0
        for index in predicted.indices {
            let error = predicted[index] - real[index]
            absolute += weights[index] * abs(error)
            squared += weights[index] * error * error
            difference += weights[index] * error
        }
        let slope = moments.sumXX > 0 ? moments.sumXY / moments.sumXX : nil
        let ranks = WeightedMoments(predictedTies.ranks(weights), realTies.ranks(weights), weights)
        return [
            moments.correlation, ranks?.correlation, absolute / moments.count, (squared / moments.count).squareRoot(),
            difference / moments.count, slope, slope.map { moments.meanY - $0 * moments.meanX },
        ]
    }
}

/// Numbers in ascending order, equal ones together.
struct TiedOrder: Sendable {
    let order: [Int]
    /// Where each run of equal numbers ends in ``order``.
    let ends: [Int]

    init(_ values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        self.order = order
        ends = order.indices.filter { place in
            place + 1 == order.count || values[order[place]] != values[order[place + 1]]
        }.map { $0 + 1 }
    }

    /// The mean rank of each number, by its index, where number i occurs `weights[i]` times.
    func ranks(_ weights: [Double]) -> [Double] {
        var ranks = [Double](repeating: 0, count: order.count)
        var before = 0.0
        var start = 0
        for end in ends {
            var total = 0.0
            for place in start..<end { total += weights[order[place]] }
            let rank = before + (total + 1) / 2
            for place in start..<end { ranks[order[place]] = rank }
            before += total
            start = end
        }
        return ranks
    }
}
