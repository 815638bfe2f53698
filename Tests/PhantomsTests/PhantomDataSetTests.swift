import Imaging
import Phantoms
import Testing

@Suite("Phantom data sets")
struct PhantomDataSetTests {
    @Test("Cases are named in order, sized as asked and independent of the count")
    func cases() throws {
        let set = PhantomDataSet.generate(count: 3, seed: 6, size: 96)
        #expect(set.map(\.name) == ["phantom_0001", "phantom_0002", "phantom_0003"])
        #expect(PhantomDataSet.name(9_999) == "phantom_10000")
        #expect(set[1] == PhantomDataSet.generate(count: 12, seed: 6, size: 96)[1])
        #expect(set[1] != PhantomDataSet.generate(count: 3, seed: 7, size: 96)[1])
        #expect(set[0].image.width == 96 && set[0].truth.height == 96)
        #expect(PhantomDataSet.generate(count: 0, seed: 6).isEmpty)
        let wide = PhantomDataSet(count: 1, seed: 6, width: 120, height: 80)[0]
        #expect(wide.image.width == 120 && wide.predictions.allSatisfy { $0.mask.height == 80 })
    }

    @Test("Every rung of the ladder is a prediction with its true Dice, under a name fit for a folder")
    func predictions() {
        let phantom = PhantomDataSet.generate(count: 1, seed: 6, size: 96)[0]
        #expect(phantom.predictions.map(\.name) == MaskDamage.ladder.map(\.name))
        #expect(Set(phantom.predictions.map(\.name)).count == phantom.predictions.count)
        for prediction in phantom.predictions {
            #expect(prediction.name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") })
            #expect(prediction.dice == TrueDice.perStructure(predicted: prediction.mask, truth: phantom.truth))
        }
    }

    @Test("The qualities of one phantom's predictions spread from poor to near perfect", arguments: 0..<6)
    func spread(index: Int) throws {
        let phantom = PhantomDataSet.generate(count: 6, seed: 15, size: 128)[index]
        let dice = try phantom.predictions.map { try #require($0.meanDice) }
        #expect(dice.filter { $0 > 0 }.min().map { $0 < 0.4 } == true)
        #expect(dice.max().map { $0 > 0.96 && $0 < 1 } == true)
        for low in [0.4, 0.6, 0.7, 0.8, 0.9] {
            #expect(dice.contains { $0 >= low && $0 < low + 0.2 }, "nothing from \(low) to \(low + 0.2)")
        }
    }
}
