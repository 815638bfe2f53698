import CVector
import Imaging

/// The plain implementation of label sampling: what the fast kernel is tested against, and the portable build's.
package enum LabelSamplingReference {
    package static func locate(
        _ path: SamplingPath, gridSize: Int, width: Int, height: Int, into indices: UnsafeMutablePointer<Int32>
    ) {
        for row in 0..<gridSize {
            for column in 0..<gridSize {
                let offset = row * gridSize + column
                let x = (Float(column) + 0.5) / Float(gridSize) + (path.displacementX?[offset] ?? 0)
                let y = (Float(row) + 0.5) / Float(gridSize) + (path.displacementY?[offset] ?? 0)
                let position = path.affine.apply(x: Double(x), y: Double(y))
                let isInside =
                    position.x >= 0 && position.x < Double(width) && position.y >= 0 && position.y < Double(height)
                indices[offset] = isInside ? Int32(Int(position.y) * width + Int(position.x)) : -1
            }
        }
    }

    package static func sample(
        _ labels: UnsafeBufferPointer<UInt8>, at indices: UnsafeBufferPointer<Int32>,
        table: UnsafeBufferPointer<Int32>, into result: UnsafeMutableBufferPointer<UInt8>
    ) {
        for (offset, index) in indices.enumerated() {
            result[offset] = index < 0 ? 0 : UInt8(truncatingIfNeeded: table[Int(labels[Int(index)])])
        }
    }

    package static func sample(
        packed words: UnsafeBufferPointer<UInt32>, at indices: UnsafeBufferPointer<Int32>,
        into result: UnsafeMutableBufferPointer<UInt8>
    ) {
        for (offset, index) in indices.enumerated() {
            result[offset] = index < 0 ? 0 : UInt8(words[Int(index) / 16] >> UInt32(index % 16 * 2) & 3)
        }
    }

    package static func sample(
        layered words: UnsafeBufferPointer<UInt32>, at indices: UnsafeBufferPointer<Int32>,
        into result: UnsafeMutableBufferPointer<UInt32>
    ) {
        for (offset, index) in indices.enumerated() { result[offset] = index < 0 ? 0 : words[Int(index)] }
    }
}

#if !RCA_PORTABLE
/// The AVX2 implementation of label sampling.
package enum LabelSamplingKernel {
    package static func locate(
        _ path: SamplingPath, gridSize: Int, width: Int, height: Int, into indices: UnsafeMutablePointer<Int32>
    ) {
        let affine = path.affine
        let xx = SIMD8<Float>(repeating: Float(affine.xx))
        let xy = SIMD8<Float>(repeating: Float(affine.xy))
        let yx = SIMD8<Float>(repeating: Float(affine.yx))
        let yy = SIMD8<Float>(repeating: Float(affine.yy))
        let x0 = SIMD8<Float>(repeating: Float(affine.x0))
        let y0 = SIMD8<Float>(repeating: Float(affine.y0))
        let step = 1 / Float(gridSize)
        let ramp = SIMD8<Float>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5) * step
        for row in 0..<gridSize {
            let rowPosition = SIMD8<Float>(repeating: (Float(row) + 0.5) * step)
            var column = 0
            while column < gridSize {
                let offset = row * gridSize + column
                var x = ramp + SIMD8(repeating: Float(column) * step)
                var y = rowPosition
                if let displacementX = path.displacementX, let displacementY = path.displacementY {
                    x += UnsafeRawPointer(displacementX + offset).loadUnaligned(as: SIMD8<Float>.self)
                    y += UnsafeRawPointer(displacementY + offset).loadUnaligned(as: SIMD8<Float>.self)
                }
                let index = rca_pixel_index(
                    rca_multiply_add(xx, x, rca_multiply_add(xy, y, x0)),
                    rca_multiply_add(yx, x, rca_multiply_add(yy, y, y0)), Int32(width), Int32(height))
                UnsafeMutableRawPointer(indices + offset).storeBytes(of: index, as: SIMD8<Int32>.self)
                column += 8
            }
        }
    }

    /// - Precondition: `labels` has at least four values; the others a multiple of eight.
    package static func sample(
        _ labels: UnsafeBufferPointer<UInt8>, at indices: UnsafeBufferPointer<Int32>,
        table: UnsafeBufferPointer<Int32>, into result: UnsafeMutableBufferPointer<UInt8>
    ) {
        guard let base = labels.baseAddress, let indexBase = indices.baseAddress, let tableBase = table.baseAddress,
            let target = result.baseAddress
        else { return }
        var offset = 0
        while offset < indices.count {
            let index = UnsafeRawPointer(indexBase + offset).loadUnaligned(as: SIMD8<Int32>.self)
            let pixel = rca_keep_indexed(index, index)
            let value = rca_look_up(tableBase, rca_gather_bytes(base, pixel, Int32(labels.count)))
            rca_store_bytes(target + offset, rca_keep_indexed(value, index))
            offset += 8
        }
    }

    /// - Precondition: `indices` and `result` have a multiple of eight values.
    package static func sample(
        packed words: UnsafeBufferPointer<UInt32>, at indices: UnsafeBufferPointer<Int32>,
        into result: UnsafeMutableBufferPointer<UInt8>
    ) {
        guard let base = words.baseAddress, let indexBase = indices.baseAddress, let target = result.baseAddress
        else { return }
        for offset in stride(from: 0, to: indices.count, by: 8) {
            let index = UnsafeRawPointer(indexBase + offset).loadUnaligned(as: SIMD8<Int32>.self)
            let value = rca_gather_two_bits(base, rca_keep_indexed(index, index))
            rca_store_bytes(target + offset, rca_keep_indexed(value, index))
        }
    }

    /// - Precondition: `indices` and `result` have a multiple of eight values.
    package static func sample(
        layered words: UnsafeBufferPointer<UInt32>, at indices: UnsafeBufferPointer<Int32>,
        into result: UnsafeMutableBufferPointer<UInt32>
    ) {
        guard let base = words.baseAddress, let indexBase = indices.baseAddress, let target = result.baseAddress
        else { return }
        for offset in stride(from: 0, to: indices.count, by: 8) {
            let index = UnsafeRawPointer(indexBase + offset).loadUnaligned(as: SIMD8<Int32>.self)
            let value = rca_gather_words(base, rca_keep_indexed(index, index))
            UnsafeMutableRawPointer(target + offset).storeBytes(
                of: rca_keep_indexed(value, index), as: SIMD8<Int32>.self)
        }
    }
}
#endif
