import RealModule

/// What the references say of one structure on the label grid over the query's frame, before it becomes a probability.
public struct PosteriorEvidence: Sendable {
    /// Signed distance to the fused vote's outline over the local spread of the references' outlines.
    public let distances: [Float]
    /// Logit of the fused vote, within ±4.
    public let votes: [Float]
    /// Logit of the networks' probability, within ±12; nil where no network was asked.
    public private(set) var networks: [Float]?

    /// - Parameters:
    ///   - fused: the fused vote's shares at the fine level, size² values.
    ///   - mean: the plain mean of the references' shares there.
    ///   - enlarge: the fine level's values on the label grid.
    ///   - gridSize: pixels a side of the label grid.
    package init(fused: [Float], mean: [Float], size: Int, gridSize: Int, enlarge: ([Float]) -> [Float]) {
        let shares = enlarge(fused)
        let spread = enlarge(Self.spread(fused: fused, mean: mean, size: size))
        let scale = Float(gridSize) / Float(size)
        let signed = SignedDistance.distances(
            inside: shares.map { $0 > 0.5 }, size: gridSize, reach: PosteriorModel.reach)
        distances = signed.indices.map { signed[$0] / (spread[$0] * scale) }
        // Far from the outline the vote is unanimous, and a logarithm a pixel would cost more than all else.
        let nearly = 1 / (1 + Float.exp(-PosteriorModel.largestVote))
        votes = shares.map { share in
            if share >= nearly { return PosteriorModel.largestVote }
            if share <= 1 - nearly { return -PosteriorModel.largestVote }
            return Float.log(share / (1 - share))
        }
    }

    /// The same with what networks say.
    ///
    /// - Parameter logits: as many as there are ``votes``.
    package func with(networks logits: [Float]) -> PosteriorEvidence {
        var result = self
        result.networks = logits
        return result
    }

    /// The logits of the references' probability on the grid over the query's frame.
    func voteLogits(_ slopes: PosteriorModel.Slopes, misfit: Float) -> [Float] {
        let distance = slopes.distance + slopes.distanceByMisfit * misfit
        let vote = slopes.vote + slopes.voteByMisfit * misfit
        let offset = slopes.offset ?? 0
        return zip(distances, votes).map { offset + distance * $0 + vote * $1 }
    }

    /// The same of the networks' probability; nil where no network was asked, or the model knows none.
    func networkLogits(_ slopes: PosteriorModel.Slopes, misfit: Float) -> [Float]? {
        guard let networks, let figures = slopes.network else { return nil }
        let scale = figures.network + figures.networkByMisfit * misfit
        return networks.map { scale * $0 }
    }

    /// The standard deviation of the references' outlines about their middle, in pixels of the fine level.
    ///
    /// Where outlines are spread normally with deviation σ across a boundary, their mean is Φ(x/σ), and the integral of
    /// Φ(1 − Φ) across it is σ/√π. So both that and the length of the boundary are summed over a neighbourhood, and
    /// divided.
    private static func spread(fused: [Float], mean: [Float], size: Int) -> [Float] {
        var uncertain = mean.map { $0 * (1 - $0) }
        var outline = outlineLengths(fused.map { $0 > 0.5 ? 1 : 0 }, size: size)
        BoxSmoothing.smooth(&uncertain, size: size, radius: neighbourhood)
        BoxSmoothing.smooth(&outline, size: size, radius: neighbourhood)
        let scale = Float.pi.squareRoot()
        return uncertain.indices.map { index in
            min(max(scale * uncertain[index] / (outline[index] + 0.001), narrowest), widest)
        }
    }

    /// How much of a region's outline lies at each pixel: Sobel's derivatives, whose length sums to one pixel a pixel of
    /// outline.
    ///
    /// - Parameter isInside: size² values of 0 or 1. The edge pixel continues outside.
    private static func outlineLengths(_ isInside: [Float], size: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: size * size) { lengths, count in
            isInside.withUnsafeBufferPointer { isInside in
                for y in 0..<size {
                    let (row, up, down) = (y * size, max(y - 1, 0) * size, min(y + 1, size - 1) * size)
                    for x in 0..<size {
                        let (left, right) = (max(x - 1, 0), min(x + 1, size - 1))
                        let across =
                            (isInside[up + right] - isInside[up + left])
                            + 2 * (isInside[row + right] - isInside[row + left])
                            + (isInside[down + right] - isInside[down + left])
                        let along =
                            (isInside[down + left] - isInside[up + left]) + 2 * (isInside[down + x] - isInside[up + x])
                            + (isInside[down + right] - isInside[up + right])
                        lengths[row + x] = (across * across + along * along).squareRoot() / 8
                    }
                }
            }
            count = size * size
        }
    }

    /// Of the means that stand in for a Gaussian of 3 pixels.
    private static let neighbourhood = 3
    /// Limits of the spread in pixels of the fine level.
    private static let narrowest: Float = 0.4
    private static let widest: Float = 5
}

/// Smoothing by two box means each way, close to a Gaussian; the edge pixel continues outside.
enum BoxSmoothing {
    /// - Parameters:
    ///   - values: size² of them.
    ///   - radius: of the box in pixels; two boxes have the variance r(r + 1) · 2/3.
    static func smooth(_ values: inout [Float], size: Int, radius: Int) {
        for _ in 0..<2 {
            values = transposedMeans(transposedMeans(values, size: size, radius: radius), size: size, radius: radius)
        }
    }

    /// Running means down the columns, transposed.
    private static func transposedMeans(_ values: [Float], size: Int, radius: Int) -> [Float] {
        let scale = 1 / Float(2 * radius + 1)
        // The rows that enter and leave the box of each row.
        let entering = (0..<size).map { min($0 + radius + 1, size - 1) * size }
        let leaving = (0..<size).map { max($0 - radius, 0) * size }
        return [Float](unsafeUninitializedCapacity: size * size) { result, count in
            values.withUnsafeBufferPointer { values in
                for x in 0..<size {
                    var sum: Float = 0
                    for y in -radius...radius { sum += values[min(max(y, 0), size - 1) * size + x] }
                    for y in 0..<size {
                        result[x * size + y] = sum * scale
                        sum += values[entering[y] + x] - values[leaving[y] + x]
                    }
                }
            }
            count = size * size
        }
    }
}
