/// The inner and outer border of one lung field as a function of height, tabulated once for a phantom.
///
/// The table's argument is √((v - apex) / (tip - apex)): the borders leave the apex like a square root, so in
/// this argument they are smooth and linear interpolation between 513 knots is all the definition they need.
struct LungBorders: Sendable {
    private static let intervals = 512
    private let apexHeight: Float
    private let inverseLength: Float
    private var outer: [Float] = []
    private var inner: [Float] = []

    /// - Parameters:
    ///   - inner: distance from the midline of the mediastinum's edge at height `v`, ignoring the apex.
    init(lung: PhantomAnatomy.Lung, inner edge: (Float) -> Float) {
        apexHeight = lung.apexHeight
        let length = lung.tipHeight - lung.apexHeight
        inverseLength = 1 / length
        for knot in 0...Self.intervals {
            let s = Float(knot) / Float(Self.intervals)
            let t = s * s
            let rise = max(0, 1 - t / 0.82)
            let fraction = ExactMath.pow(1 - ExactMath.pow(rise, lung.roundness), 1 / lung.roundness)
            let tuck = 0.05 * max(0, t - 0.85) * max(0, t - 0.85) / 0.0225
            outer.append(lung.apexLateral + (lung.halfWidth - lung.apexLateral) * (fraction - tuck))
            let turn = max(0, 1 - t / 0.16)
            let opening = (1 - turn * turn).squareRoot()
            inner.append(lung.apexLateral + (edge(lung.apexHeight + t * length) - lung.apexLateral) * opening)
        }
    }

    /// Inner and outer border at height `v`, and the square root of the depth below the apex as a fraction of
    /// the length; the fraction is nil above the apex. Below the lowest point the last values hold.
    func at(_ v: Float) -> (inner: Float, outer: Float, root: Float)? {
        let t = (v - apexHeight) * inverseLength
        guard t > 0 else { return nil }
        let root = min(1, t).squareRoot()
        let position = root * Float(Self.intervals)
        let knot = min(Int(position), Self.intervals - 1)
        let f = position - Float(knot)
        return (
            inner[knot] + f * (inner[knot + 1] - inner[knot]), outer[knot] + f * (outer[knot + 1] - outer[knot]), root
        )
    }
}
