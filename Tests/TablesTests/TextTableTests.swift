import Tables
import Testing

@Suite("Text tables")
struct TextTableTests {
    @Test("align names to the left and numbers to the right")
    func alignment() {
        var table = TextTable(columns: [("mask", .left), ("predicted", .right), ("note", .left)])
        table.append(["a.png", "0.953", ""])
        table.append(["longer name.png", "1.0", "empty mask"])
        #expect(
            table.text == """
                mask             predicted  note
                ---------------  ---------  ----------
                a.png                0.953
                longer name.png        1.0  empty mask

                """)
    }

    @Test("count a composed or decomposed letter as one place, and show control characters as ?")
    func characters() {
        var table = TextTable(columns: [("n", .left), ("d", .right)])
        table.append(["e\u{301}é", "1"])
        table.append(["a\n\u{1b}[2J", "2"])
        #expect(table.text == "n       d\n------  -\ne\u{301}é      1\na??[2J  2\n")
    }

    @Test("hold numbers of any size, those that are rounded as those that are not")
    func numbers() {
        #expect(DecimalText.threeDigits(-0.0004) == "0.000" && DecimalText.threeDigits(-1.2346) == "-1.235")
        #expect(DecimalText.rounded(0.00004) == "0.0000" && DecimalText.rounded(12.00005) == "12.0001")
        for value in [1e30, -1e30, .infinity, .nan] {
            #expect(DecimalText.threeDigits(value) == value.description)
            #expect(DecimalText.fiveDigits(value) == value.description)
        }
    }

    @Test("without rows are a header and a rule")
    func empty() {
        #expect(TextTable(columns: [("a", .left)]).text == "a\n-\n")
    }
}
