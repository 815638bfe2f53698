import Imaging
import NumericSupport
import Registration
import Scoring

/// What radiographs of other hospitals have and `ReferencePerturbation` has not: candidates to learn by, and images that
/// nothing was learned by.
struct StudyAddition {
    struct Kinds: OptionSet, Sendable, Hashable, Codable {
        let rawValue: UInt8

        /// Letters without a box: the side, a name.
        static let text = Kinds(rawValue: 1)
        /// Discs with a wire.
        static let electrodes = Kinds(rawValue: 2)
        /// Soft tissue over the outer parts of the lungs.
        static let arms = Kinds(rawValue: 4)
        /// Edges of the picture that are cut off; what is left fills it.
        static let cutFields = Kinds(rawValue: 8)
        /// A small, flat, striped picture on black: the scout of a CT.
        static let scouts = Kinds(rawValue: 16)

        /// What lies on the picture.
        static let objects: Kinds = [.text, .electrodes]
        /// What the picture shows.
        static let fields: Kinds = [.arms, .cutFields, .scouts]

        fileprivate static let each: [Kinds] = [.text, .electrodes, .arms, .cutFields, .scouts]
    }

    private static let side = NetworkSamples.side
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed ^ 0x6164_6465_64) }

    /// - Parameter share: of the largest strength, in 0...1: each kind is as likely as 0.3 of it.
    mutating func apply(_ kinds: Kinds, share: Float, to image: inout Image, _ labels: inout [UInt8]) {
        for kind in Kinds.each where kinds.contains(kind) && random.uniform() < 0.3 * share {
            apply(kind, &image, &labels)
        }
    }

    mutating func applyOne(of kinds: Kinds, to image: inout Image, _ labels: inout [UInt8]) {
        let open = Kinds.each.filter { kinds.contains($0) }
        apply(open[random.nextPosition(below: open.count)], &image, &labels)
    }

    private mutating func apply(_ kind: Kinds, _ image: inout Image, _ labels: inout [UInt8]) {
        switch kind {
        case .text: text(&image)
        case .electrodes: electrodes(&image)
        case .arms: arms(&image)
        case .cutFields: cutField(&image, &labels)
        default: scout(&image, &labels)
        }
    }

    private mutating func text(_ image: inout Image) {
        for _ in 0..<2 + random.nextPosition(below: 4) {
            let (x, y) = (random.nextPosition(below: Self.side), random.nextPosition(below: Self.side))
            let (height, letters) = (5 + random.nextPosition(below: 6), 1 + random.nextPosition(below: 10))
            let ink: Float = random.uniform() < 0.8 ? 1 : 0
            for letter in 0..<letters {
                let left = x + letter * (height * 2 / 3 + 1)
                for _ in 0..<3 {
                    let isAcross = random.uniform() < 0.5
                    let place = random.nextPosition(below: 3) * (isAcross ? height - 1 : height * 2 / 3 - 1) / 2
                    for step in 0..<(isAcross ? height * 2 / 3 : height) {
                        let (across, down) = isAcross ? (left + step, y + place) : (left + place, y + step)
                        if across < Self.side, down < Self.side { image[across, down] = ink }
                    }
                }
            }
        }
    }

    private mutating func electrodes(_ image: inout Image) {
        let side = Float(Self.side)
        for _ in 0..<2 + random.nextPosition(below: 4) {
            let (x, y) = (side * (0.1 + 0.8 * random.uniform()), side * (0.1 + 0.8 * random.uniform()))
            let radius = 1.5 + 2.5 * random.uniform()
            let (slopeX, slopeY) = (random.uniform() - 0.5, 0.3 + random.uniform())
            for index in image.pixels.indices {
                let (dx, dy) = (Float(index % Self.side) - x, Float(index / Self.side) - y)
                let isDisc = dx * dx + dy * dy < radius * radius
                let isWire = dy > 0 && abs(dx * slopeY - dy * slopeX) < 0.6
                if isDisc || isWire { image.pixels[index] += (isDisc ? 0.8 : 0.5) * (0.95 - image.pixels[index]) }
            }
        }
    }

    private mutating func arms(_ image: inout Image) {
        let side = Float(Self.side)
        let sides = random.uniform() < 0.5 ? [false, true] : [random.uniform() < 0.5]
        for isRight in sides {
            let (reach, slope) = (0.15 + 0.2 * random.uniform(), 0.3 * (random.uniform() - 0.5))
            let (opacity, edge) = (0.4 + 0.4 * random.uniform(), 0.01 + 0.03 * random.uniform())
            for index in image.pixels.indices {
                let column = (Float(index % Self.side) + 0.5) / side
                let from = isRight ? 1 - column : column
                let inside = (reach + slope * Float(index / Self.side) / side - from) / edge
                let weight = opacity * min(max(inside, 0), 1)
                image.pixels[index] += weight * (0.95 - image.pixels[index])
            }
        }
    }

    /// One edge or two, by a tenth to a third of the side.
    private mutating func cutField(_ image: inout Image, _ labels: inout [UInt8]) {
        var cuts: [Float] = [0, 0, 0, 0]
        for _ in 0..<1 + random.nextPosition(below: 2) {
            cuts[random.nextPosition(below: 4)] = 0.1 + 0.23 * random.uniform()
        }
        move(&image, &labels) { x, y in
            (cuts[0] + x * (1 - cuts[0] - cuts[1]), cuts[2] + y * (1 - cuts[2] - cuts[3]))
        }
    }

    private mutating func scout(_ image: inout Image, _ labels: inout [UInt8]) {
        let (width, height) = (0.6 + 0.35 * random.uniform(), 0.6 + 0.35 * random.uniform())
        let (left, top) = ((1 - width) * random.uniform(), (1 - height) * random.uniform())
        move(&image, &labels) { x, y in ((x - left) / width, (y - top) / height) }
        image = GaussianFilter.smoothed(image, sigma: 0.6 + 0.8 * random.uniform())
        let (low, range) = (0.1 + 0.2 * random.uniform(), 0.4 + 0.2 * random.uniform())
        for row in 0..<Self.side {
            let stripe = 0.06 * (random.uniform() - 0.5)
            for column in 0..<Self.side where image[column, row] > 0.01 {
                image[column, row] = low + range * image[column, row] + stripe
            }
        }
    }

    /// - Parameter source: from a place of the new picture to that of the old one, in 0...1; black beyond it.
    private func move(_ image: inout Image, _ labels: inout [UInt8], from source: (Float, Float) -> (Float, Float)) {
        let (old, before) = (image, labels)
        let side = Float(Self.side)
        for index in image.pixels.indices {
            let (x, y) = source(
                (Float(index % Self.side) + 0.5) / side, (Float(index / Self.side) + 0.5) / side)
            let isInside = (0..<1).contains(x) && (0..<1).contains(y)
            image.pixels[index] = isInside ? Self.value(old, x * side - 0.5, y * side - 0.5) : 0
            labels[index] = isInside ? before[Int(y * side) * Self.side + Int(x * side)] : 0
        }
    }

    /// By linear interpolation.
    private static func value(_ image: Image, _ x: Float, _ y: Float) -> Float {
        let (across, down) = (min(max(x, 0), Float(side - 1)), min(max(y, 0), Float(side - 1)))
        let (column, row) = (min(Int(across), side - 2), min(Int(down), side - 2))
        let (right, lower) = (across - Float(column), down - Float(row))
        let upper = image[column, row] + (image[column + 1, row] - image[column, row]) * right
        let below = image[column, row + 1] + (image[column + 1, row + 1] - image[column, row + 1]) * right
        return upper + (below - upper) * lower
    }
}
