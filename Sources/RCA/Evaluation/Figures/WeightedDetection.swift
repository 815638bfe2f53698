/// ``Detection`` of pairs of which each counts a number of times.
struct WeightedDetection {
    /// In the order of ``Figure/detectionKinds``.
    let figures: [Double?]

    /// - Parameters:
    ///   - predicted, real: in ascending order of the predictions.
    ///   - ties: of the predictions.
    init(_ predicted: [Double], _ real: [Double], _ weights: [Double], _ ties: TiedOrder, threshold: Double) {
        var positives = 0.0
        var negatives = 0.0
        var truePositives = 0.0
        var trueNegatives = 0.0
        for index in predicted.indices {
            if real[index] < threshold {
                positives += weights[index]
                if predicted[index] < threshold { truePositives += weights[index] }
            } else {
                negatives += weights[index]
                if predicted[index] >= threshold { trueNegatives += weights[index] }
            }
        }
        var rightOrders = 0.0
        var precision = 0.0
        var found = 0.0
        var passed = 0.0
        var start = 0
        for end in ties.ends {
            var bad = 0.0
            var good = 0.0
            for index in start..<end {
                if real[index] < threshold { bad += weights[index] } else { good += weights[index] }
            }
            rightOrders += bad * (negatives - passed - good / 2)
            found += bad
            passed += good
            if bad > 0 { precision += bad / positives * (found / (found + passed)) }
            start = end
        }
        let count = positives + negatives
        figures = [
            positives > 0 && negatives > 0 ? rightOrders / (positives * negatives) : nil,
            positives > 0 ? precision : nil, count > 0 ? (truePositives + trueNegatives) / count : nil,
            positives > 0 ? truePositives / positives : nil, negatives > 0 ? trueNegatives / negatives : nil,
        ]
    }
}
