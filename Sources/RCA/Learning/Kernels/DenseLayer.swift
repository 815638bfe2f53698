import LinearAlgebra

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
        self.inputGradient(
            outputGradient, weights: weights, rows: rows, inputs: inputs, outputs: outputs, into: inputGradient)
        for column in 0..<outputs {
            biasGradient[column] = (0..<rows).reduce(0) { $0 + outputGradient[$1 * outputs + column] }
        }
    }

    /// The gradient of the input alone.
    package static func inputGradient(
        _ outputGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>, rows: Int, inputs: Int, outputs: Int,
        into inputGradient: UnsafeMutablePointer<Float>
    ) {
        DenseProduct.matrixTransposedMatrix(
            outputGradient, weights, into: inputGradient, rows: rows, inner: outputs, columns: inputs)
    }
}
