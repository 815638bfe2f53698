import Files
import Testing

@Suite("Days of the calendar")
struct CalendarDayTests {
    @Test("are read as ISO 8601 writes them", arguments: ["2026-01-31", "2024-02-29", "2000-02-29", "0001-12-01"])
    func days(_ text: String) throws {
        let day = try #require(CalendarDay(text))
        func padded(_ number: Int, _ digits: Int) -> String {
            String(repeating: "0", count: digits - "\(number)".count) + "\(number)"
        }
        #expect([padded(day.year, 4), padded(day.month, 2), padded(day.day, 2)].joined(separator: "-") == text)
    }

    @Test(
        "that are none are refused",
        arguments: [
            "", "2026", "2026-1-31", "2026-13-01", "2026-00-10", "2026-02-31", "2023-02-29", "1900-02-29", "2026-04-31",
            "2026-01-00", "31-01-2026", "2026-01-31 ", "+026-01-31", "2026–01–31",
        ])
    func noDays(_ text: String) {
        #expect(CalendarDay(text) == nil)
        #expect(throws: InputError.self) { try CalendarDay(text, option: "--date") }
    }
}
