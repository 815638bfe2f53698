/// Derivatives by central differences, (f(x + h) − f(x − h)) / 2h, to hold analytic ones against.
public enum CentralDifference {
    /// The gradient of `function` at `point`; exact for quadratic functions whatever the step.
    public static func gradient(
        at point: [Float], step: Float, of function: ([Float]) -> Double
    ) -> [Double] {
        point.indices.map { partial(at: point, along: $0, step: step, of: function) }
    }

    /// One component of the gradient. The step taken is the difference of the rounded arguments.
    public static func partial(
        at point: [Float], along index: Int, step: Float, of function: ([Float]) -> Double
    ) -> Double {
        var above = point
        var below = point
        above[index] += step
        below[index] -= step
        return (function(above) - function(below)) / (Double(above[index]) - Double(below[index]))
    }
}

/// The largest absolute difference between two runs of values; infinite where their counts differ or one of
/// them is not a number.
public func largestDifference<Value: BinaryFloatingPoint>(_ first: [Value], _ second: [Value]) -> Double {
    guard first.count == second.count else { return .infinity }
    var largest = 0.0
    for (a, b) in zip(first, second) where a != b {
        let difference = abs(Double(a) - Double(b))
        guard !difference.isNaN else { return .infinity }
        largest = max(largest, difference)
    }
    return largest
}

/// The root of the mean of squares.
public func rootMeanSquare(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}

/// Pearson's correlation of two runs of equal length, neither of them constant.
public func pearsonCorrelation(_ first: [Double], _ second: [Double]) -> Double {
    func centred(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.map { $0 - mean }
    }
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let (a, b) = (centred(first), centred(second))
    return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
}
