package import Imaging
import NumericSupport
import RealModule
import Registration

/// Makes of a reference an image as other hospitals have them, with the truth that goes with it: laid otherwise,
/// another body, other grey values, and what lies in the way.
///
/// What a set learns of itself on its own images alone does not hold elsewhere: on 40 images of other hospitals ranges
/// that promised nine in ten held one in three. Strengths were drawn so that registration quality spreads as widely as
/// it does on images of unknown origin.
package struct ReferencePerturbation {
    /// Pixels a side of the pictures that it works on.
    package static let side = 128

    /// From this strength on an image is as from another hospital.
    static let anotherHospital: Float = 2

    /// 0 leaves everything as it is, 1 is another patient of the same hospital, 2 another hospital, 3 a bad image.
    package let strength: Float
    /// What of it is done.
    package let parts: Parts
    private var random: SplitMix64

    /// - Parameter parts: a part that is left out draws nothing, so that what the others draw is not what they draw
    ///   beside it.
    package init(strength: Float, seed: UInt64, parts: Parts = .all) {
        self.strength = strength
        self.parts = parts
        random = SplitMix64(seed: seed)
    }

    /// - Parameters:
    ///   - picture: side² grey values in [0, 1].
    ///   - labels: side² of them.
    package mutating func apply(to picture: Image, labels: [UInt8]) -> (picture: Image, labels: [UInt8]) {
        let (image, moved) = apply(to: picture, maps: [labels])
        return (image, moved[0])
    }

    /// The same for several label maps, which are moved alike.
    ///
    /// - Parameter maps: side² labels each, at least one: the structures first.
    package mutating func apply(to picture: Image, maps: [[UInt8]]) -> (picture: Image, maps: [[UInt8]]) {
        guard strength > 0 else { return (picture, maps) }
        var (image, moved) = parts.contains(.geometry) ? warped(picture, maps) : (picture, maps)
        if parts.contains(.clouds), random.uniform() < 0.35 * share { cloud(&image, moved[0]) }
        if parts.contains(.lines), random.uniform() < 0.3 * share { lines(&image) }
        if parts.contains(.boxes), random.uniform() < 0.25 * share { boxes(&image) }
        if parts.contains(.greyValues) { greyValues(&image) }
        if parts.contains(.margins), random.uniform() < 0.3 * share { collimation(&image) }
        for index in image.pixels.indices { image.pixels[index] = min(max(image.pixels[index], 0), 1) }
        return (image, moved)
    }

    /// The strength as a share of that of a bad image, 3; above 1 for what networks learn by.
    private var share: Float { strength / 3 }

    /// Turned, scaled, stretched, shifted and bent; lungs shorter or longer.
    private mutating func warped(_ picture: Image, _ maps: [[UInt8]]) -> (Image, [[UInt8]]) {
        let side = Self.side
        let angle = random.sumOfTwelve() * 9 * share * .pi / 180
        let scale = Float.exp(random.sumOfTwelve() * 0.14 * share)
        let aspect = Float.exp(random.sumOfTwelve() * 0.08 * share)
        let (shiftX, shiftY) = (random.sumOfTwelve() * 0.05 * share, random.sumOfTwelve() * 0.05 * share)
        let (cosine, sine) = (Float.cos(angle), Float.sin(angle))
        let amount = 0.018 * share * abs(1 + 0.5 * random.sumOfTwelve())
        let wavelength = 0.08 + 0.17 * random.uniform()
        let bends = [smoothNoise(wavelength), smoothNoise(wavelength)]
        let stretch = random.sumOfTwelve() * 0.25 * share
        let isBlackOutside = random.uniform() < 0.5
        var image = Image(width: side, height: side)
        var moved = maps.map { [UInt8](repeating: 0, count: $0.count) }
        for row in 0..<side {
            for column in 0..<side {
                let index = row * side + column
                let x = (Float(column) + 0.5) / Float(side) - 0.5 - shiftX
                let y = (Float(row) + 0.5) / Float(side) - 0.5 - shiftY
                let u = (cosine * x + sine * y) / (scale * aspect) + amount * bends[0][index]
                var v = (cosine * y - sine * x) * aspect / scale + amount * bends[1][index]
                v += stretch * 0.5 * (v * v - 0.08)
                let (across, down) = ((u + 0.5) * Float(side), (v + 0.5) * Float(side))
                let isInside = across >= 0 && down >= 0 && across < Float(side) && down < Float(side)
                if isInside {
                    for map in maps.indices { moved[map][index] = maps[map][Int(down) * side + Int(across)] }
                }
                if isInside || !isBlackOutside { image.pixels[index] = Self.value(picture, across - 0.5, down - 0.5) }
            }
        }
        return (image, moved)
    }

    /// Opacity over one lung or both, or over their lower parts.
    private mutating func cloud(_ image: inout Image, _ labels: [UInt8]) {
        let side = Self.side
        let texture = smoothNoise(0.03 + 0.07 * random.uniform())
        let isBoth = random.uniform() < 0.3
        let isLeft = random.uniform() < 0.5
        let top = random.uniform() < 0.6 ? random.uniform() * 0.75 + 0.1 : 0
        let strength = 0.5 + 1.1 * random.uniform()
        let sorted = image.pixels.sorted()
        let grey = sorted[sorted.count * 85 / 100] * (0.8 + 0.3 * random.uniform())
        var mask = Image(width: side, height: side)
        for index in labels.indices where labels[index] == 1 {
            let isHere = isBoth || (index % side < side / 2) == isLeft
            if isHere, Float(index / side) > top * Float(side) { mask.pixels[index] = 1 }
        }
        mask = GaussianFilter.smoothed(mask, sigma: 1 + 4 * random.uniform())
        for index in mask.pixels.indices {
            let weight = min(max(mask.pixels[index] * (0.5 + 0.5 * texture[index]) * strength, 0), 1)
            image.pixels[index] += weight * (grey - image.pixels[index])
        }
    }

    /// Tubes and wires: bright bows across the image.
    private mutating func lines(_ image: inout Image) {
        let side = Float(Self.side)
        for _ in 0..<1 + Int(random.uniform() * 3) {
            let (x0, y0) = (random.uniform() * side, random.uniform() * side)
            let (x1, y1) = (random.uniform() * side, random.uniform() * side)
            let bow = random.sumOfTwelve() * 0.1 * side
            for step in 0..<400 {
                let way = Float(step) / 400
                let bend = bow * Float.sin(.pi * way)
                let (x, y) = (x0 + (x1 - x0) * way + bend, y0 + (y1 - y0) * way + bend)
                guard x >= 0, y >= 0, x < side, y < side else { continue }
                let index = Int(y) * Self.side + Int(x)
                image.pixels[index] += 0.6 * (0.8 - image.pixels[index])
            }
        }
    }

    private mutating func boxes(_ image: inout Image) {
        let side = Float(Self.side)
        for _ in 0..<1 + Int(random.uniform() * 3) {
            let (width, height) = ((0.03 + 0.15 * random.uniform()) * side, (0.03 + 0.15 * random.uniform()) * side)
            let (x, y) = (random.uniform() * side, random.uniform() * side)
            let grey: Float = random.uniform() < 0.5 ? 0 : 1
            for row in Int(y)..<min(Int(y + height), Self.side) {
                for column in Int(x)..<min(Int(x + width), Self.side) { image[column, row] = grey }
            }
        }
    }

    /// Exposure, slow changes of brightness, contrast cut off, noise and blur.
    private mutating func greyValues(_ image: inout Image) {
        let gamma = Float.exp(random.sumOfTwelve() * 0.5 * share)
        let bias = smoothNoise(0.25)
        for index in image.pixels.indices {
            image.pixels[index] =
                Float.pow(min(max(image.pixels[index], 0), 1), gamma) * (1 + 0.15 * share * bias[index])
        }
        if random.uniform() < 0.4 * share {
            let sorted = image.pixels.sorted()
            let low = sorted[Int(random.uniform() * 0.25 * Float(sorted.count - 1))]
            let high = sorted[Int((0.75 + 0.25 * random.uniform()) * Float(sorted.count - 1))]
            for index in image.pixels.indices {
                image.pixels[index] = (image.pixels[index] - low) / max(high - low, 0.05)
            }
        }
        // At half the pixels a side of the images that the strengths were drawn for, noise has half the effect.
        let noise = random.uniform() * 0.03 * share
        for index in image.pixels.indices { image.pixels[index] += noise * random.sumOfTwelve() }
        if random.uniform() < 0.5 * share {
            image = GaussianFilter.smoothed(image, sigma: 0.25 + random.uniform())
        }
    }

    /// A black margin at one side.
    private mutating func collimation(_ image: inout Image) {
        let width = Int((0.02 + 0.1 * random.uniform()) * Float(Self.side))
        let edge = Int(random.uniform() * 4)
        for row in 0..<Self.side {
            for column in 0..<Self.side {
                let distance = [row, Self.side - 1 - row, column, Self.side - 1 - column][min(edge, 3)]
                if distance < width { image[column, row] = 0 }
            }
        }
    }

    /// side² values of mean 0 and deviation 1.
    ///
    /// Drawn on a grid that is just fine enough for its smoothness, and interpolated.
    ///
    /// - Parameter sigma: of the smoothing, in sides.
    mutating func smoothNoise(_ sigma: Float) -> [Float] {
        let side = [16, 32, 64].first { sigma * Float($0) >= 2 } ?? Self.side
        var field = Image(width: side, height: side)
        for index in field.pixels.indices { field.pixels[index] = random.sumOfTwelve() }
        let smooth = GaussianFilter.smoothed(field, sigma: sigma * Float(side)).enlarged(to: Self.side)
        let mean = smooth.reduce(0, +) / Float(smooth.count)
        let deviation = (smooth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(smooth.count)).squareRoot()
        return smooth.map { ($0 - mean) / max(deviation, 1e-6) }
    }

    static func value(_ image: Image, _ x: Float, _ y: Float) -> Float {
        let (across, down) = (min(max(x, 0), Float(side - 1)), min(max(y, 0), Float(side - 1)))
        let (column, row) = (min(Int(across), side - 2), min(Int(down), side - 2))
        let (right, lower) = (across - Float(column), down - Float(row))
        let first = image[column, row] + (image[column + 1, row] - image[column, row]) * right
        let second = image[column, row + 1] + (image[column + 1, row + 1] - image[column, row + 1]) * right
        return first + (second - first) * lower
    }
}

extension SplitMix64 {
    /// Of mean 0 and deviation 1: the sum of twelve uniform numbers less 6, whose tails end at 6.
    mutating func sumOfTwelve() -> Float { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
