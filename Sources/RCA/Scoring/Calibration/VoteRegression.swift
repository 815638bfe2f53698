/// Fits the figures of the vote, with an offset only where references are explained better by it that it was not fitted
/// to: each half of them by the figures of the other.
package struct VoteRegression {
    private static let folds = 2

    /// One for every other reference each.
    private var plain = [LogisticRegression](repeating: LogisticRegression(dimension: 4), count: folds)
    private var moved = [LogisticRegression](repeating: LogisticRegression(dimension: 5), count: folds)
    /// References seen, which come one after the other.
    private var count = 0
    private var last: Int?

    package init() {}

    /// - Parameters:
    ///   - features: those of a₀, a₁, b₀ and b₁ of ``PosteriorModel``.
    ///   - reference: whose pixel it is; all of one reference come together.
    package mutating func add(_ features: [Double], isTrue: Bool, reference: Int) {
        if reference != last {
            count += 1
            last = reference
        }
        plain[count % Self.folds].add(features, isTrue: isTrue)
        moved[count % Self.folds].add(features + [1], isTrue: isTrue)
    }

    /// What the rows say; nil where they do not determine it.
    package var slopes: PosteriorModel.Slopes? {
        guard let found = solution(plain) else { return nil }
        var shifted: [Double]?
        if let without = crossedLoss(plain), let with = crossedLoss(moved), with < without { shifted = solution(moved) }
        let figures = shifted ?? found
        return PosteriorModel.Slopes(
            distance: Float(figures[0]), distanceByMisfit: Float(figures[1]), vote: Float(figures[2]),
            voteByMisfit: Float(figures[3]), offset: shifted.map { Float($0[4]) })
    }

    private func crossedLoss(_ parts: [LogisticRegression]) -> Double? {
        var sum = 0.0
        for (part, other) in zip(parts, parts.reversed()) {
            guard let figures = other.solution() else { return nil }
            sum += part.loss(figures)
        }
        return sum
    }

    private func solution(_ parts: [LogisticRegression]) -> [Double]? {
        var all = parts[0]
        all.add(parts[1])
        // A vote that speaks against what it says, where an image fits well, is none.
        return all.solution().flatMap { $0.allSatisfy(\.isFinite) && $0[0] + $0[2] > 0 ? $0 : nil }
    }
}
