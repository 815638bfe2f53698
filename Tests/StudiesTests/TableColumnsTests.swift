import RCA
import Studies
import Testing

@Suite("Columns of a table with truth and estimates")
struct TableColumnsTests {
    @Test("name a structure, its truth and its estimates")
    func parsing() throws {
        let columns = try TableColumns(parsing: "left lung:Dice (real):max=Dice = max,mean")
        #expect(columns.structure == "left lung" && columns.truth == "Dice (real)")
        #expect(columns.estimates.map(\.estimator) == ["max", "mean"])
        #expect(columns.estimates.map(\.column) == ["Dice = max", "mean"])
    }

    @Test(
        "are refused with what is wrong",
        arguments: [
            ("lungs", "is not a structure, a truth column and estimate columns"),
            ("lungs:a:b:c", "is not a structure, a truth column and estimate columns"),
            (":a:b", "the structure has no name"), ("lungs:a:", "'' names no estimate"),
            ("lungs:a:=b", "'=b' names no estimate"), ("lungs:a:max=b,max=c", "the estimate 'max' occurs twice"),
        ])
    func wrong(_ text: String, _ problem: String) {
        #expect {
            _ = try TableColumns(parsing: text)
        } throws: {
            "\($0)" == "columns '\(text)': \(problem); write them as STRUCTURE:TRUTH-COLUMN:max=COLUMN,mean=COLUMN"
        }
    }
}
