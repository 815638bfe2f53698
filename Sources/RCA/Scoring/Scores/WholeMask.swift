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

    init(_ mask: StructureMap, query: QueryImage, parameters: ReferenceParameters) {
        let gridSize = parameters.labelGridSize
        areas = MaskAreas(mask, gridSize: gridSize)
        let size = parameters.preparation.size
        let map = query.frameToImage
        if map == .identity {
            outside = areas.sums.map { _ in 0 }
        } else {
            let imageToFrame = map.inverse
            let scale = Float(1 / max(abs(map.determinant), 1e-6))
            var isOutside: [Int] = []
            for index in 0..<gridSize * gridSize {
                let position = imageToFrame?.apply(
                    x: (Double(index % gridSize) + 0.5) / Double(gridSize),
                    y: (Double(index / gridSize) + 0.5) / Double(gridSize))
                guard let position, (0..<1).contains(position.x), (0..<1).contains(position.y) else {
                    isOutside.append(index)
                    continue
                }
            }
            outside = areas.shares.map { shares in isOutside.reduce(0) { $0 + shares[$1] } * scale }
        }
        let cells = Self.cells(of: map, size: size, gridSize: gridSize)
        framed = areas.shares.map { shares in cells.map { $0 < 0 ? 0 : shares[Int($0)] } }
    }

    /// For each pixel of the fine level over a frame the cell of the grid over the image that its centre lies in; -1 for
    /// one outside the image.
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

    /// For each structure what a registration carries beyond the reference that it labelled last.
    func carriedBeyond(_ registration: some TrainedRegistration) -> [Float] {
        zip(framed, outside).map { registration.carriedBeyond($0, outside: $1) }
    }
}
