import Foundation
import Imaging
import Phantoms
import Registration
import Scoring
import TestSupport
import Testing

@Suite("Poses")
struct PoseTests {
    @Test("the identity pose is the whole image, whatever its size")
    func identity() {
        let map = PresentationState.identity.frameToImage(width: 200, height: 100)
        #expect(largestDifference(map.deviations, AffineMap.identity.deviations) < 1e-12)
        #expect(PresentationState.identity.description == "as it is")
    }

    @Test("each orientation, undone on a picture, is its map", arguments: Orientation.allCases)
    func orientations(orientation: Orientation) {
        var generator = SeededGenerator(seed: 1)
        let picture = generator.floats(64, in: 0...1)
        var pose = PresentationState()
        pose.orientation = orientation
        let map = pose.frameToImage(width: 8, height: 8)
        let expected = (0..<64).map { index -> Float in
            let position = map.apply(x: (Double(index % 8) + 0.5) / 8, y: (Double(index / 8) + 0.5) / 8)
            return picture[Int(position.y * 8) * 8 + Int(position.x * 8)]
        }
        #expect(orientation.undone(picture, size: 8) == expected)
        #expect(Set(expected) == Set(picture))
        // A frame in portrait lies in the whole of an image in landscape.
        let corner = pose.frameToImage(width: 300, height: 100).apply(x: 0, y: 0)
        #expect([0.0, 1].contains { abs($0 - corner.x) < 1e-9 } && [0.0, 1].contains { abs($0 - corner.y) < 1e-9 })
    }

    @Test("turned over is the frame mirrored first, and there and back", arguments: Orientation.allCases)
    func turnedOver(orientation: Orientation) {
        var pose = PresentationState()
        pose.rotation = 20
        pose.scale = 0.8
        pose.shiftX = 0.1
        pose.shiftY = -0.05
        pose.orientation = orientation
        let map = pose.frameToImage(width: 300, height: 200)
        pose.orientation = orientation.turnedOver
        let mirrored = pose.frameToImage(width: 300, height: 200)
        for (x, y) in [(0.0, 0.0), (1, 0), (0.3, 0.7)] {
            let (a, b) = (map.apply(x: x, y: y), mirrored.apply(x: 1 - x, y: y))
            #expect(abs(a.x - b.x) < 1e-12 && abs(a.y - b.y) < 1e-12)
        }
        pose.correction = AffineMap(xx: 1.1, xy: 0.05, x0: -0.03, yx: -0.02, yy: 0.9, y0: 0.04)
        let (corrected, turned) = (pose.frameToImage(width: 300, height: 200), pose.turnedOver)
        let back = turned.frameToImage(width: 300, height: 200).apply(x: 0.7, y: 0.2)
        #expect(abs(corrected.apply(x: 0.3, y: 0.2).x - back.x) < 1e-12)
        #expect(abs(corrected.apply(x: 0.3, y: 0.2).y - back.y) < 1e-12)
        #expect(PresentationState.identity.turnedOver == .mirrored && turned.orientation == orientation)
        #expect(orientation.turnedOver.turnedOver == orientation)
        #expect(orientation.turnedOver.isTurnedOver != orientation.isTurnedOver)
    }

    @Test("a rotation turns about the rectangle's centre and keeps right angles in the image")
    func rotation() {
        var pose = PresentationState()
        pose.rotation = 30
        pose.scale = 0.8
        pose.rectangle = PresentationState.Rectangle(x: 0.2, y: 0.1, width: 0.6, height: 0.8)
        let (width, height) = (400, 300)
        let map = pose.frameToImage(width: width, height: height)
        let centre = map.apply(x: 0.5, y: 0.5)
        #expect(abs(centre.x - 0.5) < 1e-12 && abs(centre.y - 0.5) < 1e-12)
        func edge(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
            let end = map.apply(x: 0.5 + x, y: 0.5 + y)
            return ((end.x - 0.5) * Double(width), (end.y - 0.5) * Double(height))
        }
        let (across, down) = (edge(1, 0), edge(0, 1))
        #expect(abs(across.x * down.x + across.y * down.y) < 1e-9)
        // 30° clockwise with rows downwards; the rectangle's sides are 240 pixels each.
        #expect(abs(across.x - 0.8 * 240 * 3.0.squareRoot() / 2) < 1e-9 && abs(across.y - 0.8 * 240 / 2) < 1e-9)
    }

    @Test("margins of one grey value are found, and nothing else is called a margin")
    func contentRectangle() {
        var generator = SeededGenerator(seed: 2)
        var picture = Image(width: 40, height: 20, filledWith: 1)
        for y in 4..<18 {
            for x in 10..<40 { picture[x, y] = generator.float(in: 0...0.9) }
        }
        let found = ContentRectangle.find(in: picture)
        #expect(found == PresentationState.Rectangle(x: 0.25, y: 0.2, width: 0.75, height: 0.7))
        let full = Image(width: 30, height: 30, pixels: generator.floats(900, in: 0...1))
        #expect(ContentRectangle.find(in: full) == .whole)
        #expect(ContentRectangle.find(in: Image(width: 8, height: 8, filledWith: 0.3)) == .whole)
        var dot = Image(width: 40, height: 40)
        dot[20, 20] = 1
        #expect(ContentRectangle.find(in: dot) == .whole)
    }

    @Test("a frame is turned the right way round, whichever way it was found", arguments: 0..<3)
    func turningOver(index: Int) {
        let (side, set) = (PhantomSet.side, PhantomSet.set)
        let picture = PhantomSet.cases[index].image.resampled(width: side, height: side)
        let scorer = CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
        let search = PoseSearch(
            set: set,
            classifier: SingleAtlasClassifier(parameters: set.parameters, structureCount: set.structures.count))
        var frame = PresentationState()
        frame.scale = 0.95
        frame.shiftX = 0.02
        for isMirrored in [false, true] {
            let shown = isMirrored ? picture.mirrored : picture
            let grey = shown.pixels.map { UInt16(min(max($0, 0), 1) * 65535) }
            let radiograph = Radiograph(GrayscaleImage(width: side, height: side, samples: .sixteenBit(grey)))
            for found in [frame, frame.turnedOver] {
                let query = QueryImage(radiograph, pose: found, parameters: set.parameters.preparation)
                let mirroring = scorer.mirroring(of: query, search)
                #expect(mirroring.pose == (isMirrored ? frame.turnedOver : frame))
                #expect(!mirroring.isOpen)
            }
        }
    }

    /// Measured: differences of up to 0.014.
    @Test("a radiograph laid another way is scored nearly as it would be upright", arguments: 0..<3)
    func search(index: Int) throws {
        let phantom = PhantomSet.cases[index]
        let (side, truth) = (PhantomSet.side, phantom.truth)
        let radiograph = phantom.image.resampled(width: side, height: side)
        let scorer = CaseScorer(
            set: PhantomSet.set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
        let upright = scorer.score(phantom.image, masks: [try PhantomSet.map(truth)])
        #expect(upright.pose == .identity)
        let expected = try #require(upright.masks[0].estimate(.consensus))
        let last = Float(side - 1)
        let tilt = KnownAffine(
            halfAngleTangent: 0.13, scale: 1.2, translation: [0, 0], centre: [last / 2, last / 2])
        let lays: [(orientation: Orientation, isInverted: Bool, map: (Float, Float) -> (x: Float, y: Float))] = [
            (.mirrored, false, { (last - $0, $1) }), (.halfTurn, false, { (last - $0, last - $1) }),
            (.quarterTurn, false, { ($1, last - $0) }), (.upright, true, { ($0, $1) }),
            (.upright, false, tilt.callAsFunction),
        ]
        for lay in lays {
            let grey = radiograph.warped(by: lay.map).pixels.map { min(max(lay.isInverted ? 1 - $0 : $0, 0), 1) }
            let image = GrayscaleImage(
                width: side, height: side, samples: .sixteenBit(grey.map { UInt16($0 * 65535) }))
            let score = scorer.score(image, masks: [try PhantomSet.map(truth.warped(by: lay.map))])
            #expect(score.pose.orientation == lay.orientation && score.pose.isInverted == lay.isInverted)
            #expect(abs(try #require(score.masks[0].estimate(.consensus)) - expected) < 0.03)
        }
    }

    @Test(
        "a radiograph that lies a little off is resampled where registering takes it, and only where that fits better")
    func adjusted() throws {
        let side = PhantomSet.side
        // A yardstick by which such radiographs fit less well than most, and not so badly that a pose is searched for.
        let set = PhantomSet.set.with(try PhantomSet.statistics(quality: 0.9))
        let scorer = CaseScorer(
            set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
        let last = Float(side - 1)
        var adjusted = 0
        let turns: [(tangent: Float, scale: Float, shift: Float)] = [
            (0.04, 1.05, 4), (0.08, 1.1, 5), (0.1, 0.95, 7), (0.12, 1, 3), (0.15, 1.05, 6),
        ]
        for (phantom, turn) in PhantomSet.cases.flatMap({ phantom in turns.map { (phantom, $0) } }) {
            let turn = KnownAffine(
                halfAngleTangent: turn.tangent, scale: turn.scale, translation: [turn.shift, 3],
                centre: [last / 2, last / 2])
            let grey = phantom.image.resampled(width: side, height: side).warped(by: turn.callAsFunction).pixels
            let image = GrayscaleImage(
                width: side, height: side, samples: .sixteenBit(grey.map { UInt16(min(max($0, 0), 1) * 65535) }))
            let masks = [try PhantomSet.map(phantom.truth.warped(by: turn.callAsFunction))]
            let score = scorer.score(image, masks: masks)
            let unmodified = scorer.score(PhantomSet.query(image), masks: masks)
            if score.pose == .identity {
                #expect(score == unmodified)
                continue
            }
            let (after, before) = (try #require(score.evidence?.quality), try #require(unmodified.evidence?.quality))
            #expect(after > before + 0.009, "\(after), \(before)")
            var plain = score.pose
            plain.correction = .identity
            if plain == .identity {
                adjusted += 1
                #expect(score.pose.description == "adjusted")
                #expect(score.reliability.figure <= unmodified.reliability.figure)
                let point = score.pose.frameToImage(width: side, height: side).apply(x: 0.5, y: 0.5)
                #expect(hypot(point.x - 0.5, point.y - 0.5) < 0.15)
            }
        }
        #expect(adjusted > 0)
    }
}
