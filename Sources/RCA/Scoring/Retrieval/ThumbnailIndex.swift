import Imaging
import LinearAlgebra
import Registration

/// Small pictures of all references, zero mean and unit length, so that one matrix product correlates a query
/// with every reference.
package struct ThumbnailIndex: Sendable {
    package static let side = 16
    private let matrix: Matrix
    /// The mean of all references' thumbnails, side² values.
    let mean: [Float]

    /// - Parameter pictures: equalised grey values, size² each.
    package init(_ pictures: [[Float]], size: Int) {
        self.init(rows: pictures.map { Self.thumbnail($0, size: size)[...] })
    }

    private init(rows: [ArraySlice<Float>]) {
        let side = Self.side * Self.side
        mean = (0..<side).map { index in
            rows.reduce(0) { $0 + $1[$1.startIndex + index] } / Float(max(rows.count, 1))
        }
        matrix = Matrix(rows: rows.count, columns: side, values: Array(rows.joined()))
    }

    /// The same without one reference.
    func leavingOut(_ index: Int) -> ThumbnailIndex {
        let side = Self.side * Self.side
        return ThumbnailIndex(
            rows: (0..<matrix.rows).filter { $0 != index }.map { matrix.values[$0 * side..<($0 + 1) * side] })
    }

    /// The correlation of a picture with each reference, in [−1, 1].
    package func correlations(with picture: [Float], size: Int) -> [Float] {
        matrix.multiplied(by: Self.thumbnail(picture, size: size))
    }

    /// The correlation of a thumbnail, as ``thumbnail(_:size:)`` makes them, with each reference.
    func correlations(withThumbnail thumbnail: [Float]) -> [Float] { matrix.multiplied(by: thumbnail) }

    /// side² values of mean 0 and length 1; all zero for a constant picture.
    static func thumbnail(_ picture: [Float], size: Int) -> [Float] {
        let factor = size / side
        var values = [Float](repeating: 0, count: side * side)
        for y in 0..<side * factor {
            for x in 0..<side * factor { values[y / factor * side + x / factor] += picture[y * size + x] }
        }
        let mean = values.reduce(0, +) / Float(values.count)
        for index in values.indices { values[index] -= mean }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 1e-6 else { return Array(repeating: 0, count: values.count) }
        for index in values.indices { values[index] /= length }
        return values
    }
}
