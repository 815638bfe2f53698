import RealModule

/// Whether the share of bad masks among those that are accepted is below a limit: a test that holds for any number of
/// images.
///
/// The null hypothesis is that the share is the limit or more, on average over the images of the population from which
/// these are drawn. Images are independent; masks of one image need not be.
enum RiskTest {
    /// An image's masks: how many are accepted, and how many of these are bad.
    struct Image: Sendable {
        var accepted = 0
        var bad = 0
    }

    /// A p-value: under the null hypothesis it is p or less with probability p at most.
    ///
    /// - Parameters:
    ///   - images: those without an accepted mask do not count.
    ///   - hasOneMask: whether no image can have more than one mask, so that an image is bad or is not.
    ///   - limit: in (0, 1).
    static func pValue(_ images: [Image], hasOneMask: Bool, limit: Double) -> Double {
        let losses = images.filter { $0.accepted > 0 }.map { Double($0.bad) / Double($0.accepted) }
        guard !losses.isEmpty else { return 1 }
        let count = losses.count
        // In the order of their size, so that the order of the images does not matter to the last bit.
        let sum = losses.sorted().reduce(0, +)
        if hasOneMask { return binomial(count, through: Int(sum.rounded()), limit) }
        return hoeffdingBentkus(count, sum, limit)
    }

    /// The inequality of Hoeffding and Bentkus for means of numbers from 0 to 1 (Bates, Angelopoulos, Lei, Malik, Jordan
    /// 2021): min(exp(−n h(r, limit)), e · P(Binomial(n, limit) ≤ ⌈n r⌉)) with the relative entropy h.
    private static func hoeffdingBentkus(_ count: Int, _ sum: Double, _ limit: Double) -> Double {
        let mean = sum / Double(count)
        guard mean < limit else { return 1 }
        let bad = mean > 0 ? mean * Double.log(mean / limit) : 0
        let good = (1 - mean) * Double.log((1 - mean) / (1 - limit))
        let hoeffding = Double.exp(-Double(count) * (bad + good))
        // A whole number must not become the next one by rounding.
        let most = Int((sum - 1e-9).rounded(.up))
        return min(1, hoeffding, Double.exp(1) * binomial(count, through: most, limit))
    }

    /// P(Binomial(count, limit) ≤ most).
    private static func binomial(_ count: Int, through most: Int, _ limit: Double) -> Double {
        // Probabilities in units of the largest, so that none of those that matter is lost for large counts.
        let mode = min(count, Int(Double(count + 1) * limit))
        let odds = limit / (1 - limit)
        var (all, below) = (1.0, mode <= most ? 1.0 : 0.0)
        var share = 1.0
        for k in stride(from: mode, to: 0, by: -1) {
            share *= Double(k) / Double(count - k + 1) / odds
            all += share
            if k - 1 <= most { below += share }
        }
        share = 1
        for k in mode..<max(count, mode) {
            share *= Double(count - k) / Double(k + 1) * odds
            all += share
            if k + 1 <= most { below += share }
        }
        return min(1, below / all)
    }
}
