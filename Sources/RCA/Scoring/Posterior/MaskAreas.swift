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
        shares = Self.counted(mask, gridSize: gridSize) ?? Self.resampled(mask, gridSize: gridSize)
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

    /// By the pixels in each cell; nil where a cell is not 1, 2, 4, … pixels wide and high, since only these shares are
    /// what resampling gives to the bit.
    private static func counted(_ mask: StructureMap, gridSize: Int) -> [[Float]]? {
        let pixels = mask.labels.width * mask.labels.height / (gridSize * gridSize)
        guard pixels.nonzeroBitCount == 1 else { return nil }
        let scale = 1 / Float(pixels)
        var shares: [[Float]] = []
        for structure in mask.pixels {
            guard let counts = structure.counts(columns: gridSize, rows: gridSize) else { return nil }
            shares.append(counts.map { Float($0) * scale })
        }
        return shares
    }

    /// The plain way, for every size.
    package static func resampled(_ mask: StructureMap, gridSize: Int) -> [[Float]] {
        let values = mask.shares(size: gridSize)
        let count = gridSize * gridSize
        return (0..<mask.structureCount).map { Array(values[$0 * count..<($0 + 1) * count]) }
    }
}
