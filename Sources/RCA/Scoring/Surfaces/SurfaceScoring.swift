import Imaging

/// Measures the outlines of one image's masks on each reference.
///
/// Masks and truth are compared on the references' label grid, which spans the query's frame. A cell counts as large as
/// it is on the mask's own pixels, so that the figures are those of the mask, not of the reference.
struct SurfaceScoring {
    private let set: ReferenceSet
    private let settings: SurfaceSettings
    private let masks: [StructureMap]
    private let cells: [Cell]
    /// For each mask and structure, one a reference.
    private var measures: [[[SurfaceMeasures?]]]

    /// The size of a grid cell on one mask, in the unit of the figures.
    private struct Cell {
        let row: Double
        let column: Double
        let tolerance: Double
    }

    init(_ settings: SurfaceSettings, _ query: QueryImage, masks: [StructureMap], set: ReferenceSet) {
        self.set = set
        self.settings = settings
        self.masks = masks
        measures = masks.map { _ in set.structures.map { _ in [] } }
        let grid = Double(set.parameters.labelGridSize)
        let map = query.frameToImage
        cells = masks.map { mask in
            let (width, height) = (Double(mask.labels.width), Double(mask.labels.height))
            // The unit spans the image, whatever its masks' sizes.
            let across = settings.spacing.map { $0.column * Double(query.width) } ?? width
            let down = settings.spacing.map { $0.row * Double(query.height) } ?? height
            func length(_ x: Double, _ y: Double) -> Double {
                (x * x * across * across + y * y * down * down).squareRoot() / grid
            }
            return Cell(
                row: length(map.xy, map.yy), column: length(map.xx, map.yx),
                tolerance: settings.tolerance(width: mask.labels.width, height: mask.labels.height))
        }
    }

    /// - Parameters:
    ///   - predicted: what a mask says of a reference, laid out like its labels.
    ///   - position: the mask's.
    mutating func add(_ predicted: [UInt8], of position: Int, on reference: Reference) {
        for structure in set.structures.indices {
            var isStructure = [Bool](repeating: false, count: 256)
            isStructure[structure + 1] = true
            let cell = cells[position]
            let pair = MaskPair(
                predicted, in: isStructure, reference.labels, in: isStructure, width: set.parameters.labelGridSize)
            var measured = SurfaceMeasures.between(
                pair, rowSize: cell.row, columnSize: cell.column, tolerance: cell.tolerance)
            // As with Dice: what the mask has and the reference has not, even if the warp left nothing of it.
            if measured == nil, masks[position].isPresent[structure] { measured = .apart }
            measures[position][structure].append(measured)
        }
    }

    /// One a structure.
    func scores(of position: Int) -> [SurfaceScore] {
        measures[position].map { SurfaceScore($0, unit: settings.unit) }
    }
}
