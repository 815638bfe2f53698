import Imaging
import Scoring
import TestSupport
import Testing

@Suite("Error maps")
struct ErrorMapTests {
    /// Probabilities of lungs and heart on a grid of 4 × 4, the same in all cells.
    private func posterior(_ lungs: Float, _ heart: Float) -> TruthPosterior {
        TruthPosterior(
            gridSize: 4,
            structures: [lungs, heart].map { TruthPosterior.Structure(probability: Array(repeating: $0, count: 16)) })
    }

    private func mask(_ labels: [UInt8], width: Int) throws -> StructureMap {
        try StructureMap(
            LabelMap(width: width, height: labels.count / width, indices: labels), structures: PhantomSet.structures,
            named: "mask.png")
    }

    /// Red, green, blue of each pixel.
    private func colours(_ map: ErrorMap) -> [[Int]] {
        let channels = map.picture.channels.map(Int.init)
        return stride(from: 0, to: channels.count, by: 3).map { Array(channels[$0..<$0 + 3]) }
    }

    @Test("red is what a mask has too much, green what it lacks, blue how uncertain that is")
    func known() throws {
        // Background, lungs and heart where the truth is lungs by .6 and heart by .3.
        let map = ErrorMap(
            try mask([0, 1, 2], width: 3), posterior(0.6, 0.3), positions: [0, 1], width: 3, height: 1)
        func bytes(_ shares: Float...) -> [Int] { shares.map { Int(($0 * 255).rounded()) } }
        #expect(colours(map) == [bytes(0, 0.9, 0.2), bytes(0.4, 0.3, 0.8), bytes(0.7, 0.6, 0.6)])
        // The heart alone: lungs are background.
        let heart = ErrorMap(try mask([0, 1, 2], width: 3), posterior(0.6, 0.3), positions: [1], width: 3, height: 1)
        #expect(colours(heart) == [bytes(0, 0.3, 0.6), bytes(0, 0.3, 0.6), bytes(0.7, 0, 0.6)])
        // Two structures that are both sure: no probability is above 1, and nothing is missing that cannot be there.
        let both = ErrorMap(try mask([0, 1, 2], width: 3), posterior(1, 1), positions: [0, 1], width: 3, height: 1)
        #expect(colours(both) == [bytes(0, 1, 0), bytes(0, 0, 0), bytes(0, 0, 0)])
    }

    @Test("one structure's probability of being wrong is the difference of mask and posterior", arguments: 0..<8)
    func difference(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let side = 16
        let probability = (0..<side * side).map { _ in Float(random.double(in: 0...1)) }
        let labels = (0..<side * side).map { _ in UInt8(random.double(in: 0...2.999)) }
        let map = ErrorMap(
            try mask(labels, width: side),
            TruthPosterior(
                gridSize: side,
                structures: [probability, probability.map { 1 - $0 }].map {
                    TruthPosterior.Structure(probability: $0)
                }), positions: [0], width: side, height: side)
        for (index, colour) in colours(map).enumerated() {
            let wrong = abs((labels[index] == 1 ? 1 : 0) - probability[index])
            #expect(abs(Float(max(colour[0], colour[1])) - wrong * 255) < 0.51, "seed \(seed), pixel \(index)")
            #expect(labels[index] == 1 ? colour[1] == 0 : colour[0] == 0)
        }
    }

    @Test("a map is as large as its image, whatever the sizes of mask and grid, and runs smoothly between cells")
    func sizes() throws {
        // Rises from left to right by the same in each cell.
        let ramp = TruthPosterior(
            gridSize: 4,
            structures: [
                TruthPosterior.Structure(probability: (0..<16).map { Float($0 % 4) / 3 }),
                TruthPosterior.Structure(probability: Array(repeating: 0, count: 16)),
            ])
        let empty = try mask([0], width: 1)
        let map = ErrorMap(empty, ramp, positions: [0, 1], width: 40, height: 7)
        #expect(map.picture.width == 40 && map.picture.height == 7)
        let row = colours(map).prefix(40).map { $0[1] }
        // Half a cell at either end has the cell's own value.
        #expect(row.first == 0 && row.last == 255)
        for x in 5..<34 { #expect(abs(row[x + 1] - row[x] - 255 / 30) <= 1, "column \(x)") }
        #expect(colours(map) == colours(map).prefix(40) * 7)
        // A mask at twice the image's size: the pixel below the centre counts.
        let large = try mask([1, 1, 0, 0, 1, 1, 0, 0].map { UInt8($0) }, width: 4)
        let small = colours(ErrorMap(large, posterior(1, 0), positions: [0, 1], width: 2, height: 1))
        #expect(small == [[0, 0, 0], [0, 255, 0]])
    }
}

/// A sequence again and again.
private func * (row: ArraySlice<[Int]>, times: Int) -> [[Int]] { (0..<times).flatMap { _ in Array(row) } }
