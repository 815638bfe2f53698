import Foundation
import Testing

@Suite("rca-cli verify of two files without a common name")
struct VerifyNamesTests {
    @Test(
        "ends with 1 and says what the names differ in",
        arguments: [
            ("00000001_000", "1_0", "leading zeros", "a spreadsheet takes them away: save its column of names as text"),
            ("000012", "12", "leading zeros", "a spreadsheet takes them away"),
            (
                "a_labels.png", "a.png", "their endings (.png, _labels, _mask and the like)",
                "write the names of both files alike"
            ),
            ("a", "a.nii.gz", "their endings", ""),
            (
                "caf\u{e9}.png", "cafe\u{301}.png", "the Unicode form of letters with accents (NFC and NFD)",
                "write both"
            ),
            ("masks/a.png", "a.png", "the folder before the name", ""),
            ("A.PNG", "a.png", "upper and lower case", ""),
            ("m/0001_labels.png", "1.png", "several of these", ""),
        ])
    func reasons(first: String, second: String, reason: String, remedy: String) async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array("fname,dice\n\(first),0.9\n".utf8), to: "p.csv")
        try place.write(Array("fname,dice\n\(second),0.9\n".utf8), to: "c.csv")
        let result = try await place.run("verify", "--published", "p.csv", "--computed", "c.csv")
        #expect(result.status == 1)
        #expect(
            result.error.hasPrefix(
                "rca-cli: check failed: names in common: no name is in both files: 1 differs only in \(reason)"),
            "\(result.error)")
        #expect(result.error.contains("\(first) and \(second); \(remedy)"), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
        let json = try await place.run("verify", "--published", "p.csv", "--computed", "c.csv", "--format", "json")
        #expect(json.status == 1 && json.output.contains("\"held\" : false"), "\(json.output)")
    }

    @Test("says no reason where there is none, and some names in common are enough")
    func others() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array("fname,dice\na.png,0.9\n0002.png,0.8\n".utf8), to: "p.csv")
        try place.write(Array("fname,dice\nb.png,0.9\n".utf8), to: "other.csv")
        let other = try await place.run("verify", "--published", "p.csv", "--computed", "other.csv")
        #expect(other.status == 1)
        #expect(other.error == "rca-cli: check failed: names in common: no name is in both files\n")
        try place.write(Array("fname,dice\na.png,0.9\n2.png,0.8\n".utf8), to: "some.csv")
        let some = try await place.run("verify", "--published", "p.csv", "--computed", "some.csv")
        #expect(some.status == 0 && some.error == "")
        #expect(some.output.contains("of these names 1 differs only in leading zeros, as 0002.png and 2.png;"))
    }
}
