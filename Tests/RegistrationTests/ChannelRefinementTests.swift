import Imaging
import Phantoms
import Registration
import TestSupport
import Testing

@Suite("A registration refined by further channels")
struct ChannelRefinementTests {
    private static let size = 64

    /// Two pictures of the same size, each moved alike.
    private struct Problem {
        let grey: (fixed: Image, moving: Image)
        let channel: (fixed: Image, moving: Image)
        let fixed: FixedImage
        let moving: MovingImage

        init(seed: UInt64, shift: (x: Float, y: Float), isGreyFlat: Bool = false) {
            var random = SeededGenerator(seed: seed)
            let flat = Image(width: size, height: size, filledWith: 0.3)
            func moved(_ image: Image) -> Image { image.warped { ($0 + shift.x, $1 + shift.y) } }
            let picture = isGreyFlat ? flat : Image.smooth(width: size, height: size, shortest: 14, using: &random)
            let blob = Image.smooth(width: size, height: size, shortest: 14, using: &random)
            grey = (moved(picture), picture)
            channel = (moved(blob), blob)
            fixed = FixedImage(image: PreparedImage(equalized: grey.fixed, fine: grey.fixed), labels: [])
            moving = MovingImage(PreparedImage(equalized: grey.moving, fine: grey.moving))
        }

        func refined(_ iterations: Int, weight: Float = 2, from start: SpatialTransform? = nil) -> SpatialTransform {
            ImageRegistration(size: size).refine(
                fixed: fixed, channels: FixedChannels(of: fixed, channels: [channel.fixed.pixels], weight: weight),
                moving: moving, movingChannels: [FloatStorage(channel.moving.pixels)],
                from: start ?? SpatialTransform(affine: .identity, deformation: FreeFormDeformation(intervals: 8)),
                iterations: iterations)
        }
    }

    @Test("goes downhill on the sum over image and channels", arguments: 0..<6)
    func downhill(seed: Int) {
        let problem = Problem(seed: UInt64(seed), shift: (1.5, -1))
        let count = Self.size * Self.size
        let limit = RegistrationParameters.standard.residualLimit
        let grey = SquaredDifference(
            fixed: problem.grey.fixed, moving: problem.grey.moving, weights: Array(repeating: 1, count: count),
            limit: limit)
        let channel = SquaredDifference(
            fixed: problem.channel.fixed, moving: problem.channel.moving, weights: Array(repeating: 2, count: count),
            limit: limit)
        let costs = (0...4).map { iterations in
            let transform = problem.refined(iterations)
            return grey.value(transform) + channel.value(transform)
        }
        for (before, after) in zip(costs, costs.dropFirst()) { #expect(after < before * 1.01) }
        #expect(costs[4] < 0.5 * costs[0])
    }

    @Test("finds a shift that a channel alone shows, the more the heavier it weighs", arguments: 0..<4)
    func channelAlone(seed: Int) {
        let shift: (x: Float, y: Float) = (2, -1.5)
        let problem = Problem(seed: UInt64(20 + seed), shift: shift, isGreyFlat: true)
        func error(_ transform: SpatialTransform) -> Double {
            var sum = 0.0
            for y in 16..<48 {
                for x in 16..<48 {
                    let place = ((Float(x) + 0.5) / 64, (Float(y) + 0.5) / 64)
                    let found = transform(place.0, place.1)
                    let (dx, dy) = ((found.x - place.0) * 64 - shift.x, (found.y - place.1) * 64 - shift.y)
                    sum += Double((dx * dx + dy * dy).squareRoot())
                }
            }
            return sum / (32 * 32)
        }
        let before = error(problem.refined(0))
        #expect(abs(before - 2.5) < 1e-3)
        let (light, heavy) = (error(problem.refined(6, weight: 0.001)), error(problem.refined(6, weight: 4)))
        #expect(heavy < 0.8 && heavy < light, "\(light), \(heavy)")
    }

    @Test("without channels, takes the steps of the fine stage, to the byte")
    func withoutChannels() {
        let problem = Problem(seed: 40, shift: (1, 1))
        var (short, long) = (RegistrationParameters.standard, RegistrationParameters.standard)
        (short.fineIterations, long.fineIterations) = (2, 5)
        let start = ImageRegistration(parameters: short).deform(
            fixed: problem.fixed, moving: problem.moving, from: .identity)
        let refined = ImageRegistration(parameters: short).refine(
            fixed: problem.fixed, channels: FixedChannels(of: problem.fixed, channels: [], weight: 1),
            moving: problem.moving, movingChannels: [], from: start, iterations: 3)
        let whole = ImageRegistration(parameters: long).deform(
            fixed: problem.fixed, moving: problem.moving, from: .identity)
        #expect(refined == whole)
    }
}
