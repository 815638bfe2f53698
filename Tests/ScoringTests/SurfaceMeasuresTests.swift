import NumericSupport
import Scoring
import TestSupport
import Testing

@Suite("How far two outlines lie apart")
struct SurfaceMeasuresTests {
    @Test("is what MedPy and surface-distance say of random masks", arguments: StoredSurfaces.figures.indices)
    func stored(seed: Int) throws {
        let spacings = [(1, 1), (0.175, 0.175), (0.5, 1.25), (2, 0.75)]
        let tolerances = [0, 1, 0.35, 2.5]
        let masks = SurfaceMasks(seed: seed)
        let (row, column) = spacings[seed % 4]
        let measures = try #require(
            masks.measures(row: row, column: column, tolerance: tolerances[seed / 4 % 4]))
        let figures = [measures.hausdorff95, measures.hausdorff, measures.assd, measures.surfaceDice]
        #expect(largestDifference(figures, StoredSurfaces.figures[seed]) < 1e-6)
    }

    @Test("is nothing for a mask and itself, wherever it lies and whatever the tolerance")
    func itself() throws {
        for seed in 0..<20 {
            var masks = SurfaceMasks(seed: seed)
            masks.second = masks.first
            let measures = try #require(masks.measures())
            #expect(measures.hausdorff == 0 && measures.hausdorff95 == 0 && measures.assd == 0)
            #expect(measures.surfaceDice == 1, "seed \(seed)")
        }
    }

    @Test("does not depend on which is first, grows with the pixels, and the surface Dice with the tolerance")
    func symmetry() throws {
        for seed in 0..<20 {
            var masks = SurfaceMasks(seed: seed)
            let once = try #require(masks.measures(tolerance: 1.5))
            let thrice = try #require(masks.measures(row: 3, column: 3, tolerance: 4.5))
            #expect(abs(thrice.hausdorff95 - 3 * once.hausdorff95) < 1e-9)
            #expect(abs(thrice.assd - 3 * once.assd) < 1e-9)
            #expect(abs(thrice.surfaceDice - once.surfaceDice) < 1e-9)
            swap(&masks.first, &masks.second)
            let swapped = try #require(masks.measures(tolerance: 1.5))
            #expect(swapped.hausdorff == once.hausdorff && swapped.hausdorff95 == once.hausdorff95)
            #expect(abs(swapped.assd - once.assd) < 1e-12)
            #expect(once.assd <= once.hausdorff && once.hausdorff95 <= once.hausdorff)
            let shares = [0, 0.5, 1, 2, 4, 1000].map { masks.measures(tolerance: $0)!.surfaceDice }
            #expect(shares == shares.sorted() && shares.last == 1)
        }
    }

    @Test("of squares a few columns apart is those columns")
    func squares() throws {
        var masks = SurfaceMasks(width: 20, height: 12)
        masks.fill(\.first, columns: 2..<6, rows: 3..<7)
        masks.fill(\.second, columns: 5..<9, rows: 3..<7)
        let measures = try #require(masks.measures(row: 1, column: 0.5))
        #expect(measures.hausdorff == 1.5)
        // Corners are half a diagonal long. Of each contour's four corners and nine units of side, the inner corners
        // and the half unit beside them are on both.
        let half = 0.5 * 1.25.squareRoot()
        #expect(abs(measures.surfaceDice - (2 * half + 1) / (4 * half + 9)) < 1e-12)
    }

    @Test("is not defined for two empty masks, and infinite with a surface Dice of 0 where one is empty")
    func empty() {
        var masks = SurfaceMasks(width: 7, height: 5)
        #expect(masks.measures() == nil)
        masks.fill(\.first, columns: 0..<7, rows: 0..<5)
        #expect(masks.measures(tolerance: 1e9) == .apart)
        swap(&masks.first, &masks.second)
        #expect(masks.measures(tolerance: 1e9) == .apart)
        #expect(SurfaceMeasures.apart.hausdorff95 == .infinity && SurfaceMeasures.apart.surfaceDice == 0)
    }

    @Test("is right for masks of one pixel, one row and one column, in any corner")
    func small() throws {
        for (width, height) in [(1, 1), (9, 1), (1, 9), (9, 9)] {
            var masks = SurfaceMasks(width: width, height: height)
            masks.first[0] = 1
            masks.second[width * height - 1] = 1
            let expected = (Double((width - 1) * (width - 1) + (height - 1) * (height - 1))).squareRoot()
            #expect(try #require(masks.measures()).hausdorff == expected)
            #expect(try #require(masks.measures()).hausdorff95 == expected)
        }
    }
}

@Suite("The distance transform")
struct DistanceTransformTests {
    @Test("is what a search through all marks finds", arguments: 0..<40)
    func bruteForce(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (width, height) = (generator.integer(in: 1...25), generator.integer(in: 1...25))
        let share = generator.integer(in: 1...40)
        let marked = (0..<width * height).map { _ in generator.integer(in: 0...share) == 0 }
        let (row, column) = (generator.double(in: 0.1...3), generator.double(in: 0.1...3))
        let squares = DistanceTransform.squared(
            marked, width: width, height: height, rowSpacing: row, columnSpacing: column)
        let marks = marked.indices.filter { marked[$0] }
        for index in marked.indices {
            let nearest = marks.map { mark in
                let down = Double(mark / width - index / width) * row
                let across = Double(mark % width - index % width) * column
                return down * down + across * across
            }.min()
            guard let nearest else {
                #expect(squares[index] == .infinity)
                continue
            }
            #expect(abs(squares[index] - nearest) <= 1e-12 * max(1, nearest))
        }
        let all = NearestDistance.ofAllPairs(
            Array(marked.indices), marks, width: width, rowSpacing: row, columnSpacing: column)
        #expect(largestDifference(all, squares.map { $0.squareRoot() }) < 1e-12)
    }
}
