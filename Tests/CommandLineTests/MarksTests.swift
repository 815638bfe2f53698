import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli marks")
struct MarksTests {
    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        // 20, 5, 10 and 15 masks: kappa 0.4.
        let kinds = [("fine", "fine", 20), ("fine", "wrong", 5), ("wrong", "fine", 10), ("wrong", "wrong", 15)]
        let pairs = kinds.flatMap { first, second, count in Array(repeating: (first, second), count: count) }
        let names = pairs.indices.map { "\(100 + $0)_labels.png" }
        try place.write(Self.table(names, pairs.map(\.0)), to: "anna.csv")
        try place.write(Self.table(names, pairs.map(\.1)), to: "ben.csv")
        try place.write(Self.table(names, pairs.indices.map { String($0 % 5 + 1) }), to: "cleo.csv")
        try place.write(
            Array((["fname,dice"] + names.map { "\($0),0.9" } + ["200_labels.png,0.5"]).joined(separator: "\n").utf8),
            to: "s/rca_dice_scores.csv")
        return place
    }

    private static func table(_ names: [String], _ marks: [String]) -> [UInt8] {
        Array((["fname,mark"] + zip(names, marks).map { "\($0),\($1)" }).joined(separator: "\n").appending("\n").utf8)
    }

    private func json(_ result: ProgramResult) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test("prints Cohen's kappa of two readers with its interval, and lists what they differ about")
    func two() async throws {
        let place = try await place()
        let result = try await place.run("marks", "anna.csv", "ben.csv", "--format", "json", "--scores", "s")
        #expect(result.status == 0, "\(result.error)")
        let report = try json(result)
        let groups = try #require(report["agreement"] as? [[String: Any]])
        #expect(groups.count == 1 && groups[0]["readers"] as? [String] == ["anna", "ben"])
        let kappa = try #require((groups[0]["decisions"] as? [String: Any])?["kappa"] as? [String: Any])
        let (value, lower, upper) = (kappa["value"] as? Double, kappa["lower"] as? Double, kappa["upper"] as? Double)
        #expect(isNear(value, 0.4))
        #expect(try #require(lower) < 0.3 && #require(upper) > 0.5)
        #expect((report["disagreements"] as? [Any])?.count == 15)
        #expect(report["open"] as? Int == 15 && report["passed"] as? Int == 20 && report["unmarked"] as? Int == 1)
        let text = try await place.run("marks", "anna.csv", "ben.csv", "--rater", "Anna B.", "--rater", "Ben")
        #expect(text.output.contains("Anna B. and Ben  pass or fail     50  70 %  0.4000"), "\(text.output)")
        #expect(text.output.contains("masks that readers differ about\n"))
    }

    @Test("prints Fleiss' kappa of more readers, and weighted kappa where all marked from 1 to 5")
    func many() async throws {
        let place = try await place()
        let three = try json(await place.run("marks", "anna.csv", "ben.csv", "cleo.csv", "--format", "json"))
        let groups = try #require(three["agreement"] as? [[String: Any]])
        #expect(groups.count == 4 && (groups[3]["readers"] as? [String])?.count == 3)
        #expect(groups.allSatisfy { $0["ratings"] is NSNull })
        let first = [1, 2, 3, 4, 5, 3, 3, 2, 4, 5, 1, 2]
        let second = [1, 3, 3, 4, 4, 3, 2, 2, 5, 5, 2, 1]
        let rows = first.indices.flatMap { ["\($0).png,\(first[$0]),x y", "\($0).png,\(second[$0]),\"z, d\""] }
        try place.write(Array((["fname,mark,rater"] + rows).joined(separator: "\n").utf8), to: "both.csv")
        let rated = try json(await place.run("marks", "both.csv", "--format", "json"))
        let ratings = try #require(
            ((rated["agreement"] as? [[String: Any]])?.first?["ratings"] as? [String: Any]))
        #expect(isNear((ratings["kappa"] as? [String: Any])?["value"] as? Double, 0.368421052631579))
        #expect(isNear((ratings["weightedKappa"] as? [String: Any])?["value"] as? Double, 0.8565737051792829))
        #expect((rated["readers"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["x y", "z, d"])
    }

    @Test("writes the masks that pass, those that fail and those in dispute, by the rule that is asked for")
    func lists() async throws {
        let place = try await place()
        let words = ["marks", "anna.csv", "ben.csv", "cleo.csv", "--pass", "p.csv", "--fail", "f.csv"]
        for (rule, passed) in [("majority", 20 * 1 + 9), ("all", 12), ("any", 44)] {
            let result = try await Program.run(
                words + ["--rule", rule, "--overwrite", "--disagreements", "d.csv"], in: place.path)
            #expect(result.status == 0, "\(result.error)")
            let counts = try ["p.csv", "f.csv"].map { try place.text($0).split(separator: "\n").count - 1 }
            #expect(counts == [passed, 50 - passed], "\(rule)")
        }
        #expect(try place.text("d.csv").hasPrefix("fname,anna,ben,cleo\n100_labels.png,fine,fine,1\n"))
        #expect(try place.text("p.csv").hasPrefix("fname,pass,fail\n"))
        let again = try await Program.run(words, in: place.path)
        #expect(again.status == 64 && again.error.contains("p.csv: is there already"))
    }

    @Test("lists a reader who marked nothing and marks of masks without a score, and ends with 2")
    func missing() async throws {
        let place = try await place()
        try place.write(Array("fname,mark\n".utf8), to: "dora.csv")
        try place.write(Array("fname,mark\nz.png,fine\n".utf8), to: "eva.csv")
        let result = try await place.run("marks", "anna.csv", "dora.csv", "eva.csv", "--scores", "s")
        #expect(result.status == 2)
        #expect(
            result.error == "2 could not be used:\n  dora.csv: dora marked nothing, and is left out\n"
                + "  z.png: is marked, and has no score\n")
        let evaluated = try await place.run("evaluate", "--scores", "s", "--marks", "anna.csv", "--marks", "dora.csv")
        #expect(evaluated.status == 2 && evaluated.error.contains("dora.csv: dora marked nothing, and is left out"))
    }

    @Test(
        "says what is wrong, in a line",
        arguments: [
            ("fname,mark\n", [], "rca-cli: m.csv: holds no mark; "),
            (
                "fname,mark\na.png,6\n", [],
                "rca-cli: m.csv: line 2, column \"mark\": \"6\" is no mark; write fine, wrong, or 1 to 5\n"
            ),
            (
                "fname,mark\na.png,4\na.png,5\n", [],
                "rca-cli: m.csv: line 3, column \"fname\": m marked a.png as 5, and as 4 in line 2 of m.csv; keep one of them\n"
            ),
            (
                "fname,mark,rater\na.png,4,\n", [],
                "rca-cli: m.csv: line 2, column \"rater\": the reader's name is empty; "
            ),
            (
                "fname,mark,rater\na.png,4,<b>\n", [],
                "rca-cli: m.csv: line 2, column \"rater\": the reader's name \"<b>\" has a control character or one of "
            ),
            ("fname,mark,rater\na.png,4,x\n", ["--rater", "y"], "rca-cli: --rater: m.csv names its readers itself, "),
            ("fname,mark\na.png,4\n", ["--rater", " "], "rca-cli: --rater: the reader's name is empty; "),
            (
                "fname,mark\na.png,4\n", ["--rater", "x", "--rater", "y"],
                "rca-cli: --rater: is given 2 times for 1 tables"
            ),
            ("fname,mark\na.png,4\n", ["--pass", "p", "--fail", "p"], "rca-cli: p: is named for two lists; "),
            ("fname,mark\na.png,4\n", ["--pass-from", "1"], "Error: --pass-from is 2 to 5"),
        ])
    func badInput(table: String, more: [String], message: String) async throws {
        let place = try await place()
        try place.write(Array(table.utf8), to: "m.csv")
        let result = try await Program.run(["marks", "m.csv"] + more, in: place.path)
        #expect(result.status == 64 && result.error.hasPrefix(message), "\(result.error)")
    }
}
