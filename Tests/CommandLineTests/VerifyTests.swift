import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli verify")
struct VerifyTests {
    private static let published = "fname,dice\n00000001_000_labels.png,0.95\n00000001_001_labels.png,0.5\n"

    @Test("of a sound file ends with 0, and prints its figures on standard output alone")
    func sound() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array(Self.published.utf8), to: "p.csv")
        let result = try await place.run("verify", "--published", "p.csv", "--strict")
        #expect(result.status == 0 && result.error == "")
        #expect(result.output.hasPrefix("p.csv: sound, 2 rows\n\nfigure"))
        for words in ["mean                0.72500", "below 0.7                 1", "00000001_001_labels.png  0.50000"]
        {
            #expect(result.output.contains(words), "\(result.output)")
        }
    }

    @Test("tells two files apart whose names begin alike")
    func names() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array(Self.published.utf8), to: "s.csv")
        try place.write(Array((Self.published + "x.png,nan\n").utf8), to: "s.csv2")
        for files in [("s.csv", "s.csv2"), ("s.csv2", "s.csv")] {
            let result = try await place.run("verify", "--published", files.0, "--computed", files.1)
            #expect(result.output.contains("s.csv: sound, "), "\(result.output)")
            #expect(result.output.contains("s.csv2: NOT SOUND, "), "\(result.output)")
        }
    }

    @Test(
        "of an unsound file ends with 1 and a line with file, line and column",
        arguments: [
            ("00000002_000_labels.png,nan\n", "p.csv: line 4, column \"dice\": \"nan\" is no finite number"),
            (
                "00000001_001_labels.png,0.6\n",
                "p.csv: line 4, column \"fname\": \"00000001_001_labels.png\" is in line 3 too, with another score"
            ),
            ("00000002_000_labels.png\n", "p.csv: line 4 has 1 field where the header has 2"),
        ])
    func unsound(row: String, line: String) async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array((Self.published + row).utf8), to: "p.csv")
        let text = try await place.run("verify", "--published", "p.csv")
        #expect(text.status == 1 && text.output.contains("p.csv: NOT SOUND") && text.output.contains("  " + line))
        #expect(text.error.hasPrefix("rca-cli: check failed: sound: p.csv has 1 problem, "))
        for format in ["json", "csv"] {
            let data = try await place.run("verify", "--published", "p.csv", "--format", format)
            #expect(data.status == 1)
            #expect(data.error.contains(line) && data.error.contains("rca-cli: check failed: sound"))
        }
    }

    @Test("of no file, a folder or an option that is none ends with 64 and one line")
    func usage() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array(Self.published.utf8), to: "p.csv")
        let p = ["verify", "--published", "p.csv"]
        for (words, message) in [
            (["verify"], "Error: Missing expected argument '--published <file>'"),
            (["verify", "--published", "no.csv"], "rca-cli: no.csv: does not exist; check the path\n"),
            (["verify", "--published", "."], "rca-cli: .: is a folder; name a file in it\n"),
            (p + ["--computed", "no.csv"], "rca-cli: no.csv: does not exist; check the path\n"),
            (p + ["--pattern", ""], "rca-cli: --pattern '': is empty; write it as "),
            (p + ["--tolerance", "0.1"], "Error: nothing to compare with: give --computed, or --images"),
            (p + ["--max-mae", "0.1"], "Error: nothing to compare with: "),
            (p + ["--require-same-names"], "Error: --require-same-names needs --computed\n"),
            (p + ["--computed", "p.csv", "--tolerance", "2"], "Error: --tolerance is 0 to 1\n"),
            (p + ["--computed", "p.csv", "--min-correlation=-2"], "Error: --min-correlation is -1 to 1\n"),
            (p + ["--computed", "p.csv", "--max-mae", "nan"], "Error: --max-mae is 0 to 1\n"),
            (p + ["--threshold", "90"], "Error: --threshold is 0 to 1\n"),
            (p + ["--list=-1"], "Error: --list is 0 or more\n"),
            (p + ["--images", "i"], "Error: to compute scores anew, give --masks and --reference too\n"),
            (
                p + ["--images", "i", "--masks", "m", "--reference", "r", "--sample", "0"],
                "Error: --sample is 1 or more\n"
            ),
            (
                p + ["--computed", "p.csv", "--images", "i", "--masks", "m", "--reference", "r"],
                "Error: give either --computed, or "
            ),
            (
                p + ["--images", "i", "--masks", "m", "--reference", "r"],
                "rca-cli: i: there is no such folder; check the path\n"
            ),
            (p + ["--format", "xml"], "Error: The value 'xml' is invalid for '--format <format>'"),
        ] {
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 64, "\(words)")
            #expect(result.error.hasPrefix(message), "\(result.error)")
            #expect(result.output == "")
        }
    }

    @Test("of two files ends with 1 where a check does not hold, and names it")
    func checks() async throws {
        let place = try await Workplace(isEmpty: true)
        let names = (0..<10).map { "0000000\($0)_000_labels.png" }
        let rows = names.enumerated().map { "\($1),0.\($0 + 1 < 10 ? "\($0 + 1)5" : "99")\n" }
        let changed = names.enumerated().map { "\($1),0.\($0 + 1 < 10 ? "\($0 + 1)6" : "9")\n" }
        try place.write(Array(("fname,dice\n" + rows.joined()).utf8), to: "p.csv")
        try place.write(
            Array(
                ("dice,fname\n"
                    + changed.dropFirst().map {
                        $0.dropLast().split(separator: ",").reversed().joined(separator: ",") + "\n"
                    }.joined()).utf8), to: "c.csv")
        let base = ["verify", "--published", "p.csv", "--computed", "c.csv"]
        for (words, failed) in [
            ([], []), (["--tolerance", "0.09"], []), (["--tolerance", "0.05"], ["--tolerance 0.05"]),
            (["--tolerance", "0.05", "--min-share", "0.8"], []), (["--min-share", "0.9"], ["--tolerance 0.02"]),
            (["--max-mae", "0.02"], []), (["--max-mae", "0.01"], ["--max-mae"]), (["--min-correlation", "0.99"], []),
            (["--min-correlation", "0.999", "--max-mae", "0.01"], ["--min-correlation", "--max-mae"]),
            (["--require-same-names"], ["--require-same-names"]), (["--strict"], ["sound (--strict)"]),
        ] as [([String], [String])] {
            let result = try await Program.run(base + words, in: place.path)
            #expect(result.status == (failed.isEmpty ? 0 : 1), "\(words) \(result.output)")
            let lines = result.error.split(separator: "\n")
            #expect(lines.count == failed.count)
            for (line, option) in zip(lines, failed) {
                #expect(line.hasPrefix("rca-cli: check failed: \(option): "), "\(line)")
            }
        }
        let text = try await Program.run(base, in: place.path).output
        #expect(text.contains("9 names have a score in both files\n1 only in p.csv: 00000000_000_labels.png\n"))
        #expect(text.contains("00000009_000_labels.png    0.99000   0.90000    -0.09000"), "\(text)")
    }

    @Test("prints JSON with the documented keys, and CSV with the same figures")
    func formats() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array(Self.published.utf8), to: "p.csv")
        let base = ["verify", "--published", "p.csv", "--computed", "p.csv", "--format"]
        let json = try await Program.run(base + ["json"], in: place.path)
        #expect(json.status == 0 && json.error == "")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object.keys.sorted() == ["checks", "comparison", "computed", "held", "join", "published", "sample"])
        let file = try #require(object["published"] as? [String: Any])
        #expect(file.keys.sorted() == ["names", "notes", "path", "problems", "rows", "sound", "summary", "worst"])
        let comparison = try #require(object["comparison"] as? [String: Any])
        #expect(
            comparison.keys.sorted() == [
                "bias", "concordance", "count", "decision", "furthest", "limitsOfAgreement", "meanAbsoluteError",
                "pearson",
                "shareWithinTolerance", "spearman", "tolerance",
            ])
        #expect(comparison["pearson"] as? Double == 1 && object["sample"] is NSNull)
        let csv = try await Program.run(base + ["csv"], in: place.path)
        #expect(csv.output.hasPrefix("figure,value\n") && csv.output.contains("\ncomparison.decision.kappa,1.0\n"))
    }
}
