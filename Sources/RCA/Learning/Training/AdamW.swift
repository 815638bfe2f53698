import RealModule

/// Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), as `AdamW` of PyTorch does it; all parameters
/// decay alike.
package struct AdamW: Codable, Sendable, Equatable {
    package var firstDecay = 0.9
    package var secondDecay = 0.999
    package var epsilon = 1e-8
    package var weightDecay = 0.01

    package init(weightDecay: Double = 0.01) { self.weightDecay = weightDecay }

    /// One step.
    ///
    /// - Parameters:
    ///   - first: running means of gradients, zero before the first step.
    ///   - second: running means of their squares, likewise.
    ///   - step: counts from 1.
    /// - Precondition: all four have as many numbers.
    package func update(
        _ parameters: inout [Float], gradient: [Float], first: inout [Float], second: inout [Float], step: Int,
        rate: Double
    ) {
        precondition(parameters.count == gradient.count && first.count == gradient.count)
        precondition(second.count == gradient.count && step > 0)
        let keep = Float(1 - rate * weightDecay)
        let (beta1, beta2) = (Float(firstDecay), Float(secondDecay))
        let (fresh1, fresh2) = (Float(1 - firstDecay), Float(1 - secondDecay))
        let size = Float(rate / (1 - .pow(firstDecay, step)))
        let correction = Float(1 / (1 - Double.pow(secondDecay, step)).squareRoot())
        let epsilon = Float(self.epsilon)
        for index in parameters.indices {
            let slope = gradient[index]
            let mean = beta1 * first[index] + fresh1 * slope
            let square = beta2 * second[index] + fresh2 * slope * slope
            first[index] = mean
            second[index] = square
            parameters[index] = parameters[index] * keep - size * mean / (square.squareRoot() * correction + epsilon)
        }
    }
}
