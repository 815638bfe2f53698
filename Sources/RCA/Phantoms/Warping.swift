public import Imaging

extension Image {
    /// The image pulled through a map: the result's pixel (x, y) takes the value found here at `map(x, y)`, by
    /// bilinear interpolation. Coordinates are in pixels with pixel centres at whole numbers; outside the image
    /// the nearest edge pixel continues.
    ///
    /// This is the plain, slow way, for making test pictures with a known deformation.
    /// - Precondition: the image has at least one pixel. Non-finite coordinates read the edge.
    public func warped(by map: (_ x: Float, _ y: Float) -> (x: Float, y: Float)) -> Image {
        precondition(width > 0 && height > 0, "an empty image cannot be warped")
        var result = self
        for row in 0..<height {
            for column in 0..<width {
                let source = map(Float(column), Float(row))
                // min and max in this order also turn a NaN into an edge.
                let x = max(0, min(Float(width - 1), source.x))
                let y = max(0, min(Float(height - 1), source.y))
                let x0 = min(Int(x), max(0, width - 2))
                let y0 = min(Int(y), max(0, height - 2))
                let x1 = min(x0 + 1, width - 1)
                let y1 = min(y0 + 1, height - 1)
                let fx = x - Float(x0)
                let fy = y - Float(y0)
                let top = self[x0, y0] + fx * (self[x1, y0] - self[x0, y0])
                let bottom = self[x0, y1] + fx * (self[x1, y1] - self[x0, y1])
                result[column, row] = top + fy * (bottom - top)
            }
        }
        return result
    }
}

extension LabelMap {
    /// The label map pulled through a map: the result's pixel (x, y) takes the label of the pixel nearest to
    /// `map(x, y)` (halves round up). Coordinates are in pixels with pixel centres at whole numbers; outside the
    /// map, and at non-finite coordinates, the label is background, index 0.
    public func warped(by map: (_ x: Float, _ y: Float) -> (x: Float, y: Float)) -> LabelMap {
        var result = self
        for row in 0..<height {
            for column in 0..<width {
                let source = map(Float(column), Float(row))
                let x = (source.x + 0.5).rounded(.down)
                let y = (source.y + 0.5).rounded(.down)
                let isInside = x >= 0 && y >= 0 && x < Float(width) && y < Float(height)
                result.indices[row * width + column] = isInside ? indices[Int(y) * width + Int(x)] : 0
            }
        }
        return result
    }
}
