/// The inner loops of resampling, on pointers. ``AreaResampling`` checks sizes; the plain loops that a test
/// holds them equal to are in `ResamplingReference.swift`.
enum ResamplingKernels {
    /// Fills `sums` with output row `y`, as wide as the input: the weighted sum of the rows in its run.
    @inline(__always)
    static func sumRows<Sample: ResamplingSample>(
        _ input: UnsafeBufferPointer<Sample>, _ width: Int, _ rows: AxisWeights, _ y: Int,
        _ sums: UnsafeMutableBufferPointer<Float>
    ) {
        let first = rows.offsets[y]
        let end = rows.offsets[y + 1]
        let start = input.baseAddress! + rows.starts[y] * width
        let sums = sums.baseAddress!
        var index = first
        // Four rows at a time: the sums are loaded and stored once for them.
        while index < end {
            let row = start + (index - first) * width
            let isFirst = index == first
            if end - index >= 4 {
                let (a, b) = (rows.weights[index], rows.weights[index + 1])
                let (c, d) = (rows.weights[index + 2], rows.weights[index + 3])
                let (second, third, fourth) = (row + width, row + 2 * width, row + 3 * width)
                if isFirst {
                    for x in 0..<width {
                        sums[x] =
                            (a * row[x].asFloat + b * second[x].asFloat)
                            + (c * third[x].asFloat + d * fourth[x].asFloat)
                    }
                } else {
                    for x in 0..<width {
                        sums[x] +=
                            (a * row[x].asFloat + b * second[x].asFloat)
                            + (c * third[x].asFloat + d * fourth[x].asFloat)
                    }
                }
                index += 4
            } else {
                let weight = rows.weights[index]
                if isFirst {
                    for x in 0..<width { sums[x] = weight * row[x].asFloat }
                } else {
                    for x in 0..<width { sums[x] += weight * row[x].asFloat }
                }
                index += 1
            }
        }
    }

    /// Fills one row of the output from the sums of its rows.
    @inline(__always)
    static func sumColumns(
        _ sums: UnsafeBufferPointer<Float>, _ columns: AxisWeights, _ divisor: Float, _ limit: Float,
        _ output: UnsafeMutableBufferPointer<Float>
    ) {
        let sums = sums.baseAddress!
        let destination = output.baseAddress!
        let width = output.count
        switch columns.wholeRun {
        case 1:
            for x in 0..<width { destination[x] = min(sums[x] / divisor, limit) }
        case 2:
            for x in 0..<width { destination[x] = min((sums[2 * x] + sums[2 * x + 1]) / divisor, limit) }
        case 4:
            for x in 0..<width {
                let source = sums + 4 * x
                destination[x] = min(((source[0] + source[1]) + (source[2] + source[3])) / divisor, limit)
            }
        default:
            columns.starts.withUnsafeBufferPointer { starts in
                columns.offsets.withUnsafeBufferPointer { offsets in
                    columns.weights.withUnsafeBufferPointer { weights in
                        for x in 0..<width {
                            var sum: Float = 0
                            let source = sums + starts[x] - offsets[x]
                            for index in offsets[x]..<offsets[x + 1] { sum += weights[index] * source[index] }
                            destination[x] = min(sum / divisor, limit)
                        }
                    }
                }
            }
        }
    }
}
