/// The plain implementation of ``SamplingKernel``: what the fast one is tested against, and the kernel of the
/// portable build.
package enum ReferenceSamplingKernel {
    package static func forces(
        fixed: UnsafePointer<Float>, gradientX: UnsafePointer<Float>, gradientY: UnsafePointer<Float>,
        moving: UnsafePointer<Float>, validity: UnsafePointer<Float>?, size: Int, path: SamplingPath, clamp: Float,
        forceX: UnsafeMutablePointer<Float>, forceY: UnsafeMutablePointer<Float>
    ) {
        forEachSample(size: size, path: path) { offset, x, y in
            var residual = min(max(value(in: moving, x: x, y: y, size: size) - fixed[offset], -clamp), clamp)
            if !isInside(x: x, y: y, size: size) { residual = 0 }
            if let validity { residual *= nearestValue(in: validity, x: x, y: y, size: size) }
            forceX[offset] = residual * gradientX[offset]
            forceY[offset] = residual * gradientY[offset]
        }
    }

    package static func warp(
        moving: UnsafePointer<Float>, validity: UnsafePointer<Float>?, size: Int, path: SamplingPath,
        into warped: UnsafeMutablePointer<Float>, inside: UnsafeMutablePointer<Float>
    ) {
        forEachSample(size: size, path: path) { offset, x, y in
            var kept: Float = isInside(x: x, y: y, size: size) ? 1 : 0
            if let validity { kept *= nearestValue(in: validity, x: x, y: y, size: size) }
            warped[offset] = value(in: moving, x: x, y: y, size: size) * kept
            inside[offset] = kept
        }
    }

    private static func forEachSample(size: Int, path: SamplingPath, _ body: (Int, Float, Float) -> Void) {
        for row in 0..<size {
            for column in 0..<size {
                let offset = row * size + column
                var x = (Float(column) + 0.5) / Float(size)
                var y = (Float(row) + 0.5) / Float(size)
                if let displacementX = path.displacementX, let displacementY = path.displacementY {
                    x += displacementX[offset]
                    y += displacementY[offset]
                }
                let position = path.affine.apply(x: Double(x), y: Double(y))
                body(offset, Float(position.x * Double(size) - 0.5), Float(position.y * Double(size) - 0.5))
            }
        }
    }

    private static func isInside(x: Float, y: Float, size: Int) -> Bool {
        let range = -0.5..<(Float(size) - 0.5)
        return range.contains(x) && range.contains(y)
    }

    private static func cell(_ position: Float, size: Int) -> (index: Int, fraction: Float) {
        let clamped = position.isNaN ? 0 : min(max(position, 0), Float(size - 1))
        let index = min(Int(clamped), size - 2)
        return (index, clamped - Float(index))
    }

    package static func value(in image: UnsafePointer<Float>, x: Float, y: Float, size: Int) -> Float {
        let (column, across) = cell(x, size: size)
        let (row, down) = cell(y, size: size)
        let corner = row * size + column
        let top = image[corner] + (image[corner + 1] - image[corner]) * across
        let bottom = image[corner + size] + (image[corner + size + 1] - image[corner + size]) * across
        return top + (bottom - top) * down
    }

    private static func nearestValue(in image: UnsafePointer<Float>, x: Float, y: Float, size: Int) -> Float {
        let (column, across) = cell(x, size: size)
        let (row, down) = cell(y, size: size)
        return image[(row + Int(down + 0.5)) * size + column + Int(across + 0.5)]
    }
}
