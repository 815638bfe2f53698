import Vectors

/// Batch normalisation (Ioffe and Szegedy, ICML 2015) with the activation that may follow it.
///
/// Each channel is brought to mean 0 and deviation 1 over the pixels of all pictures, then scaled and shifted by what
/// is learnt. All arrays have a number for each channel; channels are a multiple of eight.
package enum BatchNormalisation {
    /// What is added to a variance before its root is taken.
    package static let epsilon: Float = 1e-5

    /// The mean and the (biased) variance of each channel over the pixels of all pictures.
    package static func statistics(
        _ input: FeatureMaps, mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>
    ) {
        let count = Double(input.pictures * input.side * input.side)
        for channel in stride(from: 0, to: input.channels, by: 8) {
            let middle = SIMD8<Float>(sum(input, channel) { $0 } / count)
            let spread = sum(input, channel) { value in
                let difference = value - middle
                return difference * difference
            }
            Lanes.write(middle, mean + channel)
            Lanes.write(SIMD8<Float>(spread / count), variance + channel)
        }
    }

    /// `output = (input − mean) / √(variance + ε) · scale + shift`, and of that the activation. The output may be the
    /// input.
    package static func forward(
        _ input: FeatureMaps, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>,
        scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, activation: Activation?, into output: FeatureMaps
    ) {
        func apply(_ function: (SIMD8<Float>) -> SIMD8<Float>) {
            forward(input, mean: mean, variance: variance, scale: scale, shift: shift, function, into: output)
        }
        switch activation {
        case nil: apply { $0 }
        case .rectified: apply { Activation.rectified.value($0) }
        case .exponentialLinear: apply { Activation.exponentialLinear.value($0) }
        }
    }

    @inline(__always)
    private static func forward(
        _ input: FeatureMaps, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>,
        scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, _ function: (SIMD8<Float>) -> SIMD8<Float>,
        into output: FeatureMaps
    ) {
        precondition(input.channels == output.channels && input.channels % 8 == 0)
        for channel in stride(from: 0, to: input.channels, by: 8) {
            let line = Line(channel, mean, variance, scale, shift)
            for picture in 0..<input.pictures {
                for row in 0..<input.side {
                    var source = input.row(row, of: picture) + channel
                    var target = output.row(row, of: picture) + channel
                    for _ in 0..<input.side {
                        Lanes.write(function(line.value(Lanes.read(source))), target)
                        source += input.stride
                        target += output.stride
                    }
                }
            }
        }
    }

    /// Takes the gradient of the output to that of the input, in place, and adds those of scale and shift.
    ///
    /// - Parameters:
    ///   - input: what `forward` got; `mean` and `variance` are its `statistics`.
    ///   - keepsStatistics: whether mean and variance are given numbers, so that no pixel changes what another becomes.
    ///   - gradient: the output's gradient; afterwards the input's.
    package static func backward(
        _ input: FeatureMaps, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>,
        scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, activation: Activation?,
        keepsStatistics: Bool = false, gradient: FeatureMaps,
        scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>
    ) {
        func apply(_ passed: (_ error: SIMD8<Float>, _ value: SIMD8<Float>) -> SIMD8<Float>) {
            backward(
                input, mean: mean, variance: variance, scale: scale, shift: shift, passed,
                keepsStatistics: keepsStatistics, gradient: gradient,
                scaleGradient: scaleGradient, shiftGradient: shiftGradient)
        }
        switch activation {
        case nil: apply { error, _ in error }
        case .rectified: apply { Lanes.keep($0, wherePositive: $1) }
        case .exponentialLinear:
            apply { Activation.exponentialLinear.passed($0, output: Activation.exponentialLinear.value($1)) }
        }
    }

    /// - Parameter passed: what of an output's gradient goes on to what was scaled and shifted.
    @inline(__always)
    private static func backward(
        _ input: FeatureMaps, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>,
        scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        _ passed: (_ error: SIMD8<Float>, _ value: SIMD8<Float>) -> SIMD8<Float>, keepsStatistics: Bool,
        gradient: FeatureMaps,
        scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>
    ) {
        precondition(input.channels == gradient.channels && input.channels % 8 == 0)
        let count = Double(input.pictures * input.side * input.side)
        for channel in stride(from: 0, to: input.channels, by: 8) {
            let line = Line(channel, mean, variance, scale, shift)
            var (plain, weighted) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
            for picture in 0..<input.pictures {
                for row in 0..<input.side {
                    var (plainRow, weightedRow) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                    var source = input.row(row, of: picture) + channel
                    var error = gradient.row(row, of: picture) + channel
                    for _ in 0..<input.side {
                        let value = Lanes.read(source)
                        let slope = passed(Lanes.read(error), line.value(value))
                        Lanes.write(slope, error)
                        plainRow += slope
                        weightedRow = Lanes.multiplyAdd(slope, value - line.mean, weightedRow)
                        source += input.stride
                        error += gradient.stride
                    }
                    plain += SIMD8<Double>(plainRow)
                    weighted += SIMD8<Double>(weightedRow)
                }
            }
            let inverse = SIMD8<Double>(line.inverse)
            add(SIMD8<Float>(weighted * inverse), to: scaleGradient + channel)
            add(SIMD8<Float>(plain), to: shiftGradient + channel)
            // d input = scale / deviation · (d − mean of d − normalised · mean of (d · normalised)), and without the two
            // means where mean and variance do not depend on the input.
            let centre = keepsStatistics ? .zero : SIMD8<Float>(plain / count)
            let slope = keepsStatistics ? .zero : SIMD8<Float>(weighted * inverse * inverse / count)
            for picture in 0..<input.pictures {
                for row in 0..<input.side {
                    var source = input.row(row, of: picture) + channel
                    var error = gradient.row(row, of: picture) + channel
                    for _ in 0..<input.side {
                        let off = Lanes.read(error) - centre
                        let value = Lanes.read(source) - line.mean
                        Lanes.write(line.factor * Lanes.multiplyAdd(-value, slope, off), error)
                        source += input.stride
                        error += gradient.stride
                    }
                }
            }
        }
    }

    /// Normalisation, scale and shift of eight channels as one line: factor · value + offset.
    private struct Line {
        let mean: SIMD8<Float>
        let inverse: SIMD8<Float>
        let factor: SIMD8<Float>
        let offset: SIMD8<Float>

        @inline(__always)
        init(
            _ channel: Int, _ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>,
            _ scale: UnsafePointer<Float>, _ shift: UnsafePointer<Float>
        ) {
            self.mean = Lanes.read(mean + channel)
            inverse = 1 / (Lanes.read(variance + channel) + epsilon).squareRoot()
            factor = Lanes.read(scale + channel) * inverse
            offset = Lanes.read(shift + channel) - self.mean * factor
        }

        @inline(__always)
        func value(_ input: SIMD8<Float>) -> SIMD8<Float> { Lanes.multiplyAdd(input, factor, offset) }
    }

    /// Rows are summed in single precision, and their sums in double.
    @inline(__always)
    private static func sum(
        _ maps: FeatureMaps, _ channel: Int, of term: (SIMD8<Float>) -> SIMD8<Float>
    ) -> SIMD8<Double> {
        var total = SIMD8<Double>.zero
        for picture in 0..<maps.pictures {
            for row in 0..<maps.side {
                var sum = SIMD8<Float>.zero
                var source = maps.row(row, of: picture) + channel
                for _ in 0..<maps.side {
                    sum += term(Lanes.read(source))
                    source += maps.stride
                }
                total += SIMD8<Double>(sum)
            }
        }
        return total
    }

    @inline(__always)
    private static func add(_ value: SIMD8<Float>, to sum: UnsafeMutablePointer<Float>) {
        Lanes.write(Lanes.read(sum) + value, sum)
    }
}
