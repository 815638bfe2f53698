import Evaluation
import Testing

@Suite("The decision on a mask")
struct DecisionTests {
    private func interval(_ lower: Double, _ upper: Double) -> PredictionInterval {
        PredictionInterval(predicted: (lower + upper) / 2, lower: lower, upper: upper)
    }

    @Test("accepts above the threshold, rejects below, and reviews what lies across or on it")
    func decisions() {
        #expect(Decision(interval(0.71, 0.9), threshold: 0.7, isReliable: true) == .accept)
        #expect(Decision(interval(0.5, 0.69), threshold: 0.7, isReliable: true) == .reject)
        for (lower, upper) in [(0.6, 0.8), (0.7, 0.9), (0.5, 0.7)] {
            #expect(Decision(interval(lower, upper), threshold: 0.7, isReliable: true) == .review)
        }
    }

    @Test("never accepts what cannot be believed, nor what has no interval")
    func unreliable() {
        #expect(Decision(interval(0.9, 0.95), threshold: 0.7, isReliable: false) == .review)
        #expect(Decision(interval(0.1, 0.2), threshold: 0.7, isReliable: false) == .reject)
        #expect(Decision(nil, threshold: 0.7, isReliable: true) == .review)
    }
}
