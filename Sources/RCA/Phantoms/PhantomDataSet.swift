public import Imaging
import NumericSupport

/// A predicted mask of a phantom, and how good it truly is.
public struct PhantomPrediction: Sendable, Equatable {
    /// Name of the damage, fit for a folder's name: `boundary_3`, `missing_heart`.
    public let name: String
    public let damage: MaskDamage
    public let mask: LabelMap
    /// One entry a structure, in the order of their labels.
    public let dice: [StructureDice]

    /// Damages `truth` and counts the result's true Dice. Arguments as for ``MaskDamage/apply(to:other:seed:)``.
    public init(name: String, damage: MaskDamage, truth: LabelMap, other: LabelMap, seed: UInt64) {
        self.name = name
        self.damage = damage
        mask = damage.apply(to: truth, other: other, seed: seed)
        dice = TrueDice.perStructure(predicted: mask, truth: truth)
    }

    /// Mean Dice over the structures.
    public var meanDice: Double? { TrueDice.mean(dice) }
}

/// One phantom of a data set: its radiograph, its truth, and one prediction for each rung of ``MaskDamage/ladder``.
public struct PhantomCase: Sendable, Equatable {
    /// `phantom_0001` for the first; add the suffix of the file format for a file's name.
    public let name: String
    public let image: GrayscaleImage
    public let truth: LabelMap
    public let predictions: [PhantomPrediction]
}

/// A population of phantoms with predicted masks of known quality, made one by one as they are asked for, so
/// that a large set needs no more memory than one case.
///
///     for phantom in PhantomDataSet.generate(count: 24, seed: 1, size: 512) {
///         print(phantom.name, phantom.predictions.map(\.name))
///     }
///
/// Case k is the same whatever the count is. Each access makes the case anew: keep what is needed again.
public struct PhantomDataSet: RandomAccessCollection, Sendable {
    public let count: Int
    public let seed: UInt64
    public let width: Int
    public let height: Int

    /// - Precondition: `count` is not negative and both sides are positive.
    public init(count: Int, seed: UInt64, width: Int, height: Int) {
        precondition(count >= 0 && width > 0 && height > 0, "a data set of no size")
        self.count = count
        self.seed = seed
        self.width = width
        self.height = height
    }

    /// `count` square phantoms of `size` × `size` pixels.
    public static func generate(count: Int, seed: UInt64, size: Int = 512) -> PhantomDataSet {
        PhantomDataSet(count: count, seed: seed, width: size, height: size)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { count }

    public subscript(position: Int) -> PhantomCase {
        let phantom = ChestPhantom(seed: seed, index: position)
        let radiograph = phantom.radiograph(width: width, height: height)
        let other = ChestPhantom(seed: seed, index: position + 1).labels(width: width, height: height)
        var random = SplitMix64(seed: seed, index: position, purpose: 8)
        let predictions = MaskDamage.ladder.map { rung in
            PhantomPrediction(
                name: rung.name, damage: rung.damage, truth: radiograph.labels, other: other, seed: random.next())
        }
        return PhantomCase(
            name: Self.name(position), image: radiograph.image, truth: radiograph.labels, predictions: predictions)
    }

    /// `phantom_0001` for position 0; wider from the ten-thousandth on.
    public static func name(_ position: Int) -> String {
        let number = String(position + 1)
        return "phantom_" + String(repeating: "0", count: Swift.max(0, 4 - number.count)) + number
    }
}

extension MaskDamage {
    /// The damages of a data set, mildest first within each kind. Over a population their mean Dice covers the
    /// range from about 0.3 to 0.99, and 0 for the empty mask and the swapped labels.
    public static let ladder: [(name: String, damage: MaskDamage)] = [
        ("boundary_1", .boundary(amplitude: 0.004)),
        ("boundary_2", .boundary(amplitude: 0.012)),
        ("boundary_3", .boundary(amplitude: 0.024)),
        ("boundary_4", .boundary(amplitude: 0.045)),
        ("boundary_5", .boundary(amplitude: 0.075)),
        ("boundary_6", .boundary(amplitude: 0.12)),
        ("shifted_1", .shifted(x: 0.03, y: 0.02)),
        ("shifted_2", .shifted(x: -0.09, y: 0.08)),
        ("shifted_3", .shifted(x: 0.15, y: -0.12)),
        ("dilated", .dilated(radius: 0.022)),
        ("eroded", .eroded(radius: 0.022)),
        ("holes_and_islands", .holesAndIslands(count: 12, radius: 0.028)),
        ("missing_lobe", .missingLobe),
        ("missing_lung", .missingLung),
        ("missing_heart", .missingHeart),
        ("another_patient", .anotherPatient),
        ("swapped_labels", .swappedLabels),
        ("empty", .empty),
    ]
}
