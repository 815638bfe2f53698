import Files
import FoundationEssentials
package import Learning

/// Small networks that were trained on the references, each on all but one part of them, and what is known of what they
/// say: a second opinion of the truth beside the references' vote.
///
/// Nothing in them comes of the masks that are judged.
public struct ReferenceNetworks: Sendable {
    /// In the order of the parts: number f has not seen the references at positions f, f + n, f + 2n, … of the set, for
    /// n networks.
    package let networks: [FoldedNetwork]
    /// Those that see whether a radiograph is mirrored; nil in bundles that were learned before there were any.
    package var laterality: LateralityNetworks?
    /// With the networks: how opinions become probabilities, and how far the expected Dice may be off; nil while that
    /// is being found out.
    public package(set) var calibration: PosteriorCalibration?
    /// What vote, networks and posterior reached on references that they were not made of; nil where there were too few to
    /// know, and in bundles of earlier programs, which did not keep it.
    public package(set) var quality: OpinionQuality?
    /// The part of each reference of the set.
    private(set) var parts: [Int]
    /// Parts of the references that were left out of the set, which no network asked may have seen.
    private var unseenParts: Set<Int> = []

    /// SHA-256 in hexadecimal of all that their opinion depends on: their weights, and how it becomes probabilities.
    package var digest: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let weights = (networks + (laterality?.networks ?? [])).flatMap { (try? $0.encoded()) ?? [] }
        let models = [try? encoder.encode(calibration), try? encoder.encode(laterality?.model)]
        return ContentDigest.sha256(weights + models.flatMap { $0 ?? Data() })
    }

    /// How many there are.
    public var count: Int { networks.count }

    /// Whether another program calibrated them, by a κ of ``ExpectedDice`` that this one does not choose.
    package var isCalibratedOtherwise: Bool {
        calibration?.posterior.structures.contains { structure in
            structure.network.map { $0.weightOfMask != ExpectedDice.weightOfMaskBesideNetworks } ?? false
        } ?? false
    }

    /// How many networks an image is shown to, where nothing forbids. Each takes 1.2 ms on one processor.
    package static let networksPerImage = 4

    /// - Parameter count: references of the set that they were trained on.
    /// - Precondition: there is a network, and none has a weight too large for half precision.
    package init(
        _ networks: [FoldedNetwork], laterality: LateralityNetworks? = nil, referenceCount: Int,
        calibration: PosteriorCalibration? = nil, quality: OpinionQuality? = nil
    ) {
        precondition(!networks.isEmpty, "no networks are no ReferenceNetworks")
        precondition(laterality.map { $0.networks.count == networks.count } ?? true, "a network of each kind a part")
        self.networks = networks
        self.laterality = laterality
        self.calibration = calibration
        self.quality = quality
        parts = (0..<referenceCount).map { Self.part($0, of: networks.count) }
    }

    /// The part of a reference at a position.
    package static func part(_ position: Int, of count: Int) -> Int { position % count }

    /// For a set without one reference: only those are asked that have not seen it.
    package func leavingOut(_ position: Int) -> ReferenceNetworks {
        var others = self
        others.unseenParts.insert(others.parts.remove(at: position))
        return others
    }

    /// Which networks may be asked about an image that is that of some references.
    ///
    /// - Parameter known: positions in the set of references that show the image itself.
    /// - Returns: positions of networks, at most ``networksPerImage``; empty where every network has seen it.
    package func unseen(known: [Int]) -> [Int] {
        let forbidden = unseenParts.union(known.map { parts[$0] })
        let open = networks.indices.filter { network in forbidden.allSatisfy { $0 == network } }
        return Array(open.prefix(Self.networksPerImage))
    }
}
