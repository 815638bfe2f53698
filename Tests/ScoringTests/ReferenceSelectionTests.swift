import Foundation
import Imaging
import Registration
import Scoring
import TestSupport
import Testing

@Suite("Choice of references")
struct ReferenceSelectionTests {
    static let set = PhantomSet.set

    @Test("references that are known to show the query's radiograph in another frame are left out")
    func known() {
        let query = PhantomSet.query(PhantomSet.cases[0].image)
        let selection = ReferenceSelection(measure: .registeredCorrelation, count: 3)
        let free = selection.select(query, from: Self.set) { Float($0) }
        let result = selection.select(query, from: Self.set, known: [free.selected[0]]) { Float($0) }
        #expect(result.excluded == [free.selected[0]])
        #expect(Array(result.selected.prefix(2)) == Array(free.selected.dropFirst()))
    }

    @Test("the references most like the query, best first, for every measure", arguments: SimilarityMeasure.allCases)
    func measures(measure: SimilarityMeasure) {
        let fits = (0..<Self.set.references.count).map { Float(($0 * 5) % 8) }
        for phantom in PhantomSet.cases {
            let query = PhantomSet.query(phantom.image)
            let picture = query.prepared.equalized.pixels
            let pictures = Self.set.references.map { $0.equalized.values }
            let similarity: [Double]
            switch measure {
            case .registeredCorrelation:
                similarity = fits.map(Double.init)
            case .normalizedCorrelation:
                similarity = pictures.map { pearsonCorrelation(thumbnail($0), thumbnail(picture)) }
            case .mutualInformation:
                let bins = MutualInformation.bins(picture)
                similarity = pictures.map { Double(MutualInformation.value(bins, MutualInformation.bins($0))) }
            case .meanAbsoluteError:
                similarity = pictures.map { -zip($0, picture).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) } }
            case .meanSquaredError:
                similarity = pictures.map { -zip($0, picture).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) } }
            }
            let ranked = similarity.indices.sorted { similarity[$0] > similarity[$1] }
            // With the shortlist as long as the set, the fit alone decides the default measure.
            let count = 3
            let result = ReferenceSelection(measure: measure, count: count).select(query, from: Self.set) { fits[$0] }
            #expect(result.selected == Array(ranked.prefix(count)))
            #expect(result.excluded.isEmpty)
        }
    }

    @Test("the default measure asks for the fit of a shortlist alone, three times as long as the choice")
    func shortlist() {
        let query = PhantomSet.query(PhantomSet.cases[0].image)
        var asked: [Int] = []
        let result = ReferenceSelection(measure: .registeredCorrelation, count: 2).select(query, from: Self.set) {
            asked.append($0)
            return Float(-asked.count)
        }
        #expect(asked.count == 6)
        let byThumbnail = ReferenceSelection(measure: .normalizedCorrelation, count: 6).select(query, from: Self.set) {
            _ in 0
        }
        #expect(asked == byThumbnail.selected)
        #expect(result.selected == Array(asked.prefix(2)))
    }

    @Test("of equal fits the earlier reference comes first")
    func ties() {
        let query = PhantomSet.query(PhantomSet.cases[0].image)
        let all = Self.set.references.count
        let equal = ReferenceSelection(measure: .registeredCorrelation, count: all).select(query, from: Self.set) { _ in
            0.5
        }
        #expect(equal.selected == Array(0..<all))
        let pairs = ReferenceSelection(measure: .registeredCorrelation, count: all).select(query, from: Self.set) {
            Float($0 / 2)
        }
        #expect(pairs.selected == [6, 7, 4, 5, 2, 3, 0, 1])
    }

    @Test("where more are wanted than there are, all are taken")
    func moreThanTheSet() {
        let query = PhantomSet.query(PhantomSet.cases[0].image)
        for measure in SimilarityMeasure.allCases {
            let result = ReferenceSelection(measure: measure, count: 1000).select(query, from: Self.set) { _ in 1 }
            #expect(result.selected.sorted() == Array(0..<Self.set.references.count))
        }
    }

    @Test("the query's own radiograph is left out and named, at whatever size it comes", arguments: [1, 2, 4])
    func ownRadiograph(shrinking factor: Int) {
        let radiograph = PhantomSet.radiographs[3].image
        let small = radiograph.resampled(width: PhantomSet.side / factor, height: PhantomSet.side / factor)
        let image = GrayscaleImage(
            width: small.width, height: small.height, samples: .sixteenBit(small.pixels.map { UInt16($0 * 65535) }))
        for measure in SimilarityMeasure.allCases {
            let result = ReferenceSelection(measure: measure, count: 8)
                .select(PhantomSet.query(image), from: Self.set) { _ in 1 }
            #expect(result.excluded == [3])
            #expect(result.selected.sorted() == [0, 1, 2, 4, 5, 6, 7])
        }
    }

    @Test("the query's own radiograph is left out where a part of it is blank, and another radiograph is not")
    func ownRadiographWithBlankArea() throws {
        let side = PhantomSet.side
        func hidden(_ index: Int) -> GrayscaleImage {
            let radiograph = PhantomSet.radiographs[index].image.resampled(width: side, height: side)
            let pixels = radiograph.pixels.indices.map { pixel in
                pixel / side >= side - side / 5 && pixel % side < side / 3 ? 0 : radiograph.pixels[pixel]
            }
            return GrayscaleImage(
                width: side, height: side, samples: .eightBit(pixels.map { UInt8(($0 * 255).rounded()) }))
        }
        let prepared = try PhantomSet.radiographs.indices.map { index in
            index == 3
                ? try PhantomSet.prepare(hidden(3), PhantomSet.radiographs[3].labels, name: PhantomSet.name(3))
                : PhantomSet.prepared[index]
        }
        let set = try ReferenceSet(
            prepared, structures: PhantomSet.structures, parameters: PhantomSet.parameters, named: "hidden")
        let selection = ReferenceSelection(measure: .registeredCorrelation, count: 8)
        #expect(selection.select(PhantomSet.query(hidden(3)), from: set) { _ in 1 }.excluded == [3])
        #expect(selection.select(PhantomSet.query(hidden(5)), from: set) { _ in 1 }.excluded != [3])
    }

    @Test("a set of the query alone leaves nothing to choose, and nothing to score")
    func onlyItself() throws {
        let set = try ReferenceSet(
            [PhantomSet.prepared[0]], structures: PhantomSet.structures, parameters: .standard, named: "one")
        let selection = ReferenceSelection(measure: .registeredCorrelation, count: 5)
        let score = CaseScorer(set: set, selection: selection).score(
            PhantomSet.query(PhantomSet.radiographs[0].image),
            masks: [try PhantomSet.map(PhantomSet.radiographs[0].labels)])
        #expect(score.selected.isEmpty && score.excluded == [0])
        #expect(score.masks[0].dice == nil && score.masks[0].details.isEmpty)
        #expect(score.masks[0].structures.allSatisfy { $0.dice == nil && $0.reference == nil })
    }

    @Test("thumbnails correlate as Pearson's formula says, whatever gain and offset")
    func thumbnails() {
        var generator = SeededGenerator(seed: 3)
        let pictures = (0..<5).map { _ in Image.smooth(width: 32, height: 32, using: &generator).pixels }
        let index = ThumbnailIndex(pictures, size: 32)
        let query = Image.smooth(width: 32, height: 32, using: &generator).pixels
        let expected = pictures.map { pearsonCorrelation(thumbnail($0), thumbnail(query)) }
        #expect(largestDifference(index.correlations(with: query, size: 32).map(Double.init), expected) < 1e-5)
        let changed = query.map { 0.3 * $0 + 2 }
        #expect(largestDifference(index.correlations(with: changed, size: 32).map(Double.init), expected) < 1e-4)
        for (position, picture) in pictures.enumerated() {
            #expect(abs(index.correlations(with: picture, size: 32)[position] - 1) < 1e-5)
        }
    }

    @Test("a constant picture correlates with nothing")
    func constantThumbnail() {
        var generator = SeededGenerator(seed: 4)
        let picture = generator.floats(64 * 64, in: 0...1)
        let flat = [Float](repeating: 0.5, count: 64 * 64)
        let index = ThumbnailIndex([picture, flat], size: 64)
        #expect(index.correlations(with: flat, size: 64) == [0, 0])
        #expect(index.correlations(with: picture, size: 64)[1] == 0)
    }

    /// Means over 16 × 16 blocks.
    private func thumbnail(_ picture: [Float]) -> [Double] {
        let size = Int(Double(picture.count).squareRoot())
        let factor = size / ThumbnailIndex.side
        return (0..<256).map { cell in
            var sum = 0.0
            for y in 0..<factor {
                for x in 0..<factor { sum += Double(picture[(cell / 16 * factor + y) * size + cell % 16 * factor + x]) }
            }
            return sum / Double(factor * factor)
        }
    }
}
