/// How close pairs lie to the line x = y.
public enum Concordance {
    /// Lin's concordance correlation, 2s_xy / (s_x² + s_y² + (x̄ − ȳ)²), with moments divided by n (Lin 1989).
    ///
    /// Pearson's correlation times a factor in (0, 1] that falls with a shift or a change of scale.
    /// - Returns: in [−1, 1]; 0 where only one side is constant, or both are but differ. Nil where there are no
    ///   pairs, all x and y are one number, or a number is not finite.
    /// - Precondition: `x` and `y` have one count.
    public static func lin(_ x: [Double], _ y: [Double]) -> Double? {
        guard let moments = Moments(x, y) else { return nil }
        let shift = moments.meanX - moments.meanY
        let spread = moments.sumXX + moments.sumYY + Double(x.count) * shift * shift
        return spread > 0 ? 2 * moments.sumXY / spread : nil
    }
}
