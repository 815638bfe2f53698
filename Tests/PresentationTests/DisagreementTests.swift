import Imaging
import Presentation
import Testing

@Suite("What a picture says is wrong")
struct DisagreementTests {
    private func text(_ drawn: Int, _ expected: Int, _ both: Int, takenFor: String? = nil) -> String? {
        Disagreement(structure: "heart", drawn: drawn, expected: expected, both: both, takenFor: takenFor).text
    }

    @Test("is named by kind: missing, too much, elsewhere, another structure, or nothing")
    func kinds() {
        #expect(text(100, 100, 97) == nil)
        #expect(text(0, 0, 0) == nil)
        #expect(text(0, 100, 0) == "heart: not in the mask")
        #expect(text(100, 0, 0) == "heart: in the mask, not expected at all")
        #expect(text(100, 100, 1) == "heart: nowhere near its place")
        #expect(text(60, 100, 60) == "heart: 40\u{a0}% missing")
        #expect(text(250, 100, 100) == "heart: 150\u{a0}% too much")
        #expect(text(100, 100, 50) == "heart: misplaced, 50\u{a0}% missing, 50\u{a0}% too much")
        #expect(text(100, 100, 3, takenFor: "lungs") == "heart: drawn where lungs is expected")
    }

    @Test("counts structures against each other, and finds exchanged labels")
    func counts() {
        let expected = LabelGrid(width: 4, height: 2, labels: [1, 1, 2, 2, 1, 1, 2, 2])
        let exchanged = LabelGrid(width: 4, height: 2, labels: [2, 2, 1, 1, 2, 2, 1, 1])
        let texts = Disagreement.all(mask: exchanged, expected: expected, structures: ["lungs", "heart"]).map(\.text)
        #expect(texts == ["lungs: drawn where heart is expected", "heart: drawn where lungs is expected"])
        #expect(
            Disagreement.all(mask: expected, expected: expected, structures: ["lungs", "heart"]).allSatisfy {
                $0.text == nil
            })
    }
}
