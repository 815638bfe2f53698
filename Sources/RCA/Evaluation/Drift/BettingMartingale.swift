import RealModule

/// The capital of somebody who bets against p-values being uniform: a conformal test martingale.
///
/// It starts at 1. While the p-values are independent and uniform its expectation stays 1, so that by Ville's inequality
/// it ever reaches 1/α with a chance of α at most, however long it runs and however often somebody looks.
///
/// Bets pay 1 + ε(p − ½), on numbers having become higher or lower, and 1 + ε(|2p − 1| − ½), on their having become
/// wider or narrower. Between bets the capital moves at a small rate (the Simple Jumper of Vovk et al. 2021, *Retrain or
/// not retrain*). Before the k-th number, 1/(k(k + 1)) of the capital that is kept back is put into the bets, so that
/// a drift that begins late is found too: until then no more than a factor k(k + 1) is lost.
public struct BettingMartingale: Sendable {
    /// ±0.6 grows best on drifts that are hardly seen, ±1.8 on those that are plain; beyond ±2 a bet could be lost with
    /// more than all that was put in.
    private static let stakes = [-1.8, -0.6, 0.6, 1.8]
    /// How much of the capital moves between bets at each number. Smaller ones grow more on a drift that stays, larger
    /// ones find one that changes.
    private static let rates = [0.001, 0.01]
    /// A power of ten by which the capital is divided before it becomes too large for a Double.
    private static let unit = 1e100

    /// By rate, then by bet.
    private var capital = [Double](repeating: 0, count: rates.count * 2 * stakes.count)
    /// What the capital was divided by, as a power of ten.
    private var exponent = 0.0
    private var scale = 1.0
    public private(set) var count = 0

    public init() {}

    /// The logarithm of the capital to the base 10; above −log10(count + 1) always.
    public var log10: Double {
        Double.log10(capital.reduce(0, +) + scale / Double(count + 1)) + exponent
    }

    /// - Parameter pValue: in [0, 1].
    public mutating func bet(on pValue: Double) {
        count += 1
        let bets = 2 * Self.stakes.count
        let added = scale / Double(count) / Double(count + 1) / Double(capital.count)
        for (place, rate) in Self.rates.enumerated() {
            let own = place * bets..<(place + 1) * bets
            for index in own { capital[index] += added }
            let moved = rate * capital[own].reduce(0, +) / Double(bets)
            for (offset, index) in own.enumerated() {
                let isOfPlace = offset < Self.stakes.count
                let outcome = isOfPlace ? pValue : abs(2 * pValue - 1)
                let payment = 1 + Self.stakes[offset % Self.stakes.count] * (outcome - 0.5)
                capital[index] = ((1 - rate) * capital[index] + moved) * payment
            }
        }
        guard capital.contains(where: { $0 > Self.unit }) else { return }
        for index in capital.indices { capital[index] /= Self.unit }
        scale /= Self.unit
        exponent += Double.log10(Self.unit)
    }
}
