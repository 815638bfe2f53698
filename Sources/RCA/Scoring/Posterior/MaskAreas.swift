import Imaging

/// How much of each cell of a square grid over the whole image a mask's structures cover, by exact area.
package struct MaskAreas: Sendable {
    package let gridSize: Int
    /// For each structure gridSize² shares, row-major, in [0, 1].
    package let shares: [[Float]]
    /// For each structure the sum of its shares: its area in cells of the grid.
    package let sums: [Float]

    package init(_ mask: StructureMap, gridSize: Int) {
        self.gridSize = gridSize
        shares = PackedAreas.shares(mask, gridSize: gridSize) ?? Self.resampled(mask, gridSize: gridSize)
        sums = shares.map(FloatSums.sum)
    }

    /// A mask of the grid's own size.
    ///
    /// - Parameter labels: gridSize² of them: 0 background, else the structure's position plus 1.
    package init(labels: [UInt8], structureCount: Int) {
        gridSize = Int(Double(labels.count).squareRoot().rounded())
        shares = (1...structureCount).map { structure in labels.map { $0 == UInt8(structure) ? 1 : 0 } }
        sums = shares.map(FloatSums.sum)
    }

    /// The plain way, for every size.
    package static func resampled(_ mask: StructureMap, gridSize: Int) -> [[Float]] {
        let values = mask.shares(size: gridSize)
        let count = gridSize * gridSize
        return (0..<mask.structureCount).map { Array(values[$0 * count..<($0 + 1) * count]) }
    }
}

/// The same for masks of two bits a pixel whose sides are eight or four times the grid's: whole words of pixels are
/// counted at once.
enum PackedAreas {
    /// Nil where the mask is of another kind.
    static func shares(_ mask: StructureMap, gridSize: Int) -> [[Float]]? {
        let (width, height) = (mask.labels.width, mask.labels.height)
        guard let packed = mask.packed, width == height, width % gridSize == 0, gridSize % 8 == 0 else { return nil }
        let factor = width / gridSize
        guard factor == 4 || factor == 8 else { return nil }
        // A word of 32 pixels covers eight cells of four pixels, or four of eight.
        let cellsPerWord = 32 / factor
        let lane = UInt64(64 / cellsPerWord)
        let laneMask: UInt64 = (1 << lane) - 1
        let scale = 1 / Float(factor * factor)
        return (0..<mask.structureCount).map { structure in
            let code = UInt32(structure + 1)
            var result = [Float](repeating: 0, count: gridSize * gridSize)
            packed.words.withUnsafeBufferPointer { words in
                var sums = [UInt64](repeating: 0, count: gridSize / cellsPerWord)
                for cellRow in 0..<gridSize {
                    for index in sums.indices { sums[index] = 0 }
                    for row in cellRow * factor..<(cellRow + 1) * factor {
                        let start = row * width / 16
                        for index in sums.indices {
                            let pixels = UInt64(words[start + 2 * index]) | UInt64(words[start + 2 * index + 1]) << 32
                            if pixels != 0 { sums[index] += counts(pixels, code: code, factor: factor) }
                        }
                    }
                    for index in sums.indices where sums[index] != 0 {
                        for cell in 0..<cellsPerWord {
                            let count = sums[index] >> (UInt64(cell) * lane) & laneMask
                            result[cellRow * gridSize + index * cellsPerWord + cell] = Float(count) * scale
                        }
                    }
                }
            }
            return result
        }
    }

    /// How many of each run of `factor` pixels have the code: a count in each lane of 2 · factor bits.
    @inline(__always)
    private static func counts(_ pixels: UInt64, code: UInt32, factor: Int) -> UInt64 {
        let low = pixels & 0x5555_5555_5555_5555
        let high = pixels >> 1 & 0x5555_5555_5555_5555
        var bits: UInt64 =
            switch code {
            case 1: low & ~high
            case 2: high & ~low
            default: low & high
            }
        bits = (bits & 0x3333_3333_3333_3333) + (bits >> 2 & 0x3333_3333_3333_3333)
        bits = (bits + bits >> 4) & 0x0f0f_0f0f_0f0f_0f0f
        // Up to 4 a byte now, and 4 rows of them; with eight pixels a cell two bytes together and 8 rows.
        return factor == 4 ? bits : (bits + bits >> 8) & 0x00ff_00ff_00ff_00ff
    }
}
