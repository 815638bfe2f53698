import Imaging
import NumericSupport

extension MaskDamage {
    /// A damage and its name.
    public struct Severity: Sendable, Equatable {
        /// `boundary 0.020` for one.
        public let name: String
        /// Nil leaves the mask as it is.
        public let damage: MaskDamage?
    }

    /// Damages that need no particular structure, from none to gross: the true Dice goes from 1 down to about 0.3.
    ///
    /// What segmentation networks do wrong most is here at several strengths (outlines moved, too large, too small);
    /// what they do rarely once or twice (displaced, a part cut off).
    public static let severities: [Severity] =
        [Severity(name: "none", damage: nil)]
        + [
            (4, "0.004"), (8, "0.008"), (13, "0.013"), (20, "0.020"), (30, "0.030"), (45, "0.045"), (65, "0.065"),
            (90, "0.090"),
        ]
        .map { Severity(name: "boundary \($0.1)", damage: .boundary(amplitude: Float($0.0) / 1000)) }
        + [(8, "0.008"), (16, "0.016"), (32, "0.032")]
        .flatMap {
            [
                Severity(name: "dilated \($0.1)", damage: .dilated(radius: Float($0.0) / 1000)),
                Severity(name: "eroded \($0.1)", damage: .eroded(radius: Float($0.0) / 1000)),
            ]
        }
        + [
            Severity(name: "shifted 0.030", damage: .shifted(x: 0.03, y: 0.02)),
            Severity(name: "shifted 0.080", damage: .shifted(x: -0.08, y: 0.06)),
            Severity(name: "cut off 0.15", damage: .cutOff(share: 0.15)),
            Severity(name: "cut off 0.40", damage: .cutOff(share: 0.4)),
        ]

    /// Takes away the rows of every structure's upper or lower share, or the columns of its left or right one.
    static func cutOff(_ mask: LabelMap, share: Float, _ random: inout SplitMix64) -> LabelMap {
        var result = mask
        for label in labels(of: mask) {
            let places = mask.indices.indices.filter { mask.indices[$0] == label }
            let isAcross = random.chance(0.5)
            let isFirst = random.chance(0.5)
            let positions = places.map { isAcross ? $0 / mask.width : $0 % mask.width }
            guard let first = positions.min(), let last = positions.max() else { continue }
            let cut = Int(share * Float(last - first + 1))
            for (place, position) in zip(places, positions)
            where isFirst ? position < first + cut : position > last - cut { result.indices[place] = 0 }
        }
        return result
    }

    /// The labels that occur but for the background, ascending.
    static func labels(of mask: LabelMap) -> [UInt8] {
        var isPresent = [Bool](repeating: false, count: 256)
        for index in mask.indices { isPresent[Int(index)] = true }
        return (1...255).filter { isPresent[$0] }.map { UInt8($0) }
    }
}
