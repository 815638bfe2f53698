package import Imaging
package import Registration
import RealModule

/// The references' true labels, brought back into the query's own frame, vote on what every pixel is: locally
/// weighted voting (Artaechevarria et al., IEEE TMI 2009). What the vote says stands in for the truth.
///
/// Holds scratch memory: one instance a worker. A case is ``begin(_:)``, ``add(_:transform:similarity:)`` for
/// each reference, then ``labels(into:)``.
package final class ConsensusVote {
    /// How fast an atlas loses weight with the correlation that registration left: exp(sharpness · (r − 1)).
    static let sharpness = 20.0

    private let size: Int
    private let gridSize: Int
    private let structureCount: Int
    private let warp: BackwardWarp
    private let picture: ScratchBuffer
    private let inside: ScratchBuffer
    private let weight: ScratchBuffer
    private let scratch: ScratchBuffer
    private let share: ScratchBuffer
    private let shareInside: ScratchBuffer
    /// Weight of all votes, then of the votes for each structure, size² each.
    private var votes: [ScratchBuffer]
    private var query: QueryImage?

    package init(parameters: ReferenceParameters, structureCount: Int) {
        size = parameters.preparation.size
        gridSize = parameters.labelGridSize
        self.structureCount = structureCount
        warp = BackwardWarp(parameters: parameters.registration, size: size)
        let count = size * size
        picture = ScratchBuffer(count: count)
        inside = ScratchBuffer(count: count)
        weight = ScratchBuffer(count: count)
        scratch = ScratchBuffer(count: 2 * count)
        share = ScratchBuffer(count: count)
        shareInside = ScratchBuffer(count: count)
        votes = (0...structureCount).map { _ in ScratchBuffer(count: count) }
    }

    package func begin(_ query: QueryImage) {
        self.query = query
        for vote in votes { vote.base.update(repeating: 0, count: vote.count) }
    }

    /// - Parameters:
    ///   - transform: from the reference to the query.
    ///   - similarity: the correlation in the band round the reference's boundaries after registration.
    package func add(_ reference: Reference, transform: SpatialTransform, similarity: Float) {
        guard let query, warp.invert(transform) else { return }
        warp.sample(reference.fixed.fineImage, into: picture.base, inside: inside.base)
        LocalWeight.weights(
            picture: query.moving.fineImage, atlas: picture.base, inside: inside.base,
            share: Float.exp(Float(Self.sharpness) * (similarity - 1)), size: size, scratch: scratch.base,
            weight: weight.base)
        for index in 0..<size * size { votes[0].base[index] += weight.base[index] }
        for structure in 0..<structureCount {
            warp.sample(reference.share(of: structure), into: share.base, inside: shareInside.base)
            let vote = votes[structure + 1].base
            for index in 0..<size * size { vote[index] += weight.base[index] * share.base[index] }
        }
    }

    /// What the vote says on the label grid over the query's frame: 0 background, else structure position plus 1.
    ///
    /// Shares are interpolated linearly from the fine level to the grid, so that boundaries lie between pixels.
    package func labels(into labels: inout [UInt8]) {
        precondition(labels.count == gridSize * gridSize, "the labels are not of the grid's size")
        let shares = shares()
        for row in 0..<gridSize {
            for column in 0..<gridSize {
                var best: UInt8 = 0
                var bestShare: Float = 0
                var background: Float = 1
                for structure in 0..<structureCount {
                    let value = shares[structure].interpolated(column: column, row: row, gridSize: gridSize)
                    background -= value
                    if value > bestShare {
                        bestShare = value
                        best = UInt8(structure + 1)
                    }
                }
                labels[row * gridSize + column] = bestShare > background ? best : 0
            }
        }
    }

    /// The Dice that one vote has with the consensus on average, mean over the structures that any vote saw; 0 where
    /// none saw any.
    ///
    /// With vote shares p, and C the pixels where the structure wins: 2 Σ_C p / (Σ p + |C|).
    package func agreement() -> Float {
        let shares = shares()
        var values: [Float] = []
        for structure in 0..<structureCount {
            var (inside, all, count): (Float, Float, Float) = (0, 0, 0)
            for index in 0..<size * size {
                let share = shares[structure].pixels[index]
                all += share
                if share > 0.5 {
                    inside += share
                    count += 1
                }
            }
            if all > 0 { values.append(2 * inside / (all + count)) }
        }
        return values.isEmpty ? 0 : values.reduce(0, +) / Float(values.count)
    }

    /// Each structure's share of the votes at each pixel of the fine level, in [0, 1]; 0 where none voted.
    package func shares() -> [Image] {
        (0..<structureCount).map { structure in
            let values = (0..<size * size).map { index in
                let all = votes[0].base[index]
                return all > 0 ? votes[structure + 1].base[index] / all : 0
            }
            return Image(width: size, height: size, pixels: values)
        }
    }
}

extension Image {
    /// The value at a grid pixel's centre, the grid covering the whole image, by linear interpolation.
    fileprivate func interpolated(column: Int, row: Int, gridSize: Int) -> Float {
        let x = min(max((Float(column) + 0.5) / Float(gridSize) * Float(width) - 0.5, 0), Float(width - 1))
        let y = min(max((Float(row) + 0.5) / Float(gridSize) * Float(height) - 0.5, 0), Float(height - 1))
        let (left, top) = (min(Int(x), width - 2), min(Int(y), height - 2))
        let (across, down) = (x - Float(left), y - Float(top))
        let upper = self[left, top] * (1 - across) + self[left + 1, top] * across
        let lower = self[left, top + 1] * (1 - across) + self[left + 1, top + 1] * across
        return upper * (1 - down) + lower * down
    }
}
