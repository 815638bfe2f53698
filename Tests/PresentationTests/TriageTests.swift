import Evaluation
import Presentation
import Testing

@Suite("Decisions of a report")
struct TriageTests {
    private let structures = ["lungs", "heart"]

    private func mask(_ dice: Float?, _ lungs: Float? = 0.95, _ heart: Float? = 0.95) -> ScoredMask {
        ScoredMask(
            fname: "a.png", dice: dice,
            structures: [ScoredMask.Structure(dice: lungs), ScoredMask.Structure(dice: heart)])
    }

    private func outcome(_ mask: ScoredMask) -> Triage.Outcome { Triage().outcome(mask, structures: structures) }

    @Test("follow the thresholds, a Dice at one being above it")
    func thresholds() {
        #expect(outcome(mask(0.9)).decision == .accept && outcome(mask(0.9)).reason == "")
        #expect(outcome(mask(0.89)).decision == .review && outcome(mask(0.89)).reason == "Dice from 0.7 to 0.9")
        #expect(outcome(mask(0.7)).decision == .review)
        #expect(outcome(mask(0.69)).decision == .reject && outcome(mask(0.69)).reason == "Dice below 0.7")
        #expect(outcome(mask(nil)).decision == .review)
    }

    @Test("review what would be accepted but looks unusual by itself, and reject what is rejected anyway")
    func unusual() {
        var item = mask(0.95)
        item.flags = ["lungs islands", "heart ragged small"]
        #expect(outcome(item).decision == .review)
        #expect(outcome(item).reason == "looks unusual: lungs islands, heart ragged small")
        item.dice = 0.5
        #expect(outcome(item).decision == .reject && outcome(item).reason == "Dice below 0.7")
    }

    @Test("are about the expected Dice where there is one, of the mask and of its structures")
    func expected() {
        var item = mask(0.95)
        item.expected = ExpectedRange(dice: 0.85, lower: 0.8, upper: 0.9)
        #expect(outcome(item).decision == .review && outcome(item).reason == "expected Dice from 0.7 to 0.9")
        item.expected = ExpectedRange(dice: 0.6)
        #expect(outcome(item).decision == .reject && outcome(item).reason == "expected Dice below 0.7")
        item.expected = ExpectedRange(dice: 0.91)
        #expect(outcome(item).decision == .accept)
        item.structures[1].expected = ExpectedRange(dice: 0.65)
        #expect(outcome(item).reason == "heart alone would be rejected")
        item.dice = nil
        #expect(outcome(item).decision == .review, "what is expected is a score")
    }

    @Test("do not accept a mask with a bad structure behind a good mean")
    func hiddenStructure() {
        #expect(outcome(mask(0.92, 0.99, 0.6)).reason == "heart alone would be rejected")
        #expect(outcome(mask(0.92, 0.99, nil)).decision == .accept)
    }

    @Test("do not accept a mask whose score cannot be believed, and still reject one")
    func doubt() {
        var good = mask(0.95)
        good.verdict = "doubtful"
        good.reason = "it fits the references poorly"
        #expect(outcome(good).decision == .review)
        #expect(outcome(good).reason == "doubtful: it fits the references poorly")
        var bad = mask(0.2)
        bad.verdict = "doubtful"
        #expect(outcome(bad).decision == .reject)
        good.verdict = "reliable"
        #expect(outcome(good).decision == .accept)
    }

    @Test("are the calibration's where it has some")
    func calibration() {
        var item = mask(0.95)
        item.decisions = ["accept", "accept", "reject"]
        #expect(outcome(item).decision == .reject)
        item.decisions = ["accept", "reject", "accept"]
        #expect(outcome(item).reason == "heart alone would be rejected")
        item.decisions = ["accept", "accept", "accept"]
        item.dice = 0.5
        #expect(outcome(item).decision == .accept)
    }
}
