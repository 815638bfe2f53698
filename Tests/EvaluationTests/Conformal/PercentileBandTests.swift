import Evaluation
import TestSupport
import Testing

@Suite("The published recipe of conformal prediction")
struct PercentileBandTests {
    private let band = PercentileBand(zip(StoredBand.references, StoredBand.real).map { (references: $0, real: $1) })

    @Test("has NumPy's nonconformity scores and intervals")
    func figures() throws {
        #expect(band.nonconformity.count == 12)
        for (score, expected) in zip(band.nonconformity, StoredBand.nonconformity) { #expect(agrees(score, expected)) }
        for stored in StoredBand.intervals {
            let interval = try #require(band.interval(references: StoredBand.references[0], alpha: stored.alpha))
            #expect(agrees(interval.lower, stored.lower) && agrees(interval.upper, stored.upper))
        }
    }

    @Test("promises nothing short of everything where the masks are too few for alpha")
    func tooFew() throws {
        let interval = try #require(band.interval(references: [0.8, 0.9], alpha: 0.05))
        #expect(interval.lower == 0 && interval.upper == 1)
        #expect(abs(interval.predicted - 0.8675) < 1e-12)
    }

    @Test("has no interval without references, and leaves such masks out")
    func noReferences() {
        #expect(band.interval(references: [], alpha: 0.1) == nil)
        #expect(band.interval(references: [.nan], alpha: 0.1) == nil)
        #expect(PercentileBand([(references: [], real: 0.5)]).nonconformity == [])
    }

    @Test("keeps its ends in [0, 1]")
    func clipped() throws {
        let wide = PercentileBand((0..<40).map { _ in (references: [0.5], real: 1) })
        let interval = try #require(wide.interval(references: [0.9, 0.95], alpha: 0.1))
        #expect(interval.upper == 1 && interval.lower >= 0)
    }
}
