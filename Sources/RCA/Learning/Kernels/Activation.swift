import LinearAlgebra
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

/// Every output from every input: `output = input · weights + bias`, for rows × inputs and inputs × outputs.
package enum DenseLayer {
    /// - Parameter output: rows × outputs.
    package static func forward(
        _ input: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        rows: Int, inputs: Int, outputs: Int, into output: UnsafeMutablePointer<Float>
    ) {
        DenseProduct.matrixMatrix(input, weights, into: output, rows: rows, inner: inputs, columns: outputs)
        for row in 0..<rows {
            for column in 0..<outputs { output[row * outputs + column] += bias[column] }
        }
    }

    /// The gradients of weights (inputs × outputs), bias (outputs) and input (rows × inputs), from that of the output.
    package static func backward(
        _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        rows: Int, inputs: Int, outputs: Int, weightGradient: UnsafeMutablePointer<Float>,
        biasGradient: UnsafeMutablePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
    ) {
        DenseProduct.transposedMatrixMatrix(
            input, outputGradient, into: weightGradient, rows: inputs, inner: rows, columns: outputs)
        DenseProduct.matrixTransposedMatrix(
            outputGradient, weights, into: inputGradient, rows: rows, inner: outputs, columns: inputs)
        for column in 0..<outputs {
            biasGradient[column] = (0..<rows).reduce(0) { $0 + outputGradient[$1 * outputs + column] }
        }
    }
}
