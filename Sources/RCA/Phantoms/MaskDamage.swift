public import Imaging
import NumericSupport

/// A way in which a predicted mask can be wrong. Amounts are fractions of the radiograph's shorter side, so that a
/// damage means the same at every size.
///
///     let predicted = MaskDamage.boundary(amplitude: 0.02).apply(to: truth, other: other, seed: 5)
///     let dice = TrueDice.perStructure(predicted: predicted, truth: truth)
public enum MaskDamage: Sendable, Equatable {
    /// Outlines moved by a smooth random deformation whose root-mean-square displacement is about `amplitude`, and
    /// roughened by a finer one of a fifth of that.
    case boundary(amplitude: Float)
    /// The upper or lower half (drawn at random) of one lung is missing.
    case missingLobe
    /// One lung, drawn at random, is missing.
    case missingLung
    /// The heart is missing.
    case missingHeart
    /// Lungs carry the heart's label and the heart that of the lungs.
    case swappedLabels
    /// The whole mask stands to the side; positive is right and down. What comes in from outside is background.
    case shifted(x: Float, y: Float)
    /// The mask of another patient.
    case anotherPatient
    /// Every structure grown into the background by `radius`; where two meet, the nearer one wins.
    case dilated(radius: Float)
    /// Every structure shrunk by `radius` from its own outline.
    case eroded(radius: Float)
    /// `count` round holes in the structures and as many round islands anywhere, of about `radius`.
    case holesAndIslands(count: Int, radius: Float)
    /// An outer share of every structure's extent is missing, on a side drawn at random for each.
    case cutOff(share: Float)
    /// Background everywhere.
    case empty

    /// The damaged mask. The same arguments give the same mask on every machine.
    /// - Parameters:
    ///   - truth: a map with the labels of ``PhantomStructure``; others are left in place by all but `empty` and
    ///     `anotherPatient`.
    ///   - other: the true mask of another patient, of the same size; only `anotherPatient` uses it.
    ///   - seed: chooses among the random forms of the damage.
    /// - Precondition: `truth` and `other` have the same size, and `truth` has no wide labels.
    public func apply(to truth: LabelMap, other: LabelMap, seed: UInt64) -> LabelMap {
        precondition(truth.width == other.width && truth.height == other.height, "label maps of different sizes")
        precondition(truth.wideValues == nil, "phantom labels fit a byte")
        let side = Float(min(truth.width, truth.height))
        var random = SplitMix64(seed: seed, index: 0, purpose: 7)
        switch self {
        case .boundary(let amplitude):
            return Self.deform(truth, amplitude: amplitude * side, seed: seed)
        case .missingLobe:
            return Self.removeLung(truth, isLeft: random.chance(0.5), half: random.chance(0.5) ? .upper : .lower)
        case .missingLung:
            return Self.removeLung(truth, isLeft: random.chance(0.5), half: nil)
        case .missingHeart:
            return Self.relabel(truth) { $0 == PhantomStructure.heart.label ? 0 : $0 }
        case .swappedLabels:
            return Self.relabel(truth) {
                switch PhantomStructure(rawValue: $0) {
                case .lungs: PhantomStructure.heart.label
                case .heart: PhantomStructure.lungs.label
                case nil: $0
                }
            }
        case .shifted(let x, let y):
            let dx = (x * side).rounded()
            let dy = (y * side).rounded()
            return truth.warped { ($0 - dx, $1 - dy) }
        case .anotherPatient:
            return other
        case .dilated(let radius):
            return Self.dilate(truth, radius: radius * side)
        case .eroded(let radius):
            return Self.erode(truth, radius: radius * side)
        case .holesAndIslands(let count, let radius):
            return Self.spot(truth, count: count, radius: radius * side, &random)
        case .cutOff(let share):
            return Self.cutOff(truth, share: share, &random)
        case .empty:
            return Self.relabel(truth) { _ in 0 }
        }
    }
}
