import RealModule

/// For each rater the chance to say a label where another is true, and the label's own chance.
struct ConfusionMatrices {
    /// For each rater, [said × labelCount + true].
    private(set) var values: [[Double]]
    private let priors: [Double]
    private let labelCount: Int

    /// From the majority vote; labels that are said nowhere have rows of zeros.
    init(_ votes: RaterVotes) {
        let labelCount = votes.labelCount
        self.labelCount = labelCount
        var values = [[Double]](repeating: Array(repeating: 0, count: labelCount * labelCount), count: votes.raterCount)
        var priors = [Double](repeating: 0, count: labelCount)
        for row in 0..<votes.rowCount {
            let majority = votes.majority(row)
            for (rater, said) in votes.labels(row).enumerated() {
                priors[Int(said)] += votes.counts[row]
                if let majority { values[rater][Int(said) * labelCount + majority] += votes.counts[row] }
            }
        }
        for rater in values.indices {
            for said in 0..<labelCount {
                let range = said * labelCount..<(said + 1) * labelCount
                let sum = values[rater][range].reduce(0, +)
                if sum > 0 { for index in range { values[rater][index] /= sum } }
            }
        }
        let all = priors.reduce(0, +)
        self.values = values
        self.priors = priors.map { $0 / all }
    }

    /// The probability of each label for every row, and the logarithm of the likelihood of all.
    ///
    /// Sums of logarithms, since a product over many raters would come out as zero. Rows that the matrices call
    /// impossible have probabilities of zero and do not count.
    func expectation(_ votes: RaterVotes) -> (probabilities: [Double], logLikelihood: Double) {
        let logs = values.flatMap { $0.map { $0 > 0 ? Double.log($0) : -Double.infinity } }
        let logPriors = priors.map { $0 > 0 ? Double.log($0) : -Double.infinity }
        var probabilities = [Double](repeating: 0, count: votes.rowCount * labelCount)
        var logLikelihood = 0.0
        var weights = logPriors
        for row in 0..<votes.rowCount {
            for label in 0..<labelCount { weights[label] = logPriors[label] }
            for rater in 0..<votes.raterCount {
                let said = Int(votes.said[row * votes.raterCount + rater])
                let start = (rater * labelCount + said) * labelCount
                for label in 0..<labelCount { weights[label] += logs[start + label] }
            }
            var largest = -Double.infinity
            for weight in weights where weight > largest { largest = weight }
            guard largest > -Double.infinity else { continue }
            var sum = 0.0
            for label in 0..<labelCount {
                let weight = weights[label] == largest ? 1 : Double.exp(weights[label] - largest)
                probabilities[row * labelCount + label] = weight
                sum += weight
            }
            for label in 0..<labelCount { probabilities[row * labelCount + label] /= sum }
            logLikelihood += votes.counts[row] * (largest + (sum == 1 ? 0 : Double.log(sum)))
        }
        return (probabilities, logLikelihood)
    }

    /// One iteration: the truth by other matrices, and these by the truth. A label that is true nowhere keeps zeros.
    ///
    /// - Returns: the logarithm of the likelihood of the other matrices.
    mutating func update(_ votes: RaterVotes, from other: ConfusionMatrices) -> Double {
        let (probabilities, logLikelihood) = other.expectation(votes)
        var sums = [Double](repeating: 0, count: votes.raterCount * labelCount * labelCount)
        for row in 0..<votes.rowCount {
            for label in 0..<labelCount {
                let weight = votes.counts[row] * probabilities[row * labelCount + label]
                guard weight > 0 else { continue }
                for rater in 0..<votes.raterCount {
                    let said = Int(votes.said[row * votes.raterCount + rater])
                    sums[(rater * labelCount + said) * labelCount + label] += weight
                }
            }
        }
        for rater in values.indices {
            let start = rater * labelCount * labelCount
            values[rater] = Array(sums[start..<start + labelCount * labelCount])
        }
        for rater in values.indices {
            for label in 0..<labelCount {
                var sum = 0.0
                for said in 0..<labelCount { sum += values[rater][said * labelCount + label] }
                guard sum > 0 else { continue }
                for said in 0..<labelCount { values[rater][said * labelCount + label] /= sum }
            }
        }
        return logLikelihood
    }

    func largestDifference(from other: ConfusionMatrices) -> Double {
        var largest = 0.0
        for rater in values.indices {
            for index in values[rater].indices {
                largest = max(largest, abs(values[rater][index] - other.values[rater][index]))
            }
        }
        return largest
    }
}
