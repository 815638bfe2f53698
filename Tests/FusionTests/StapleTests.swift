import Fusion
import Testing

@Suite("STAPLE")
struct StapleTests {
    @Test("gives ITK's labels at 99.9 % of the pixels and more", arguments: StapleFigures.cases)
    func likeITK(figures: StapleCase) {
        let expected = figures.expected
        let result = STAPLE().result(figures.candidates(), labelCount: figures.labels)
        #expect(expected.count == result.labels.count && result.hasConverged)
        // Where ITK cannot decide, no label is the same as its own.
        let equal = zip(result.labels, expected).count { $0 == $1 }
        print("STAPLE against ITK, \(figures.testDescription): \(equal) of \(expected.count) pixels equal")
        #expect(Double(equal) >= 0.999 * Double(expected.count), "\(equal) of \(expected.count)")
    }

    @Test("never makes the likelihood smaller", arguments: 1...12)
    func monotone(seed: UInt64) {
        let candidates = StapleCase(seed: seed, raters: 3 + Int(seed) % 6, labels: 4, noise: 12, runs: "").candidates()
        let likelihoods = STAPLE().result(candidates, labelCount: 4).logLikelihoods
        #expect(likelihoods.count > 2)
        // The first matrices are of a vote and no chances yet: the likelihood of them is not one either.
        for (before, after) in zip(likelihoods.dropFirst(), likelihoods.dropFirst(2)) {
            #expect(after >= before - 1e-9 * abs(before), "seed \(seed): \(before) then \(after)")
        }
    }

    @Test("keeps probabilities and confusions that add up to 1", arguments: [2, 5])
    func sums(seed: UInt64) {
        let labels = 3
        let result = STAPLE().result(
            StapleCase(seed: seed, raters: 6, labels: labels, noise: 5, runs: "").candidates(), labelCount: labels)
        for start in stride(from: 0, to: result.probabilities.count, by: labels) {
            #expect(abs(result.probabilities[start..<start + labels].reduce(0, +) - 1) < 1e-9)
        }
        for matrix in result.confusion {
            for label in 0..<labels {
                #expect(abs((0..<labels).reduce(0.0) { $0 + matrix[$1 * labels + label] } - 1) < 1e-9)
            }
        }
    }

    @Test("is one step of expectation and maximisation, worked out by hand")
    func byHand() {
        // Two raters agree at three pixels, a third says 1 where they say 0 once.
        var staple = STAPLE()
        staple.maximumIterations = 1
        let result = staple.result([[0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 1, 1]], labelCount: 2)
        // The vote is 0 0 1 1. First matrices, rows of what is said: raters 1, 2 are exact, rater 3 says 0 rightly and
        // 1 rightly in 2 of 3. So the truth is certain, and rater 3 says 0 at one of two true zeros.
        #expect(result.labels == [0, 0, 1, 1])
        #expect(result.confusion[0] == [1, 0, 0, 1])
        #expect(result.confusion[2] == [0.5, 0, 0.5, 1])
        #expect(result.probabilities == [1, 0, 1, 0, 0, 1, 0, 1])
    }

    @Test("trusts the good rater where two bad ones are outvoted elsewhere")
    func performance() {
        // Five raters; the last two say 1 at random places and are wrong together at the very last pixels.
        let truth = (0..<400).map { UInt8($0 % 4 == 0 ? 1 : 0) }
        var raters = [[UInt8]](repeating: truth, count: 4)
        for index in stride(from: 0, to: 400, by: 3) {
            raters[2][index] = 1 - raters[2][index]
            raters[3][(index + 1) % 400] = 1 - raters[3][(index + 1) % 400]
        }
        let result = STAPLE().result(raters, labelCount: 2)
        #expect(result.labels == truth)
        // 1 where 0 is true, a third of the time.
        #expect(abs(result.confusion[2][2] - 1.0 / 3) < 0.05 && result.confusion[0][2] < 0.01)
    }

    @Test("keeps the labels of raters who all agree")
    func agreement() {
        let labels: [UInt8] = [0, 0, 1, 2, 2, 1, 0, 2]
        for count in [1, 2, 20, 198] {
            let result = STAPLE().result(Array(repeating: labels, count: count), labelCount: 3)
            #expect(result.labels == labels && result.hasConverged)
        }
    }

    @Test("gives a label that nobody uses no probability")
    func unused() {
        let result = STAPLE().result([[0, 2, 2, 0], [0, 2, 0, 0], [0, 2, 2, 0]], labelCount: 4)
        for pixel in 0..<4 {
            #expect(result.probabilities[4 * pixel + 1] == 0 && result.probabilities[4 * pixel + 3] == 0)
        }
        #expect(result.labels == [0, 2, 2, 0])
    }

    @Test("settles a tie of two raters by the smaller label, and stays finite")
    func tie() {
        let result = STAPLE().result([[0, 0, 1, 1], [0, 1, 0, 1]], labelCount: 2)
        #expect(result.probabilities.allSatisfy(\.isFinite) && result.logLikelihoods.allSatisfy(\.isFinite))
        #expect(result.labels[0] == 0 && result.labels[3] == 1)
    }

    @Test("takes the most common label where the confusions call every label impossible")
    func impossible() {
        // Raters who agree at all but one pixel: their first confusions are exact, and 1 against 2 cannot happen.
        let result = STAPLE().result([[0, 0, 0, 1, 2, 1], [0, 0, 0, 1, 2, 2]], labelCount: 3)
        #expect(result.labels == [0, 0, 0, 1, 2, 0])
    }

    @Test("makes background of background, and of no candidates")
    func empty() {
        #expect(STAPLE().result([[0, 0], [0, 0]], labelCount: 3).labels == [0, 0])
        #expect(STAPLE().shares([], size: 2, structureCount: 2).labels == [0, 0, 0, 0])
        #expect(STAPLE().shares([[0, 1, 2, 0]], size: 2, structureCount: 2).labels == [0, 1, 2, 0])
    }
}
