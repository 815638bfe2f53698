/// How the samples of one axis mix into fewer (or more) samples: for each output sample a run of neighbouring
/// input samples and their weights. All runs of an axis share one divisor, so that a sample that lies wholly
/// inside an output pixel weighs exactly 1.
///
/// Continuous coordinates: sample `i` covers `i ..< i + 1`, with its centre at `i + 0.5`, on input and output.
package struct AxisWeights: Sendable, Equatable {
    /// The first input sample of each output sample's run.
    package private(set) var starts: [Int] = []
    /// Where each run's weights begin in ``weights``, and after the last run where they end.
    package private(set) var offsets: [Int] = [0]
    package private(set) var weights: [Float] = []
    /// The sum of every run's weights.
    package private(set) var divisor: Float = 1
    /// The length of every run when all weights are 1 and runs adjoin, as for 1024 to 256 (4); otherwise nil.
    package private(set) var wholeRun: Int?

    /// Overlap of intervals where `output <= input`; linear interpolation between centres, held constant
    /// beyond the outermost, where `output > input`.
    ///
    /// - Precondition: both are positive.
    package init(input: Int, output: Int) {
        precondition(input > 0 && output > 0, "an axis has at least one sample")
        if output <= input {
            averageAreas(input, output)
        } else {
            interpolate(input, output)
        }
    }

    /// Overlap of intervals, whichever of both is larger.
    ///
    /// - Precondition: both are positive.
    package init(areas input: Int, output: Int) {
        precondition(input > 0 && output > 0, "an axis has at least one sample")
        averageAreas(input, output)
    }

    /// In units of 1 / `output` of an input sample every edge is an integer, so that no overlap is rounded
    /// before the division.
    private mutating func averageAreas(_ input: Int, _ output: Int) {
        for i in 0..<output {
            let lower = i * input
            let upper = lower + input
            let first = lower / output
            let last = (upper - 1) / output
            starts.append(first)
            for sample in first...last {
                let overlap = min((sample + 1) * output, upper) - max(sample * output, lower)
                weights.append(Float(overlap) / Float(output))
            }
            offsets.append(weights.count)
        }
        divisor = Float(Double(input) / Double(output))
        wholeRun = input % output == 0 ? input / output : nil
    }

    private mutating func interpolate(_ input: Int, _ output: Int) {
        for i in 0..<output {
            let centre = (Double(i) + 0.5) * Double(input) / Double(output) - 0.5
            let position = min(max(centre, 0), Double(input - 1))
            let first = Int(position)
            let fraction = Float(position - Double(first))
            starts.append(first)
            weights += first + 1 < input ? [1 - fraction, fraction] : [1]
            offsets.append(weights.count)
        }
    }
}
