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
        let cell = Double(mask.labels.width * mask.labels.height)
        shares = mask.pixels.map { pixels in
            pixels.areas(columns: gridSize, rows: gridSize).map { Float(Double($0) / cell) }
        }
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

    /// The plain way, which rounds each sum.
    package static func resampled(_ mask: StructureMap, gridSize: Int) -> [[Float]] {
        let values = mask.shares(size: gridSize)
        let count = gridSize * gridSize
        return (0..<mask.structureCount).map { Array(values[$0 * count..<($0 + 1) * count]) }
    }
}
