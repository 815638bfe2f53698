import Imaging
import Scoring
import Testing

@Suite("Parts of a reference's perturbation")
struct PerturbationPartTests {
    private static let side = ReferencePerturbation.side
    private static let reference = PhantomSet.set.references[1]
    private static let picture = Image(
        width: side, height: side, pixels: reference.picture.map { Float($0) / 255 })

    private static func applied(
        _ parts: ReferencePerturbation.Parts, strength: Float = 3, seed: UInt64
    ) -> (picture: Image, labels: [UInt8]) {
        var perturbation = ReferencePerturbation(strength: strength, seed: seed, parts: parts)
        return perturbation.apply(to: picture, labels: reference.labels)
    }

    @Test("nothing is changed where no part is taken, and only the geometry moves labels", arguments: 1...6)
    func parts(seed: UInt64) {
        let none = Self.applied([], seed: seed)
        #expect(none.picture == Self.picture && none.labels == Self.reference.labels)
        #expect(Self.applied(.geometry, seed: seed).labels != Self.reference.labels)
        let others = ReferencePerturbation.Parts.all.subtracting(.geometry)
        let still = Self.applied(others, seed: seed)
        #expect(still.labels == Self.reference.labels && still.picture != Self.picture)
    }

    @Test("each part changes the picture where it is drawn")
    func each() {
        for part: ReferencePerturbation.Parts in [.geometry, .greyValues, .clouds, .lines, .boxes, .margins] {
            // At strength 3 a part is drawn at least once in four times.
            let changed = (0..<40).count { Self.applied(part, seed: UInt64($0)).picture != Self.picture }
            #expect(changed >= 4, "part \(part.rawValue): \(changed) of 40")
        }
    }

    @Test("opacities lie over the lungs, margins at one edge")
    func places() throws {
        let seeds = (0..<60).map(UInt64.init)
        let clouded = try #require(seeds.map { Self.applied(.clouds, seed: $0).picture }.first { $0 != Self.picture })
        let touched = clouded.pixels.indices.filter { abs(clouded.pixels[$0] - Self.picture.pixels[$0]) > 0.02 }
        let inLungs = touched.count { Self.reference.labels[$0] == 1 }
        #expect(2 * inLungs > touched.count)
        let framed = try #require(seeds.map { Self.applied(.margins, seed: $0).picture }.first { $0 != Self.picture })
        let black = framed.pixels.indices.filter { framed.pixels[$0] != Self.picture.pixels[$0] }
        #expect(black.allSatisfy { framed.pixels[$0] == 0 } && black.count < Self.side * Self.side / 7)
    }

    /// The mean grey value and the labelled pixels of reference 1 at strength 2, from before there were parts.
    struct Drawn: Sendable {
        let seed: UInt64
        let mean: Float
        let labelled: Int
    }

    // Bundles that were learned before have to be learned again in the same bytes.
    @Test(
        "what is drawn by default is what always was",
        arguments: [
            Drawn(seed: 1, mean: 0.6207, labelled: 5497), Drawn(seed: 2, mean: 0.4300, labelled: 4686),
            Drawn(seed: 3, mean: 0.6128, labelled: 6497), Drawn(seed: 4, mean: 0.5330, labelled: 5839),
            Drawn(seed: 5, mean: 0.7560, labelled: 7832), Drawn(seed: 7, mean: 0.5819, labelled: 7889),
        ])
    func drawn(stored: Drawn) {
        let (picture, labels) = Self.applied(.all, strength: 2, seed: stored.seed)
        let mean = picture.pixels.reduce(0, +) / Float(picture.pixels.count)
        #expect(abs(mean - stored.mean) < 2e-3, "\(mean)")
        #expect(abs(labels.count { $0 != 0 } - stored.labelled) < 12, "\(labels.count { $0 != 0 })")
    }
}
