import Imaging
import Scoring
import TestSupport
import Testing

@Suite("The truth as a second reader draws it")
struct SecondReaderTests {
    private static let structureCount = 2
    private static let losses: [Float] = [0.028, 0.065]

    private func dice(_ first: [UInt8], _ second: [UInt8], _ structure: Int) -> Float? {
        Dice.coefficients(first, second, structureCount: Self.structureCount)[structure]
    }

    @Test("agrees with the first at least as well as is asked for, and not twice as well")
    func agreement() throws {
        let references = PhantomSet.set.references
        for structure in 0..<Self.structureCount {
            var sum: Float = 0
            let draws = 40
            for seed in 0..<draws {
                let labels = references[seed % references.count].labels
                var reader = SecondReader(seed: UInt64(seed))
                let redrawn = reader.redrawn(labels, losses: Self.losses)
                sum += try #require(dice(labels, redrawn, structure))
            }
            let mean = sum / Float(draws)
            let loss = Self.losses[structure]
            #expect((loss / 2...loss).contains(1 - mean), "structure \(structure): \(mean)")
        }
    }

    @Test("is the same for the same seed, another for another, and errs to both sides")
    func seeds() {
        let labels = PhantomSet.set.references[0].labels
        func drawn(_ seed: UInt64) -> [UInt8] {
            var reader = SecondReader(seed: seed)
            return reader.redrawn(labels, losses: Self.losses)
        }
        #expect(drawn(3) == drawn(3) && drawn(3) != drawn(4))
        let area = labels.count { $0 == 1 }
        let areas = (0..<20).map { seed in drawn(seed).count { $0 == 1 } }
        #expect(areas.contains { $0 > area } && areas.contains { $0 < area })
    }

    @Test("draws no structure that is not there")
    func absent() {
        let labels = PhantomSet.set.references[0].labels.map { $0 == 2 ? 0 : $0 }
        for seed in 0..<10 {
            var reader = SecondReader(seed: UInt64(seed))
            #expect(!reader.redrawn(labels, losses: Self.losses).contains(2))
        }
    }
}
