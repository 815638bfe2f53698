import Imaging
import Registration
import TestSupport

/// Everything that the sampling kernels read, at random.
struct SamplingCase {
    let size: Int
    let affine: AffineMap
    let displacementX: [Float]?
    let displacementY: [Float]?

    /// Calls `body` with the path; its pointers are valid only inside.
    func withPath<Result>(_ body: (SamplingPath) -> Result) -> Result {
        guard let displacementX, let displacementY else { return body(SamplingPath(affine: affine)) }
        return displacementX.withUnsafeBufferPointer { x in
            displacementY.withUnsafeBufferPointer { y in
                body(SamplingPath(affine: affine, displacementX: x.baseAddress, displacementY: y.baseAddress))
            }
        }
    }

    /// Where each pixel falls in a picture of `width` × `height`, with its first corner at 0, in Double; and how
    /// far the Float arithmetic of a kernel may be from that.
    func positions(width: Int, height: Int) -> [(x: Double, y: Double, margin: Double)] {
        (0..<size * size).map { offset in
            let x = (Double(offset % size) + 0.5) / Double(size) + Double(displacementX?[offset] ?? 0)
            let y = (Double(offset / size) + 0.5) / Double(size) + Double(displacementY?[offset] ?? 0)
            let position = affine.apply(x: x, y: y)
            let terms =
                (abs(affine.xx) + abs(affine.yx)) * (1 + abs(x)) + (abs(affine.xy) + abs(affine.yy)) * (1 + abs(y))
                + abs(affine.x0) + abs(affine.y0)
            return (
                position.x * Double(width), position.y * Double(height), 1e-6 * terms * Double(max(width, height))
            )
        }
    }

    /// Maps that a registration could find, up to ones that leave the picture far behind.
    static func random(seed: Int) -> SamplingCase {
        var generator = SeededGenerator(seed: UInt64(seed))
        let size = 8 * generator.integer(in: 1...8)
        let reach = [0.05, 0.3, 2, 50][seed % 4]
        let affine = AffineMap(deviations: (0..<6).map { _ in generator.double(in: -reach...reach) })
        let amplitude = Float([0.02, 0.2, 1, 20][seed / 4 % 4])
        let isDeformed = seed % 5 != 0
        return SamplingCase(
            size: size, affine: affine,
            displacementX: isDeformed ? generator.floats(size * size, in: -amplitude...amplitude) : nil,
            displacementY: isDeformed ? generator.floats(size * size, in: -amplitude...amplitude) : nil)
    }

    /// Maps with parts that are not numbers, or too large for any.
    static let broken: [SamplingCase] = {
        let values = [Double.nan, .infinity, -.infinity, 1e30, -1e30, 1e300, .greatestFiniteMagnitude]
        var cases: [SamplingCase] = []
        for value in values {
            for part in 0..<6 {
                var parts = [1.0, 0, 0.01, 0, 1, -0.02]
                parts[part] = value
                cases.append(
                    SamplingCase(size: 16, affine: AffineMap(parts: parts), displacementX: nil, displacementY: nil))
            }
            cases.append(
                SamplingCase(
                    size: 16, affine: AffineMap(parts: Array(repeating: value, count: 6)), displacementX: nil,
                    displacementY: nil))
            var displacements = [Float](repeating: 0.01, count: 256)
            for index in stride(from: 0, to: 256, by: 3) { displacements[index] = Float(value) }
            cases.append(
                SamplingCase(
                    size: 16, affine: .identity, displacementX: displacements,
                    displacementY: Array(displacements.reversed())))
        }
        return cases
    }()
}

extension AffineMap {
    /// From xx, xy, x0, yx, yy, y0.
    fileprivate init(parts p: [Double]) { self.init(xx: p[0], xy: p[1], x0: p[2], yx: p[3], yy: p[4], y0: p[5]) }
}
