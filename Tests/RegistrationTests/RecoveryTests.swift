import Imaging
import Phantoms
import Registration
import TestSupport
import Testing

/// Bars are mean distances over lungs and heart in pixels of 64². Measured on these seeds: whole registration up to
/// 0.21 after affine maps of up to 4.7 pixels (the affine stage alone up to 0.56), 0.16 after warps of up to 1.8,
/// and 0.11 from another exposure.
@Suite("Recovery of known maps on phantoms")
struct RecoveryTests {
    @Test("an affine map of up to 5 % shift, 8° and 10 % scale is found within 0.35 pixels", arguments: 0..<12)
    func affine(seed: Int) {
        let pair = PhantomPair(index: seed, map: Self.randomAffine(seed: seed).callAsFunction)
        let registration = ImageRegistration()
        let affine = registration.affine(fixed: pair.fixed, moving: pair.moving)
        #expect(pair.meanError(.identity) > 0.5)
        // The stage ends early: what is left of the largest maps is for the free-form stages.
        #expect(pair.meanError(SpatialTransform(affine: affine)) < 0.7)
        #expect(pair.meanError(registration.register(fixed: pair.fixed, moving: pair.moving)) < 0.35)
    }

    @Test("a smooth B-spline warp is found within 0.25 pixels", arguments: 0..<12)
    func bSpline(seed: Int) {
        let warp = KnownBSplineWarp(
            width: PhantomPair.side, height: PhantomPair.side, intervals: 4, amplitude: 6, seed: UInt64(seed))
        let pair = PhantomPair(index: seed, map: warp.callAsFunction)
        #expect(pair.meanError(.identity) > 0.7)
        #expect(pair.meanError(ImageRegistration().register(fixed: pair.fixed, moving: pair.moving)) < 0.25)
    }

    @Test("identical images stay where they are", arguments: 0..<4)
    func identity(seed: Int) {
        let pair = PhantomPair(index: seed) { ($0, $1) }
        let registration = ImageRegistration()
        let found = registration.register(fixed: pair.fixed, moving: pair.moving)
        #expect(pair.meanError(found) < 1e-3)
        #expect(registration.coarseCorrelation(fixed: pair.fixed, moving: pair.moving, affine: found.affine) > 0.9999)
    }

    @Test("another exposure and grain of the same radiograph move little", arguments: 0..<6)
    func exposure(seed: Int) {
        let plain = PhantomPair(index: seed) { ($0, $1) }
        var generator = SeededGenerator(seed: UInt64(seed))
        let changed = PhantomPair(index: seed) {
            ($0, $1)
        } expose: { grey in
            0.1 + 0.7 * grey * grey.squareRoot() + generator.float(in: -0.03...0.03)
        }
        let found = ImageRegistration().register(fixed: plain.fixed, moving: changed.moving)
        #expect(plain.meanError(found) < 0.25)
    }

    @Test("what lies outside the picture has no say", arguments: 0..<4)
    func validity(seed: Int) {
        let pair = PhantomPair(index: seed, map: Self.randomAffine(seed: seed).callAsFunction)
        var validity = Image(width: 64, height: 64, filledWith: 1)
        let picture = Image(width: 64, height: 64, pixels: pair.moving.fine.values)
        var scribbled = picture
        var generator = SeededGenerator(seed: UInt64(seed))
        for y in 0..<64 {
            for x in 0..<14 { validity[x, y] = 0 }
            // Interpolation reaches one coarse pixel, two fine ones, beyond what is valid.
            for x in 0..<10 { scribbled[x, y] = generator.float(in: -3...3) }
        }
        func found(_ fine: Image, _ validity: Image?) -> SpatialTransform {
            let moving = MovingImage(PreparedImage(equalized: fine, fine: fine), validity: validity)
            return ImageRegistration().register(fixed: pair.fixed, moving: moving)
        }
        #expect(found(scribbled, validity) == found(picture, validity))
        #expect(found(scribbled, nil) != found(picture, nil))
        #expect(pair.meanError(found(scribbled, validity)) < 0.3 * pair.meanError(.identity))
    }

    @Test("a result depends on nothing that the instance did before")
    func noMemory() {
        let pairs = (0..<3).map { PhantomPair(index: $0, map: Self.randomAffine(seed: $0).callAsFunction) }
        let registration = ImageRegistration()
        let first = pairs.map { registration.register(fixed: $0.fixed, moving: $0.moving) }
        let again = pairs.reversed().map { pair in
            _ = registration.affine(fixed: pairs[1].fixed, moving: pair.moving)
            return registration.register(fixed: pair.fixed, moving: pair.moving)
        }
        let fresh = pairs.map { ImageRegistration().register(fixed: $0.fixed, moving: $0.moving) }
        #expect(first == again.reversed())
        #expect(first == fresh)
    }

    @Test("registration raises the correlation, in the band round the boundaries and over the frame", arguments: 0..<4)
    func correlation(seed: Int) {
        let pair = PhantomPair(index: seed, map: Self.randomAffine(seed: seed).callAsFunction)
        let registration = ImageRegistration()
        let found = registration.register(fixed: pair.fixed, moving: pair.moving)
        func correlation(_ transform: SpatialTransform, inBand: Bool) -> Float {
            let found = registration.similarity(fixed: pair.fixed, moving: pair.moving, transform: transform)
            return inBand ? found.inBand : found.overall
        }
        for inBand in [true, false] {
            #expect(correlation(found, inBand: inBand) > correlation(.identity, inBand: inBand) + 0.05)
            #expect(correlation(found, inBand: inBand) > 0.9)
        }
        // Asking for it is no step of the registration.
        #expect(registration.register(fixed: pair.fixed, moving: pair.moving) == found)
    }

    @Test("images of another patient, upside down, constant or of noise give finite maps")
    func unlike() {
        let pair = PhantomPair(index: 0) { ($0, $1) }
        var generator = SeededGenerator(seed: 1)
        let noise = Image(width: 64, height: 64, pixels: generator.floats(64 * 64, in: 0...1))
        let others = [
            PhantomPair(index: 7) { ($0, $1) }.moving, PhantomPair(index: 0) { ($0, 191 - $1) }.movedMoving,
            MovingImage(PreparedImage(Image(width: 64, height: 64, filledWith: 0.5))),
            MovingImage(PreparedImage(noise)),
        ]
        for moving in others {
            let registration = ImageRegistration()
            let found = registration.register(fixed: pair.fixed, moving: moving)
            #expect(found.affine.deviations.allSatisfy { abs($0) < 2 })
            #expect(found.deformation.controlPoints.allSatisfy { abs($0) < 2 })
            let correlation = registration.coarseCorrelation(fixed: pair.fixed, moving: moving, affine: found.affine)
            #expect((-1...1).contains(correlation) && correlation < 0.95)
        }
    }

    @Test("a constant fixed image asks for no movement")
    func constantFixed() {
        let flat = PreparedImage(Image(width: 64, height: 64, filledWith: 0.5))
        let fixed = FixedImage(image: flat, labels: [])
        let found = ImageRegistration().register(fixed: fixed, moving: PhantomPair(index: 0) { ($0, $1) }.moving)
        #expect(largestDifference(found.affine.deviations, [0, 0, 0, 0, 0, 0]) < 1e-3)
        #expect(found.deformation.controlPoints.allSatisfy { abs($0) < 1e-3 })
    }

    @Test("images of another size than the instance was made for are refused before memory is touched")
    func sizes() async {
        await #expect(processExitsWith: .failure) {
            let image = PreparedImage(Image(width: 64, height: 64))
            let fixed = FixedImage(image: image, labels: [])
            _ = ImageRegistration(size: 32).register(fixed: fixed, moving: MovingImage(image))
        }
    }

    private static func randomAffine(seed: Int) -> KnownAffine {
        var generator = SeededGenerator(seed: UInt64(seed))
        let centre = Float(PhantomPair.side - 1) / 2
        let reach = 0.05 * Float(PhantomPair.side)
        return KnownAffine(
            // tan(4°): half of a rotation by 8°.
            halfAngleTangent: generator.float(in: -0.0699...0.0699), scale: generator.float(in: 0.9...1.1),
            translation: [generator.float(in: -reach...reach), generator.float(in: -reach...reach)],
            centre: [centre, centre])
    }
}

extension SpatialTransform {
    fileprivate static let identity = SpatialTransform()

    fileprivate init(affine: AffineMap = .identity) {
        self.init(affine: affine, deformation: FreeFormDeformation(intervals: 8))
    }
}
