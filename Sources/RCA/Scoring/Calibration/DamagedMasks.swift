import Fusion
import Imaging
import NumericSupport

/// Masks that err as networks do, for an image whose truth is known: outlines that other references would draw there,
/// what two of them have in common or together, islands far off, the truth bent, and ways between an outline and the
/// truth.
package struct DamagedMasks {
    private var random: SplitMix64
    private var bends: ReferencePerturbation

    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        bends = ReferencePerturbation(strength: 1, seed: seed ^ 0x5bd1_e995)
    }

    /// - Parameters:
    ///   - truth: gridSize² labels, ``ReferencePerturbation/side`` a side.
    ///   - carried: what single references say there, as labels of the same size; at least one.
    /// - Returns: label grids of that size.
    package mutating func masks(truth: [UInt8], carried: [[UInt8]], structureCount: Int) -> [[UInt8]] {
        let side = ReferencePerturbation.side
        func distances(_ labels: [UInt8], _ structure: Int) -> [Float] {
            SignedDistance.distances(
                inside: labels.map { $0 == UInt8(structure) }, size: side, reach: Self.reach)
        }
        let first = carried[random.below(carried.count)]
        let second = carried[random.below(carried.count)]
        var masks = [first]
        let takesUnion = random.uniform() < 0.5
        masks.append(
            zip(first, second).map { takesUnion ? max($0, $1) : min($0, $1) })
        // Between an outline and the truth, by their distances: masks of any quality with errors of one kind.
        for way: Float in [0.3, 0.6, 0.85] {
            let outline = carried[random.below(carried.count)]
            var mask = [UInt8](repeating: 0, count: truth.count)
            for structure in 1...structureCount {
                let (from, to) = (distances(outline, structure), distances(truth, structure))
                for index in mask.indices where (1 - way) * from[index] + way * to[index] > 0 {
                    mask[index] = UInt8(structure)
                }
            }
            masks.append(mask)
        }
        masks.append(bent(truth))
        masks.append(withIsland(masks[random.below(masks.count)], structureCount: structureCount))
        return masks
    }

    private static let reach = 24

    private mutating func bent(_ labels: [UInt8]) -> [UInt8] {
        let side = ReferencePerturbation.side
        let amount = 1 + 5 * random.uniform()
        let wavelength = 0.04 + 0.12 * random.uniform()
        let (across, down) = (bends.smoothNoise(wavelength), bends.smoothNoise(wavelength))
        return labels.indices.map { index in
            let x = Float(index % side) + 0.5 + amount * across[index]
            let y = Float(index / side) + 0.5 + amount * down[index]
            return x >= 0 && y >= 0 && x < Float(side) && y < Float(side) ? labels[Int(y) * side + Int(x)] : 0
        }
    }

    private mutating func withIsland(_ labels: [UInt8], structureCount: Int) -> [UInt8] {
        let side = ReferencePerturbation.side
        let label = UInt8(1 + random.below(structureCount))
        let radius = 3 + 12 * random.uniform()
        let (x, y) = (random.uniform() * Float(side), random.uniform() * Float(side))
        return labels.indices.map { index in
            let (dx, dy) = (Float(index % side) - x, Float(index / side) - y)
            return dx * dx + dy * dy < radius * radius ? label : labels[index]
        }
    }
}

extension SplitMix64 {
    /// In 0..<count.
    mutating func below(_ count: Int) -> Int { min(Int(uniform() * Float(count)), count - 1) }
}
