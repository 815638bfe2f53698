/// A day of the calendar.
package struct CalendarDay: Sendable, Equatable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil where a text is no day as ISO 8601 writes it (`2026-01-31`), or one that the calendar does not have.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-") }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return nil }
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...days[month - 1]).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// - Throws: ``InputError`` (`option invalid`) where the value of an option is none.
    package init(_ text: String, option: String) throws(InputError) {
        guard let day = CalendarDay(text) else {
            throw InputError(
                .optionInvalid, option, "'\(text)' is no day of the calendar", remedy: "write it as 2026-01-31")
        }
        self = day
    }
}
