import Scoring
import TestSupport
import Testing

@Suite("Dice")
struct DiceTests {
    @Test("by hand")
    func byHand() {
        #expect(Dice.coefficient(first: 4, second: 6, both: 3) == 0.6)
        #expect(Dice.coefficient(first: 5, second: 5, both: 5) == 1)
        #expect(Dice.coefficient(first: 5, second: 5, both: 0) == 0)
        #expect(Dice.coefficient(first: 0, second: 7, both: 0) == 0)
        #expect(Dice.coefficient(first: 7, second: 0, both: 0) == 0)
        #expect(Dice.coefficient(first: 1, second: 2, both: 1) == Float(2.0 / 3))
    }

    @Test("of two empty sets is not defined")
    func empty() {
        #expect(Dice.coefficient(first: 0, second: 0, both: 0) == nil)
    }

    @Test("of label grids, structure by structure")
    func grids() {
        let predicted: [UInt8] = [0, 1, 1, 1, 2, 2, 0, 3]
        let truth: [UInt8] = [0, 1, 1, 2, 2, 0, 1, 0]
        // 1: 2·2/(3+3). 2: 2·1/(2+2). 3: 0/(1+0). 4: in neither.
        #expect(Dice.coefficients(predicted, truth, structureCount: 4) == [Float(2.0 / 3), 0.5, 0, nil])
    }

    @Test("its mean is over what is defined")
    func mean() {
        #expect(Dice.mean([0.5, nil, 1]) == 0.75)
        #expect(Dice.mean([0, 1]) == 0.5)
        #expect(Dice.mean([nil, nil]) == nil)
        #expect(Dice.mean([]) == nil)
    }

    @Test("fast counts equal the plain ones", arguments: 0..<20)
    func overlap(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let count = 32 * generator.integer(in: 0...40)
        let highest = [1, 2, 3, 255][seed % 4]
        let predicted = (0..<count).map { _ in UInt8(generator.integer(in: 0...highest)) }
        let truth = (0..<count).map { _ in UInt8(generator.integer(in: 0...highest)) }
        for label in [0, 1, 2, 3, 127, 128, 255] as [UInt8] {
            let fast = LabelOverlap.count(predicted, truth, label: label)
            let plain = LabelOverlapReference.count(predicted, truth, label: label)
            #expect(fast == plain)
            #expect(plain.predicted == predicted.count { $0 == label })
            #expect(plain.both == zip(predicted, truth).count { $0 == label && $1 == label })
        }
    }
}

@Suite("Scores over references")
struct StructureScoreTests {
    @Test("maximum and its reference, mean, median and mean of the best half, by hand")
    func byHand() {
        let even = StructureScore([(reference: 4, dice: 0.5), (9, 0.75), (2, 0.25), (7, 1)])
        #expect(even.dice == 1 && even.reference == 7)
        #expect(even.mean == 0.625 && even.median == 0.625 && even.best == 0.875)
        // Of three, the best half is two.
        let odd = StructureScore([(reference: 0, dice: 0), (1, 0.5), (2, 1)])
        #expect(odd.mean == 0.5 && odd.median == 0.5 && odd.best == 0.75)
        let one = StructureScore([(reference: 3, dice: 0.25)])
        #expect(one.dice == 0.25 && one.reference == 3)
        #expect(one.mean == 0.25 && one.median == 0.25 && one.best == 0.25)
    }

    @Test("references where the structure is in neither map are left out")
    func undefined() {
        let score = StructureScore([(reference: 0, dice: nil), (1, 0.5), (2, nil), (3, 0)])
        #expect(score.dice == 0.5 && score.reference == 1)
        #expect(score.mean == 0.25 && score.median == 0.25 && score.best == 0.5)
        let none = StructureScore([(reference: 0, dice: nil), (1, nil)])
        #expect(none.dice == nil && none.reference == nil)
        #expect(none.mean == nil && none.median == nil && none.best == nil)
        #expect(StructureScore([]) == none)
    }

    @Test("of equal scores the most similar reference, the first, is named; a zero has a reference too")
    func ties() {
        #expect(StructureScore([(reference: 5, dice: 0.5), (1, 0.5)]).reference == 5)
        #expect(StructureScore([(reference: 6, dice: 0), (1, 0)]).reference == 6)
    }
}
