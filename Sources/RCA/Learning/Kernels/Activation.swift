import RealModule

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
