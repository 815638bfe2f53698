/// How much an atlas counts at each pixel of a vote, by how alike the two pictures are round it.
package enum LocalWeight {
    /// Squared differences above this count as this: what only one picture has is no reason to distrust the rest.
    static let largestDifference: Float = 4
    /// Steepness: the weight is 1 / (1 + steepness · d)⁸ for a neighbourhood's mean squared difference d, in
    /// squared units of locally normalised grey. Chosen on perturbed JSRT references, each against the others: from 8
    /// to 16 the votes are best, and the scores.
    static let steepness: Float = 12

    /// - Parameters:
    ///   - picture, atlas: locally normalised, size² each.
    ///   - inside: 1 where the atlas reaches, else 0, where the weight is then 0.
    ///   - share: what the whole atlas counts; multiplies every weight.
    ///   - scratch: size² values twice.
    ///   - weight: size² values on return.
    static func weights(
        picture: UnsafePointer<Float>, atlas: UnsafePointer<Float>, inside: UnsafePointer<Float>, share: Float,
        size: Int, scratch: UnsafeMutablePointer<Float>, weight: UnsafeMutablePointer<Float>
    ) {
        for index in 0..<size * size {
            let difference = picture[index] - atlas[index]
            scratch[index] = min(difference * difference, largestDifference)
        }
        smooth(scratch, size: size, scratch: scratch + size * size)
        for index in 0..<size * size {
            let base = 1 + steepness * scratch[index]
            let square = base * base
            let fourth = square * square
            weight[index] = share * inside[index] / (fourth * fourth)
        }
    }

    /// Two passes of a 5-pixel mean each way, close to a Gaussian of two pixels; the edge pixel continues outside.
    static func smooth(
        _ values: UnsafeMutablePointer<Float>, size: Int, scratch: UnsafeMutablePointer<Float>
    ) {
        for _ in 0..<2 {
            for row in 0..<size {
                func line(_ offset: Int) -> UnsafeMutablePointer<Float> {
                    values + min(max(row + offset, 0), size - 1) * size
                }
                let (a, b, c, d, e) = (line(-2), line(-1), line(0), line(1), line(2))
                let target = scratch + row * size
                for column in 0..<size {
                    target[column] = (a[column] + b[column] + c[column] + d[column] + e[column]) * 0.2
                }
            }
            for row in 0..<size {
                let source = scratch + row * size
                let target = values + row * size
                for column in 2..<size - 2 {
                    target[column] =
                        (source[column - 2] + source[column - 1] + source[column] + source[column + 1]
                            + source[column + 2]) * 0.2
                }
                let last = size - 1
                target[0] = (3 * source[0] + source[1] + source[2]) * 0.2
                target[1] = (2 * source[0] + source[1] + source[2] + source[3]) * 0.2
                target[last] = (3 * source[last] + source[last - 1] + source[last - 2]) * 0.2
                target[last - 1] =
                    (2 * source[last] + source[last - 1] + source[last - 2] + source[last - 3]) * 0.2
            }
        }
    }
}
