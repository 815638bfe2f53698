import Imaging
import Tables
import Testing

@Suite("A pattern for names")
struct NamePatternTests {
    @Test(
        "has digits, single characters and any text in it",
        arguments: [
            (NamePattern.published, "00000001_000_labels.png", true),
            (NamePattern.published, "00030805_000_labels.png", true),
            (NamePattern.published, "0000001_000_labels.png", false),
            (NamePattern.published, "00000001_000_labels.png ", false),
            (NamePattern.published, "00000001_00a_labels.png", false), (NamePattern.published, "", false),
            ("*", "", true), ("*", "anything é", true), ("**", "x", true), ("N*", "1", true), ("N*", "x1", false),
            ("?", "é", true), ("??", "é", false), ("?", "日", true), ("*.png", "a.b.png", true),
            ("*.png", "a.png.jpg", false),
            ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbY", false), ("*N_*", "case 7_x", true),
            ("*N_*", "case x_7", false),
            ("\\N\\*", "N*", true), ("\\N\\*", "1x", false),
        ])
    func matching(pattern: String, name: String, isMatch: Bool) throws {
        #expect(try NamePattern(pattern).matches(Array(name.utf8)[...]) == isMatch)
    }

    @Test("matches a part of an array, whatever its indices")
    func slices() throws {
        let bytes = Array("xx123yy".utf8)
        #expect(try NamePattern("NNN").matches(bytes[2..<5]))
        #expect(try !NamePattern("NNN").matches(bytes[1..<4]))
    }

    @Test("with many stars comes to an end on a long name")
    func stars() throws {
        let pattern = try NamePattern(String(repeating: "*a", count: 50) + "b")
        #expect(!pattern.matches(Array(String(repeating: "a", count: 20_000).utf8)[...]))
    }

    @Test("that is none is refused", arguments: ["", "abc\\"])
    func refused(pattern: String) {
        #expect { _ = try NamePattern(pattern) } throws: { "\($0)".hasPrefix("--pattern '\(pattern)': ") }
    }
}
