import RealModule
import Vectors

/// Functions of single numbers between layers. Input and output may be the same memory.
package enum Activation {
    /// Zero in place of negative values.
    case rectified
    /// The exponential linear unit (Clevert et al., ICLR 2016): x above zero, eˣ − 1 below.
    case exponentialLinear

    package func forward(_ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>) {
        for index in 0..<count {
            let value = input[index]
            switch self {
            case .rectified: output[index] = value > 0 ? value : 0
            case .exponentialLinear: output[index] = value > 0 ? value : .expMinusOne(value)
            }
        }
    }

    /// The gradient of the input, from that of the output.
    ///
    /// - Parameter output: what `forward` made.
    package func backward(
        _ outputGradient: UnsafePointer<Float>, output: UnsafePointer<Float>, count: Int,
        into inputGradient: UnsafeMutablePointer<Float>
    ) {
        for index in 0..<count {
            let isLinear = output[index] > 0
            switch self {
            case .rectified: inputGradient[index] = isLinear ? outputGradient[index] : 0
            case .exponentialLinear:
                inputGradient[index] = isLinear ? outputGradient[index] : outputGradient[index] * (output[index] + 1)
            }
        }
    }
}

/// Eight numbers at a time, for the kernels that go through maps.
extension Activation {
    @inline(__always)
    func value(_ input: SIMD8<Float>) -> SIMD8<Float> {
        switch self {
        case .rectified: Lanes.maximum(input, .zero)
        case .exponentialLinear:
            Lanes.choose(input, where: input, isAtLeast: .zero, else: Exponential.value(input) - 1)
        }
    }

    /// The part of an output's gradient that goes on to the input.
    ///
    /// - Parameter output: what `value` gave.
    @inline(__always)
    func passed(_ error: SIMD8<Float>, output: SIMD8<Float>) -> SIMD8<Float> {
        switch self {
        case .rectified: Lanes.keep(error, wherePositive: output)
        case .exponentialLinear:
            Lanes.choose(error, where: output, isAtLeast: .zero, else: Lanes.multiplyAdd(error, output, error))
        }
    }

    /// The function of every number of the maps, whose channels are a multiple of eight. The output may be the input.
    package func forward(_ input: FeatureMaps, into output: FeatureMaps) {
        input.forEachEight(output) { source, target in Lanes.write(value(Lanes.read(source)), target) }
    }

    /// The gradient of the input, from that of the output; both may be the same memory.
    ///
    /// - Parameters:
    ///   - output: what `forward` made.
    ///   - adding: adds to what the input's gradient is already.
    package func backward(
        _ outputGradient: FeatureMaps, output: FeatureMaps, into inputGradient: FeatureMaps, adding: Bool = false
    ) {
        outputGradient.forEachEight(output, inputGradient) { error, made, target in
            let passed = passed(Lanes.read(error), output: Lanes.read(made))
            Lanes.write(adding ? Lanes.read(target) + passed : passed, target)
        }
    }

    /// The function of the sum of two maps.
    package func forward(sumOf first: FeatureMaps, _ second: FeatureMaps, into output: FeatureMaps) {
        first.forEachEight(second, output) { a, b, target in
            Lanes.write(value(Lanes.read(a) + Lanes.read(b)), target)
        }
    }
}
