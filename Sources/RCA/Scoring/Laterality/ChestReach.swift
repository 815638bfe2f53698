/// How much of the chest reaches each edge of a picture, as a laterality network sees it.
///
/// The network is taught the rectangle round all structures, and what is cut off in ``PictureCropping``: there the
/// rectangle ends at the edge, with all its width.
package struct ChestReach: Sendable, Equatable {
    package let top: Float
    package let bottom: Float
    package let left: Float
    package let right: Float

    /// - Parameter probabilities: ``BodySides/classCount`` planes of side² values.
    init(_ probabilities: [Float], side: Int) {
        let outside = Int(BodySides.outside) * side * side
        func chest(_ column: Int, _ row: Int) -> Float { 1 - probabilities[outside + row * side + column] }
        let rows = (0..<side).map { row in (0..<side).reduce(Float(0)) { $0 + chest($1, row) } }
        let columns = (0..<side).map { column in (0..<side).reduce(Float(0)) { $0 + chest(column, $1) } }
        let (width, height) = (rows.max() ?? 0, columns.max() ?? 0)
        func share(_ value: Float, of whole: Float) -> Float { whole > 1 ? value / whole : 0 }
        top = share(rows[0], of: width)
        bottom = share(rows[side - 1], of: width)
        left = share(columns[0], of: height)
        right = share(columns[side - 1], of: height)
    }

    /// The largest of the four.
    package var largest: Float { max(top, bottom, left, right) }
}
