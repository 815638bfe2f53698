import Imaging
import Phantoms
import Registration
import TestSupport
import Testing

@Suite("Registration steps")
struct RegistrationStepTests {
    @Test("a free-form step goes downhill and lowers the cost it is made for", arguments: 0..<8)
    func freeFormDescent(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let problem = Problem(limit: seed % 2 == 0 ? 10 : 0.5, using: &generator)
        let bending: Float = 0.001
        let stage = FreeFormStage(level: problem.fixed.layout.fine, bending: bending)
        let energy = BendingEnergy(intervals: problem.fixed.layout.fine.intervals)
        let affine = AffineMap(deviations: (0..<6).map { _ in generator.double(in: -0.02...0.02) })
        var costs: [Double] = []
        for step in 0..<4 {
            let before = stage.deformation
            let transform = SpatialTransform(affine: affine, deformation: before)
            let (cost, gradient) = problem.cost(transform, energy: energy, bending: bending)
            costs.append(cost)
            problem.step(stage, affine: affine)
            let direction = zip(stage.deformation.controlPoints, before.controlPoints).map { $0 - $1 }
            let slope = zip(gradient, direction).reduce(0) { $0 + $1.0 * Double($1.1) }
            // Later, near the minimum, the fixed image's gradients are only nearly the cost's own.
            if step == 0 { #expect(slope < -0.1 * cost) }
        }
        for (before, after) in zip(costs, costs.dropFirst()) { #expect(after < before * 1.001) }
        #expect(costs[3] < 0.7 * costs[0])
    }

    @Test("affine steps go downhill", arguments: 0..<8)
    func affineDescent(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let problem = Problem(limit: 10, using: &generator)
        func cost(_ affine: AffineMap) -> Double {
            problem.coarseDifference.value(
                SpatialTransform(affine: affine, deformation: FreeFormDeformation(intervals: 1)))
        }
        var costs = [cost(.identity)]
        for iterations in 1...4 {
            var parameters = problem.parameters
            parameters.affineIterations = iterations
            let registration = ImageRegistration(parameters: parameters, size: 64)
            costs.append(cost(registration.affine(fixed: problem.fixed, moving: problem.moving)))
        }
        #expect(costs.dropFirst().allSatisfy { $0 < 0.15 * costs[0] })
    }

    @Test("on a linear ramp one affine step finds the analytic solution", arguments: 0..<5)
    func affineRamp(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let p = (0..<3).map { _ in generator.double(in: -0.1...0.1) }
        var parameters = RegistrationParameters.standard
        (parameters.affineIterations, parameters.affinePrior, parameters.residualLimit) = (1, 0, 1000)
        let (fixed, moving) = Self.ramps(across: p[0], down: p[1], shift: p[2], parameters)
        let found = ImageRegistration(parameters: parameters, size: 64).affine(fixed: fixed, moving: moving)
        // moving(x, y) = fixed((1 + p₀) x + p₁ y + p₂, y) round the centre, so T undoes that.
        let expected = AffineMap(deviations: [p[0], p[1], p[2], 0, 0, 0]).inverse?.deviations ?? []
        #expect(largestDifference(found.deviations, expected) < 1e-4)
    }

    @Test("on a linear ramp one free-form step moves every pixel by the analytic shift", arguments: [-0.1, 0.03, 0.1])
    func freeFormRamp(shift: Double) {
        var parameters = RegistrationParameters.standard
        (parameters.affineIterations, parameters.coarseIterations, parameters.fineIterations) = (0, 1, 0)
        parameters.residualLimit = 1000
        let (fixed, moving) = Self.ramps(across: 0, down: 0, shift: shift, parameters)
        let registration = ImageRegistration(parameters: parameters, size: 64)
        let found = registration.deform(fixed: fixed, moving: moving, from: .identity)
        var (errorX, errorY) = (0.0, 0.0)
        for y in stride(from: 0.0, through: 1, by: 0.05) {
            for x in stride(from: 0.0, through: 1, by: 0.05) {
                let displacement = found.deformation.displacement(x: x, y: y)
                errorX = max(errorX, abs(displacement.x + shift))
                errorY = max(errorY, abs(displacement.y))
            }
        }
        // The corners' control points weigh so little that the matrix's ridge still shows there.
        #expect(errorX < 4e-3 * abs(shift) && errorY < 1e-5)
    }

    /// fixed = g · x and moving = g · ((1 + across) x + down · y + shift), x and y from the centre.
    private static func ramps(
        across: Double, down: Double, shift: Double, _ parameters: RegistrationParameters
    ) -> (FixedImage, MovingImage) {
        func ramp(_ value: (_ x: Double, _ y: Double) -> Double) -> PreparedImage {
            var image = Image(width: 64, height: 64)
            for y in 0..<64 {
                for x in 0..<64 {
                    image[x, y] = Float(value((Double(x) + 0.5) / 64 - 0.5, (Double(y) + 0.5) / 64 - 0.5))
                }
            }
            return PreparedImage(equalized: image, fine: image)
        }
        let slope = 300.0
        return (
            FixedImage(image: ramp { x, _ in slope * x }, labels: [], parameters: parameters),
            MovingImage(ramp { x, y in slope * ((1 + across) * x + down * y + shift) })
        )
    }
}

/// A smooth picture to be registered to a version of itself that was moved a little.
private struct Problem {
    let parameters: RegistrationParameters
    let fixed: FixedImage
    let moving: MovingImage
    private let fineDifference: SquaredDifference
    let coarseDifference: SquaredDifference

    init(limit: Float, using generator: inout SeededGenerator) {
        let image = Image.smooth(width: 64, height: 64, shortest: 12, using: &generator)
        let (shiftX, shiftY) = (generator.float(in: -2...2), generator.float(in: -2...2))
        let bend = generator.float(in: -2...2)
        let moved = image.warped { ($0 + shiftX + bend * ($1 / 32 - 1), $1 + shiftY) }
        var parameters = RegistrationParameters.standard
        parameters.residualLimit = limit
        let labels = (0..<64 * 64).map { UInt8($0 % 64 > 20 && $0 / 64 < 40 ? 1 : 0) }
        self.parameters = parameters
        let reference = PreparedImage(equalized: image, fine: image)
        let query = PreparedImage(equalized: moved, fine: moved)
        let fixed = FixedImage(image: reference, labels: labels, parameters: parameters)
        moving = MovingImage(query)
        func difference(_ first: Image, _ second: Image, _ level: FixedImage.Layout.Level) -> SquaredDifference {
            let weights = UnsafeBufferPointer(start: fixed.pointer(level.weight), count: level.size * level.size)
            return SquaredDifference(fixed: first, moving: second, weights: Array(weights), limit: limit)
        }
        self.fixed = fixed
        fineDifference = difference(reference.fine, query.fine, fixed.layout.fine)
        coarseDifference = difference(reference.coarse, query.coarse, fixed.layout.coarse)
    }

    func step(_ stage: FreeFormStage, affine: AffineMap) {
        stage.step(
            fixed: fixed, affine: affine, moving: moving.fine.base, validity: nil, limit: parameters.residualLimit)
    }

    /// Squared difference + ½ · bending · energy, and its gradient.
    func cost(
        _ transform: SpatialTransform, energy: BendingEnergy, bending: Float
    ) -> (value: Double, gradient: [Double]) {
        let components = transform.deformation.components.map(\.values)
        let stiffness = components.reduce(0) { $0 + Double(energy.energy(of: $1)) }
        let slopes = components.flatMap { energy.gradient(of: $0) }
        let gradient = zip(fineDifference.controlPointGradient(transform), slopes).map {
            $0 + Double(bending) / 2 * Double($1)
        }
        return (fineDifference.value(transform) + Double(bending) / 2 * stiffness, gradient)
    }
}
