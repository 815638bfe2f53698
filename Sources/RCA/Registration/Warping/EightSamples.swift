import CVector

#if !RCA_PORTABLE
/// Eight sampling positions, ready to read an image at.
struct EightSamples {
    let x: SIMD8<Float>
    let y: SIMD8<Float>
    let size: Int32
    let index: SIMD8<Int32>
    let fractionX: SIMD8<Float>
    let fractionY: SIMD8<Float>

    /// - Parameter x, y: pixel coordinates with the first pixel's centre at 0.
    @inline(__always)
    init(x: SIMD8<Float>, y: SIMD8<Float>, size: Int) {
        self.x = x
        self.y = y
        self.size = Int32(size)
        // The last cell is cut short of the edge so that its right and lower neighbours exist.
        let zero = SIMD8<Float>(repeating: 0)
        let last = SIMD8<Float>(repeating: Float(size - 1))
        let lastCell = SIMD8<Float>(repeating: Float(size - 2))
        // The constant is the second operand, which the instruction returns for a NaN: an index stays inside
        // whatever the transform.
        let clampedX = rca_maximum(rca_minimum(x, last), zero)
        let clampedY = rca_maximum(rca_minimum(y, last), zero)
        let cellX = rca_minimum(rca_floor(clampedX), lastCell)
        let cellY = rca_minimum(rca_floor(clampedY), lastCell)
        fractionX = clampedX - cellX
        fractionY = clampedY - cellY
        index = rca_truncate(rca_multiply_add(cellY, SIMD8(repeating: Float(size)), cellX))
    }

    @inline(__always)
    func value(in image: UnsafePointer<Float>) -> SIMD8<Float> {
        let below = image + Int(size)
        var topLeft = SIMD8<Float>.zero
        var topRight = SIMD8<Float>.zero
        var bottomLeft = SIMD8<Float>.zero
        var bottomRight = SIMD8<Float>.zero
        rca_gather_pairs(image, index, &topLeft, &topRight)
        rca_gather_pairs(below, index, &bottomLeft, &bottomRight)
        let top = rca_multiply_add(topRight - topLeft, fractionX, topLeft)
        let bottom = rca_multiply_add(bottomRight - bottomLeft, fractionX, bottomLeft)
        return rca_multiply_add(bottom - top, fractionY, top)
    }

    @inline(__always)
    func nearestValue(in image: UnsafePointer<Float>) -> SIMD8<Float> {
        let half = SIMD8<Float>(repeating: 0.5)
        let column = rca_floor(fractionX + half)
        let row = rca_floor(fractionY + half)
        return rca_gather(image, index &+ rca_truncate(rca_multiply_add(row, SIMD8(repeating: Float(size)), column)))
    }

    @inline(__always)
    func keepInside(_ values: SIMD8<Float>) -> SIMD8<Float> {
        rca_keep_inside(values, x, y, SIMD8(repeating: -0.5), SIMD8(repeating: Float(size) - 0.5))
    }
}

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
}

@inline(__always)
func store(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
}
#endif
