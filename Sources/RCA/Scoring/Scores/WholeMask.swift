import Imaging

/// All that a mask has, wherever the frame of the comparison ends: what lies outside it, or is carried beyond a
/// reference's frame, can agree with nothing, and is predicted all the same.
struct WholeMask {
    /// Over the whole image.
    let areas: MaskAreas
    /// For each structure what lies outside the query's frame, in pixels of the label grid over it.
    let outside: [Float]
    /// For each structure its share of each pixel of the fine level over the query's frame.
    private let framed: [[Float]]

    init(_ mask: StructureMap, in frame: ComparedFrame) {
        areas = MaskAreas(mask, gridSize: frame.gridSize)
        outside = areas.shares.map { shares in frame.outside.reduce(0) { $0 + shares[$1] } * frame.scale }
        framed = areas.shares.map { shares in frame.cells.map { $0 < 0 ? 0 : shares[Int($0)] } }
    }

    /// For each structure what a registration carries beyond the reference that it labelled last.
    func carriedBeyond(_ registration: some TrainedRegistration) -> [Float] {
        zip(framed, outside).map { registration.carriedBeyond($0, outside: $1) }
    }
}

/// Which cells of the grid over the whole image lie in the frame of the comparison: the same for all masks of an image.
struct ComparedFrame {
    let gridSize: Int
    /// The cells whose centres lie outside the frame.
    let outside: [Int]
    /// How much of the grid over the frame one cell of that over the image is.
    let scale: Float
    /// For each pixel of the fine level over the frame the cell that its centre lies in; -1 for one outside the image.
    let cells: [Int32]

    init(_ query: QueryImage, parameters: ReferenceParameters) {
        let frameToImage = query.frameToImage
        gridSize = parameters.labelGridSize
        cells = Self.cells(of: frameToImage, size: parameters.preparation.size, gridSize: gridSize)
        scale = Float(1 / max(abs(frameToImage.determinant), 1e-6))
        outside = FramePlaces(frameToImage: frameToImage, gridSize: gridSize).outside
    }

    private static func cells(of frameToImage: AffineMap, size: Int, gridSize: Int) -> [Int32] {
        (0..<size * size).map { index in
            var (x, y) = (
                (Double(index % size) + 0.5) / Double(size), (Double(index / size) + 0.5) / Double(size)
            )
            if frameToImage != .identity { (x, y) = frameToImage.apply(x: x, y: y) }
            (x, y) = (x * Double(gridSize), y * Double(gridSize))
            guard x >= 0, y >= 0, x < Double(gridSize), y < Double(gridSize) else { return -1 }
            return Int32(Int(y) * gridSize + Int(x))
        }
    }
}
