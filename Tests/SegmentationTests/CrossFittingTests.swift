import Imaging
import Scoring
import Segmentation
import Testing

@Suite("Cross-fitted scores")
struct CrossFittingTests {
    @Test("divide the references into two halves that share none and leave none")
    func halves() throws {
        let halves = try CrossFittedScorer.halves(of: PhantomAtlases.set)
        let names = halves.map { $0.references.map(\.name) }
        #expect(Set(names[0]).isDisjoint(with: names[1]))
        #expect((names[0] + names[1]).sorted() == PhantomAtlases.set.references.map(\.name).sorted())
        #expect(abs(names[0].count - names[1].count) <= 1)
    }

    @Test("are the means of each half's scores of the other's mask")
    func means() throws {
        let set = PhantomAtlases.set
        let image = PhantomAtlases.radiograph(31).image
        let parameters = SegmentationParameters()
        let score = try CrossFittedScorer(set: set, parameters: parameters).score(image)
        let halves = try CrossFittedScorer.halves(of: set)
        var expected: [Float] = []
        for (own, other) in [(halves[0], halves[1]), (halves[1], halves[0])] {
            let mask = MultiAtlasSegmenter(set: own, parameters: parameters).segment(image).labelMap()
            let scorer = CaseScorer(
                set: other, selection: ReferenceSelection(measure: .registeredCorrelation, count: 6))
            let map = try StructureMap(mask, structures: PhantomAtlases.structures, named: "mask")
            expected.append(try #require(scorer.score(image, masks: [map]).masks[0].dice))
        }
        let dice = try #require(score.dice)
        #expect(abs(dice - (expected[0] + expected[1]) / 2) < 1e-6)
        #expect(score.structures.count == 2)
        #expect(score.structures.allSatisfy { ($0.dice ?? 0) > 0.7 && $0.reference != nil })
    }

    @Test("are not zero where neither half has a reference for the other's masks, but are not known")
    func ownRadiographs() throws {
        let two = try PhantomAtlases.set.subset([0, 1], named: "two")
        let scorer = try CrossFittedScorer(set: two, parameters: SegmentationParameters())
        let own = scorer.score(PhantomAtlases.radiograph(0).image)
        #expect(own.dice == nil && own.structures.allSatisfy { $0.dice == nil && $0.consensus == nil })
        #expect((scorer.score(PhantomAtlases.radiograph(31).image).dice ?? 0) > 0.5)
    }

    @Test("want two references at least, and every structure in both halves")
    func tooFew() throws {
        let one = try PhantomAtlases.set.subset([0], named: "one")
        #expect(throws: InputError.self) { try CrossFittedScorer.halves(of: one) }
    }
}
