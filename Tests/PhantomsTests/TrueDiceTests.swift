import Imaging
import Phantoms
import Testing

@Suite("True Dice")
struct TrueDiceTests {
    @Test("Dice by hand-counted cases")
    func byHand() {
        let a = labelMap(["1100", "1120", "0022"])
        let b = labelMap(["1000", "1122", "0000"])
        // Lungs: 4 and 3 pixels, 3 shared: 6/7. Heart: 3 and 2 pixels, 1 shared: 2/5.
        #expect(TrueDice.coefficient(of: 1, a, b) == 6.0 / 7)
        #expect(TrueDice.coefficient(of: 2, a, b) == 2.0 / 5)
        #expect(TrueDice.coefficient(of: 1, a, a) == 1)
        #expect(TrueDice.coefficient(of: 1, a, b) == TrueDice.coefficient(of: 1, b, a))
    }

    @Test("A structure that one mask lacks has Dice 0; one that both lack has none")
    func absence() {
        let lungs = labelMap(["110", "010"])
        let heart = labelMap(["002", "000"])
        let nothing = labelMap(["000", "000"])
        #expect(TrueDice.coefficient(of: 1, lungs, nothing) == 0)
        #expect(TrueDice.coefficient(of: 1, nothing, lungs) == 0)
        #expect(TrueDice.coefficient(of: 2, lungs, nothing) == nil)
        #expect(TrueDice.coefficient(of: 1, lungs, heart) == 0)
        let both = TrueDice.perStructure(predicted: lungs, truth: lungs)
        #expect(both.map(\.structure) == [.lungs, .heart])
        #expect(both.map(\.dice) == [1, nil])
        #expect(TrueDice.mean(both) == 1)
        #expect(TrueDice.mean(TrueDice.perStructure(predicted: nothing, truth: nothing)) == nil)
        #expect(TrueDice.mean(TrueDice.perStructure(predicted: lungs, truth: heart)) == 0)
    }

    @Test("Labels above 255 are compared by value, not by index")
    func wideLabels() {
        let wide = LabelMap(width: 2, height: 1, indices: [0, 1], wideValues: [1, 700])
        let plain = labelMap(["12"])
        #expect(TrueDice.coefficient(of: 1, wide, plain) == 1)
        #expect(TrueDice.coefficient(of: 700, wide, plain) == 0)
    }
}
