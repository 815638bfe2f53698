import RealModule

/// A learning rate that rises to its largest and falls to almost nothing, along half cosines (Smith and Topin, 2019):
/// as `OneCycleLR` of PyTorch with its default factors, but with Adam's moments left alone (`cycle_momentum=False`).
package struct OneCycle: Codable, Sendable, Equatable {
    package let maximum: Double
    package let steps: Int
    /// The share of the steps in which the rate rises.
    package var rise = 0.3
    /// The rate starts at the largest divided by this.
    package var startDivisor = 25.0
    /// The rate ends at its start divided by this.
    package var endDivisor = 10_000.0

    package init(maximum: Double, steps: Int) {
        self.maximum = maximum
        self.steps = steps
    }

    /// The rate of a step, from 0 to `steps` − 1.
    package func rate(step: Int) -> Double {
        let start = maximum / startDivisor
        let top = max(rise * Double(steps) - 1, 0)
        let step = Double(step)
        if step <= top { return Self.cosine(from: start, to: maximum, at: top > 0 ? step / top : 1) }
        let length = Double(steps - 1) - top
        return Self.cosine(from: maximum, to: start / endDivisor, at: length > 0 ? (step - top) / length : 1)
    }

    private static func cosine(from: Double, to: Double, at share: Double) -> Double {
        to + (from - to) / 2 * (1 + .cos(.pi * share))
    }
}
