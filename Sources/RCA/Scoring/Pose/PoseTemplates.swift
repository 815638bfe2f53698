import Imaging
import LinearAlgebra
import Registration

/// The mean reference as a radiograph would show it in every turn and at every scale of the coarse grid, and how
/// radiographs correlate with it there.
///
/// The templates are turned, not the radiograph: they do not depend on it, and all shifts of all radiographs are then
/// a few matrix products with them. Coordinates are those of a small radiograph that was laid upright
/// (``Orientation/undone(_:size:)``).
package struct PoseTemplates {
    static let side = ThumbnailIndex.side
    /// Shifts in pixels of the radiograph: an eighth and a quarter of its side.
    static let shifts = [-4, -2, 0, 2, 4]
    /// A template goes on beyond the radiograph's edges, so that a shift takes another window of it.
    private static let margin = 4
    private static let canvas = side + 2 * margin
    private static let shiftCount = shifts.count * shifts.count

    /// A small radiograph laid upright.
    package struct Radiograph: Sendable {
        /// Equalised, side² values.
        package let grey: [Float]
        /// 1 where the radiograph shows picture, else 0.
        package let shown: [Float]

        package init(grey: [Float], shown: [Float]) {
            self.grey = grey
            self.shown = shown
        }
    }

    /// How one radiograph correlates with the mean reference in one pose.
    package struct Match {
        /// Position in the list of radiographs.
        package let radiograph: Int
        package let rotation: Double
        package let scale: Double
        /// In the radiograph's sides.
        package let shiftX: Double
        package let shiftY: Double
        /// In [−1, 1].
        package let correlation: Float
        /// The share of the reference's frame where the radiograph shows picture, in [0, 1].
        package let coverage: Float
    }

    private let turns: [(rotation: Double, scale: Double)]
    /// A row a cell of the canvas, a column a turn: 1 where the frame reaches, the mean there, and its square.
    private let reach: Matrix
    private let values: Matrix
    private let squares: Matrix

    /// - Parameters:
    ///   - mean: the mean reference, side² values.
    ///   - rotations, scales: of the grid, as in ``PresentationState``.
    ///   - width, height: of the upright radiographs, in pixels of the image: a turn keeps right angles there.
    package init(mean: [Float], rotations: [Double], scales: [Double], width: Double, height: Double) {
        turns = rotations.flatMap { rotation in scales.map { (rotation, $0) } }
        let cells = Self.canvas * Self.canvas
        var reach = [Float](repeating: 0, count: cells * turns.count)
        var values = reach
        var squares = reach
        let fixed = FloatStorage(mean)
        let size = Double(Self.side)
        for (column, turn) in turns.enumerated() {
            var pose = PresentationState()
            pose.rotation = turn.rotation
            pose.scale = turn.scale
            guard let toFrame = pose.frameToImage(width: width, height: height).inverse else { continue }
            for cell in 0..<cells {
                let position = toFrame.apply(
                    x: (Double(cell % Self.canvas - Self.margin) + 0.5) / size,
                    y: (Double(cell / Self.canvas - Self.margin) + 0.5) / size)
                guard (0..<1).contains(position.x), (0..<1).contains(position.y) else { continue }
                let value = ReferenceSamplingKernel.value(
                    in: fixed.base, x: Float(position.x * size - 0.5), y: Float(position.y * size - 0.5),
                    size: Self.side)
                reach[cell * turns.count + column] = 1
                values[cell * turns.count + column] = value
                squares[cell * turns.count + column] = value * value
            }
        }
        self.reach = Matrix(rows: cells, columns: turns.count, values: reach)
        self.values = Matrix(rows: cells, columns: turns.count, values: values)
        self.squares = Matrix(rows: cells, columns: turns.count, values: squares)
    }

    /// Compares every radiograph with every template at every shift.
    package func match(_ radiographs: [Radiograph], visit: (Match) -> Void) {
        let parts = Parts(radiographs)
        let weights = parts.shown.multiplied(by: reach).values
        let (first, second) = (parts.grey.multiplied(by: reach).values, parts.shown.multiplied(by: values).values)
        let firstSquares = parts.squares.multiplied(by: reach).values
        let secondSquares = parts.shown.multiplied(by: squares).values
        let products = parts.grey.multiplied(by: values).values
        for index in weights.indices {
            let (row, turn) = (index / turns.count, turns[index % turns.count])
            let shift = row % Self.shiftCount
            let correlation = NormalizedCorrelation.value(
                weights: Double(weights[index]), first: Double(first[index]), second: Double(second[index]),
                firstSquares: Double(firstSquares[index]), secondSquares: Double(secondSquares[index]),
                products: Double(products[index]))
            // A frame of scale s lies over s² as many of the radiograph's pixels.
            let coverage = weights[index] / Float(Double(Self.side * Self.side) * turn.scale * turn.scale)
            visit(
                Match(
                    radiograph: row / Self.shiftCount, rotation: turn.rotation, scale: turn.scale,
                    shiftX: Double(Self.shifts[shift % Self.shifts.count]) / Double(Self.side),
                    shiftY: Double(Self.shifts[shift / Self.shifts.count]) / Double(Self.side),
                    correlation: correlation, coverage: min(coverage, 1)))
        }
    }

    /// Radiographs at every shift on the canvas, a row each: where they show, their grey values there, and the squares.
    private struct Parts {
        let shown: Matrix
        let grey: Matrix
        let squares: Matrix

        init(_ radiographs: [Radiograph]) {
            let (rows, cells) = (radiographs.count * shiftCount, canvas * canvas)
            var shown = [Float](repeating: 0, count: rows * cells)
            var grey = shown
            var squares = shown
            for (position, radiograph) in radiographs.enumerated() {
                for shift in 0..<shiftCount {
                    let (right, down) = (shifts[shift % shifts.count], shifts[shift / shifts.count])
                    let start = (position * shiftCount + shift) * cells + (margin - down) * canvas + margin - right
                    for pixel in radiograph.grey.indices where radiograph.shown[pixel] > 0 {
                        let cell = start + pixel / side * canvas + pixel % side
                        // Counted from the middle, which keeps the sums of squares small.
                        let value = radiograph.grey[pixel] - 0.5
                        shown[cell] = 1
                        grey[cell] = value
                        squares[cell] = value * value
                    }
                }
            }
            self.shown = Matrix(rows: rows, columns: cells, values: shown)
            self.grey = Matrix(rows: rows, columns: cells, values: grey)
            self.squares = Matrix(rows: rows, columns: cells, values: squares)
        }
    }
}
