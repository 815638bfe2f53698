import Fusion
package import Imaging
import RealModule
package import Registration

/// The references' true labels, brought back into the query's own frame, vote on what every pixel is: locally
/// weighted voting (Artaechevarria et al., IEEE TMI 2009). What the vote says stands in for the truth.
///
/// Holds scratch memory: one instance a worker. A case is ``begin(_:)``, ``add(_:transform:similarity:)`` for
/// each reference, then ``labels(into:)``.
package final class ConsensusVote {
    /// How fast an atlas loses weight with the correlation that registration left: exp(sharpness · (r − 1)).
    static let sharpness = 20.0

    /// References that are fused jointly, at most: the first, which are the most similar. More hardly help, and cost as
    /// their cube.
    private static let largestFusion = 32

    /// Equalised grey values closer than this are one value.
    private static let flatness: Float = 0.002

    /// What one reference looks like in the query's frame.
    private struct Slot {
        let picture: ScratchBuffer
        let inside: ScratchBuffer
        let weight: ScratchBuffer
        let shares: [ScratchBuffer]
        var trust: Float = 0
        /// Pixels of the query's frame that the reference's does not reach.
        var beyond: [Int32] = []

        init(count: Int, structureCount: Int) {
            picture = ScratchBuffer(count: count)
            inside = ScratchBuffer(count: count)
            weight = ScratchBuffer(count: count)
            shares = (0..<structureCount).map { _ in ScratchBuffer(count: count) }
        }
    }

    private let size: Int
    private let gridSize: Int
    private let structureCount: Int
    private let warp: BackwardWarp
    private let scratch: ScratchBuffer
    private let fuser: JointFuser
    /// The fused vote of each structure, size² each.
    private let fused: [ScratchBuffer]
    /// As many as any case before has needed.
    private var slots: [Slot] = []
    /// For each reference added, the slot that holds it; nil where its transform had no inverse.
    private var added: [Int?] = []
    private var used = 0
    /// Weight of all votes, then of the votes for each structure, size² each.
    private var votes: [ScratchBuffer]
    private var query: QueryImage?

    package init(parameters: ReferenceParameters, structureCount: Int) {
        size = parameters.preparation.size
        gridSize = parameters.labelGridSize
        self.structureCount = structureCount
        warp = BackwardWarp(parameters: parameters.registration, size: size)
        let count = size * size
        scratch = ScratchBuffer(count: 2 * count)
        fuser = JointFuser(size: size, structureCount: structureCount, atlasCapacity: Self.largestFusion)
        fused = (0..<structureCount).map { _ in ScratchBuffer(count: count) }
        votes = (0...structureCount).map { _ in ScratchBuffer(count: count) }
    }

    package func begin(_ query: QueryImage) {
        self.query = query
        added.removeAll(keepingCapacity: true)
        used = 0
        for vote in votes { vote.base.update(repeating: 0, count: vote.count) }
    }

    /// - Parameters:
    ///   - transform: from the reference to the query.
    ///   - similarity: the correlation in the band round the reference's boundaries after registration.
    package func add(_ reference: Reference, transform: RegisteredTransform, similarity: Float) {
        guard let query, warp.invert(transform) else {
            added.append(nil)
            return
        }
        if used == slots.count { slots.append(Slot(count: size * size, structureCount: structureCount)) }
        let slot = slots[used]
        warp.sample(
            [reference.fixed.fineImage] + (0..<structureCount).map { reference.share(of: $0) },
            into: [slot.picture.base] + slot.shares.map(\.base), inside: slot.inside.base)
        let trust = Float.exp(Float(Self.sharpness) * (similarity - 1))
        slots[used].trust = trust
        slots[used].beyond = (0..<Int32(size * size)).filter { slot.inside.base[Int($0)] == 0 }
        LocalWeight.weights(
            picture: query.moving.fineImage, atlas: slot.picture.base, inside: slot.inside.base, share: trust,
            size: size, scratch: scratch.base, weight: slot.weight.base)
        for index in 0..<size * size { votes[0].base[index] += slot.weight.base[index] }
        for structure in 0..<structureCount {
            let (vote, share) = (votes[structure + 1].base, slot.shares[structure].base)
            for index in 0..<size * size { vote[index] += slot.weight.base[index] * share[index] }
        }
        added.append(used)
        used += 1
    }

    package func add(_ reference: Reference, transform: SpatialTransform, similarity: Float) {
        add(reference, transform: .freeForm(transform), similarity: similarity)
    }

    /// Every reference added, as the query's frame sees it; nil for one whose transform has no inverse.
    package var carried: [CarriedReference?] {
        added.map { position in
            position.map { slots[$0] }.map {
                CarriedReference(
                    picture: $0.picture.values, inside: $0.inside.values, shares: $0.shares.map(\.values),
                    weight: $0.weight.values, trust: $0.trust)
            }
        }
    }

    /// The sum of a structure's shares where the query's frame reaches beyond that of the reference added last.
    ///
    /// - Parameter shares: size² values. The sum is 0 where the reference's transform has no inverse: then it is not
    ///   known.
    func beyondLast(_ shares: [Float]) -> Float {
        guard let last = added.last, let position = last else { return 0 }
        return slots[position].beyond.reduce(0) { $0 + shares[Int($1)] }
    }

    /// What the posterior is made of, a structure at a time; nil where no reference could be brought back.
    func posteriorEvidence() -> [PosteriorEvidence]? {
        guard used > 0, let query else { return nil }
        let atlases = slots[..<min(used, Self.largestFusion)]
        query.prepared.fine.pixels.withUnsafeBufferPointer { picture in
            guard let picture = picture.baseAddress else { return }
            fuser.begin(query: picture)
            for slot in atlases {
                fuser.add(
                    picture: slot.picture.base, inside: slot.inside.base,
                    shares: slot.shares.map { UnsafePointer($0.base) }, trust: slot.trust)
            }
            fuser.fuse(into: fused.map(\.base))
        }
        return (0..<structureCount).map { structure in
            var mean = [Float](repeating: 0, count: size * size)
            for slot in slots[..<used] {
                for index in mean.indices { mean[index] += slot.shares[structure].base[index] }
            }
            for index in mean.indices { mean[index] /= Float(used) }
            // Weights that cannot be solved for leave the plain mean.
            let shares = zip(fused[structure].values, mean).map { $0.isFinite ? $0 : $1 }
            return PosteriorEvidence(
                fused: shares, mean: mean, size: size, gridSize: gridSize
            ) { Image(width: size, height: size, pixels: $0).enlarged(to: gridSize) }
        }
    }

    /// What the vote says on the label grid over the query's frame: 0 background, else structure position plus 1.
    ///
    /// Shares are interpolated linearly from the fine level to the grid, so that boundaries lie between pixels.
    package func labels(into labels: inout [UInt8]) {
        precondition(labels.count == gridSize * gridSize, "the labels are not of the grid's size")
        let shares = shares().map { $0.enlarged(to: gridSize) }
        for index in labels.indices {
            var best: UInt8 = 0
            var bestShare: Float = 0
            var background: Float = 1
            for structure in 0..<structureCount {
                let value = shares[structure][index]
                background -= value
                if value > bestShare {
                    bestShare = value
                    best = UInt8(structure + 1)
                }
            }
            labels[index] = bestShare > background ? best : 0
        }
        dropOutside(&labels)
    }

    /// Beyond the image's edge no mask can have anything, whatever the references have there.
    private func dropOutside(_ labels: inout [UInt8]) {
        guard let map = query?.frameToImage, map != .identity else { return }
        for index in labels.indices where labels[index] != 0 {
            let position = map.apply(
                x: (Double(index % gridSize) + 0.5) / Double(gridSize),
                y: (Double(index / gridSize) + 0.5) / Double(gridSize))
            if !(0..<1).contains(position.x) || !(0..<1).contains(position.y) { labels[index] = 0 }
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

    /// The share of what the consensus calls a structure where the picture shows nothing: every pixel of its
    /// neighbourhood has one grey value, as under a box or a burnt-in mark. In [0, 1]; 0 without a consensus.
    package func blankShare() -> Float {
        guard let query else { return 0 }
        let picture = query.prepared.equalized
        let shares = shares()
        var (blank, all) = (0, 0)
        for y in 1..<size - 1 {
            for x in 1..<size - 1 where shares.reduce(0, { $0 + $1[x, y] }) > 0.5 {
                all += 1
                let centre = picture[x, y]
                let isFlat = (-1...1).allSatisfy { down in
                    (-1...1).allSatisfy { across in abs(picture[x + across, y + down] - centre) < Self.flatness }
                }
                if isFlat { blank += 1 }
            }
        }
        return all > 0 ? Float(blank) / Float(all) : 0
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
