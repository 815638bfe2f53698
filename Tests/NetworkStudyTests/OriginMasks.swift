import Imaging
import Learning
import NumericSupport
import Phantoms
import Scoring

/// Where a mask comes from.
enum MaskOrigin: String, CaseIterable, Sendable {
    case relatedNetwork = "network of the same references"
    case damagedTruth = "damaged truth"
    case registeredAtlas = "registered atlas"
    case otherOutline = "another reference's outline"
}

/// Makes masks of every origin for an image whose truth is known. Networks have not seen the image.
struct OriginMasks {
    private static let eachOrigin = 7
    private var networks: [NetworkAsked]
    private let set: ReferenceSet

    init(_ set: ReferenceSet, networks: [FoldedNetwork]) {
        self.set = set
        self.networks = networks.map { NetworkAsked($0) }
    }

    /// - Parameters:
    ///   - carried: single references as registration lays them onto the image, as labels.
    ///   - seed: draws other damages and other references.
    mutating func masks(
        _ image: StudyImage, carried: [[UInt8]], seed: UInt64
    ) -> [(origin: MaskOrigin, labels: [UInt8])] {
        var random = SplitMix64(seed: seed)
        var masks: [(origin: MaskOrigin, labels: [UInt8])] = networks.indices.map {
            (.relatedNetwork, networks[$0].mask(image))
        }
        masks += damaged(image.truth, seed: seed).map { (.damagedTruth, $0) }
        masks += (0..<min(Self.eachOrigin, carried.count)).map {
            (.registeredAtlas, carried[($0 * carried.count) / Self.eachOrigin])
        }
        let others = set.references.indices.filter { $0 != image.reference }
        masks += (0..<Self.eachOrigin).map { _ in
            let other = set.references[others[random.nextPosition(below: others.count)]].labels
            return (.otherOutline, Self.placed(other, on: image.truth, &random))
        }
        return masks
    }

    /// Bent, with an island, too large, too small, cut off: from hardly to grossly.
    private func damaged(_ truth: [UInt8], seed: UInt64) -> [[UInt8]] {
        var bends = DamagedMasks(seed: seed)
        let bent = bends.masks(truth: truth, carried: [truth], structureCount: set.structures.count).suffix(2)
        let side = NetworkSamples.side
        let map = LabelMap(width: side, height: side, indices: truth)
        let damages: [MaskDamage] = [
            .boundary(amplitude: 0.01), .boundary(amplitude: 0.02), .boundary(amplitude: 0.04),
            .boundary(amplitude: 0.065), .dilated(radius: 0.02), .eroded(radius: 0.02), .cutOff(share: 0.15),
        ]
        return bent + damages.map { $0.apply(to: map, other: map, seed: seed).indices }
    }

    /// Moved to where the structures lie in the image, give or take 2 % of the side.
    private static func placed(_ labels: [UInt8], on truth: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        let side = NetworkSamples.side
        let (from, to) = (middle(labels), middle(truth))
        let x = Int((to.x - from.x + 0.02 * Float(side) * random.nearlyNormal()).rounded())
        let y = Int((to.y - from.y + 0.02 * Float(side) * random.nearlyNormal()).rounded())
        return labels.indices.map { index in
            let (column, row) = (index % side - x, index / side - y)
            return (0..<side).contains(column) && (0..<side).contains(row) ? labels[row * side + column] : 0
        }
    }

    private static func middle(_ labels: [UInt8]) -> (x: Float, y: Float) {
        var (x, y, count) = (0, 0, 0)
        for index in labels.indices where labels[index] != 0 {
            x += index % NetworkSamples.side
            y += index / NetworkSamples.side
            count += 1
        }
        return (Float(x) / Float(max(count, 1)), Float(y) / Float(max(count, 1)))
    }
}
