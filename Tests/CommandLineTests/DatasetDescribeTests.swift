import Foundation
import Machine
import RCA
import TestSupport
import Testing

@Suite("rca-cli dataset describe")
struct DatasetDescribeTests {
    private static let about = "Predicted quality of segmentation masks of drawn chest X-rays; nothing in it is real."

    private static let required = [
        "--name", "Masks of phantoms", "--description", about, "--creator", "The rca authors", "--license",
        "https://creativecommons.org/licenses/by/4.0/",
    ]

    private func describe(_ place: Workplace, _ folder: String, _ more: [String] = []) async throws -> ProgramResult {
        try await Program.run(["dataset", "describe", folder] + Self.required + more, in: place.path)
    }

    private func document(_ place: Workplace, _ folder: String) throws -> [String: Any] {
        let data = Data(try place.bytes(folder + "/dataset.jsonld"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("says of a run's tables what they are, how large, what they measure and how they were made")
    func run() async throws {
        let place = try await Workplace()
        try #expect(await place.score([:], ["--quiet"]).status == 0)
        let result = try await describe(
            place, "out",
            [
                "--url", "https://example.org/masks", "--download-url", "https://example.org/files", "--citation",
                "A, B",
                "--citation", "C", "--keyword", "chest", "--based-on", "https://example.org/radiographs",
                "--identifier",
                "doi:10.0/1", "--dataset-version", "2", "--date-published", "2026-01-31", "--organization",
                "Lab <https://ror.org/1>",
            ])
        #expect(result.status == 0, "\(result.error)")
        let set = try document(place, "out")
        #expect(set["@context"] as? String == "https://schema.org/" && set["@type"] as? String == "Dataset")
        #expect(set["name"] as? String == "Masks of phantoms" && set["description"] as? String == Self.about)
        #expect(set["citation"] as? [String] == ["A, B", "C"])
        #expect(set["datePublished"] as? String == "2026-01-31" && set["version"] as? String == "2")
        let creators = try #require(set["creator"] as? [[String: String]])
        #expect(creators.map { $0["@type"] } == ["Person", "Organization"])
        #expect(creators[1]["url"] == "https://ror.org/1")
        let files = try #require(set["distribution"] as? [[String: String]])
        let tables = [
            "rca_audit.csv", "rca_audit.json", "rca_dice_scores.csv", "rca_reliability.csv", "rca_run.json",
            "rca_structures.csv",
        ]
        #expect(files.map { $0["name"] } == tables)
        for file in files {
            let name = try #require(file["name"])
            #expect(file["contentSize"] == "\(try place.bytes("out/" + name).count) B")
            #expect(file["contentUrl"] == "https://example.org/files/" + name)
            #expect(file["encodingFormat"] == (name.hasSuffix(".csv") ? "text/csv" : "application/json"))
            let sum = try await Program.run([], in: place.path, prefix: ["sh", "-c", "sha256sum out/\(name)"])
            #expect(sum.output.hasPrefix((file["sha256"] ?? "none") + " "))
        }
        let variables = try #require(set["variableMeasured"] as? [[String: Any]])
        let names = variables.compactMap { $0["name"] as? String }
        #expect(names.contains("dice") && names.contains("consensus") && names.contains("reliability"))
        #expect(names.contains("area_rank") && names.contains("raggedness"))
        #expect(!names.contains("fname") && Set(names).count == names.count)
        #expect(variables.allSatisfy { ($0["description"] as? String)?.isEmpty == false })
        #expect(files.allSatisfy { $0["description"]?.isEmpty == false })
        let technique = try #require(set["measurementTechnique"] as? [String])
        #expect(technique.count == 1)
        let record = try place.record()
        #expect(technique[0].contains(record.reference.digest) && technique[0].contains(RCAVersion.current))
        let readme = try place.text("out/README.md")
        for file in files { #expect(readme.contains("`\(file["sha256"] ?? "none")`")) }
        #expect(readme.contains("itemprop=\"citation\">A, B<"))
    }

    @Test("knows tables of screen, compare and watch, these whatever they are called, and no others")
    func tables() async throws {
        let place = try await Workplace(isEmpty: true)
        for (name, text) in [
            ("rca_screen.csv", "fname,usable,flags,similarity,scanner\na.png,yes,,,x\n"),
            ("take.csv", "image,segmenter,fname,predicted,margin,reliable,agreement\na,s,a.png,0.9,0.1,yes,\n"),
            ("pairs.csv", "image,first,second,structure,dice\na,s,t,lungs,0.9\n"),
            (
                "drift.csv",
                "feature,by,group,baseline,images,baseline_median,new_median,log10_martingale,log10_highest,p_holm,drifted,"
                    + "alarm_number,alarm_image,ks,ks_p\n"
            ),
            ("ages.csv", "image,age\na,7\n"), ("odd.csv", "\"a\n"),
        ] { try place.write(Array(text.utf8), to: "set/\(name)") }
        #expect(try await describe(place, "set").status == 0)
        let set = try document(place, "set")
        let files = try #require(set["distribution"] as? [[String: String]])
        let told = files.filter { $0["description"] != nil }.compactMap { $0["name"] }
        #expect(told == ["drift.csv", "pairs.csv", "rca_screen.csv", "take.csv"])
        let variables = try #require(set["variableMeasured"] as? [[String: Any]])
        let names = variables.compactMap { $0["name"] as? String }
        #expect(names.prefix(7) == ["usable", "flags", "similarity", "scanner", "predicted", "margin", "reliable"])
        #expect(names.contains("dice") && names.contains("log10_martingale") && !names.contains("age"))
        let similarity = try #require(variables.first { $0["name"] as? String == "similarity" })
        #expect(similarity["maxValue"] as? Int == 1)
        #expect((variables.first { $0["name"] as? String == "scanner" })?["description"] == nil)
    }

    @Test("gives the same bytes again, also over its own files, and does not list these")
    func stable() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array("a".utf8), to: "set/b ü/x.tar.gz")
        try place.write([], to: "set/empty.bin")
        try place.write(Array("j".utf8), to: "set/journal/shard.journal")
        #expect(try await describe(place, "set").status == 0)
        let first = try (place.bytes("set/dataset.jsonld"), place.bytes("set/README.md"))
        #expect(try await describe(place, "set").status == 0)
        #expect(try place.bytes("set/dataset.jsonld") == first.0 && place.bytes("set/README.md") == first.1)
        let files = try #require(try document(place, "set")["distribution"] as? [[String: String]])
        #expect(files.map { $0["name"] } == ["b ü/x.tar.gz", "empty.bin"])
        #expect(files.map { $0["contentUrl"] } == ["b%20%C3%BC/x.tar.gz", "empty.bin"])
        #expect(files.map { $0["encodingFormat"] } == ["application/gzip", "application/octet-stream"])
        #expect(try document(place, "set")["variableMeasured"] == nil)
        #expect(try document(place, "set")["measurementTechnique"] == nil)
    }

    @Test("keeps names that would be HTML from being any")
    func escaping() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array("a".utf8), to: "set/<img src=x>.csv")
        let result = try await describe(place, "set", ["--citation", "</script><script>alert(1)</script> | *x*"])
        #expect(result.status == 0)
        for file in ["set/dataset.jsonld", "set/README.md"] {
            let text = try place.text(file)
            #expect(!text.contains("<script>") && !text.contains("<img"), "\(file)")
        }
    }

    @Test("names all that is missing in one line, and makes nothing up")
    func missing() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array("a".utf8), to: "set/a.csv")
        let result = try await place.run("dataset", "describe", "set")
        #expect(result.status == 64 && result.output == "")
        #expect(
            result.error
                == "rca-cli: dataset describe: missing: --name, --description, --creator (or --organization), --license; "
                + "give them as options; no file says them, and nothing is made up\n")
        #expect(try place.names("set") == ["a.csv"])
    }

    @Test(
        "refuses what search engines would not take, and folders that are none",
        arguments: [
            (["--license", "CC BY"], "--license: 'CC BY' is no web address"),
            (["--description", "short"], "--description: has 5 characters; write 50 to 5000"),
            (["--url", "ftp://x"], "--url: 'ftp://x' is no web address"),
            (["--creator", "<https://a>"], "--creator: '<https://a>' is no name"),
            (["--date-published", "2026-13-01"], "--date-published: '2026-13-01' is no day"),
            (["--description-file", "set/a.csv"], "--description: is given twice"),
        ])
    func invalid(more: [String], message: String) async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array("a".utf8), to: "set/a.csv")
        let result = try await describe(place, "set", more)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix("rca-cli: \(message)"), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
        #expect(try place.names("set") == ["a.csv"])
    }

    @Test("refuses an empty folder, a README.md of somebody else, too many files and a damaged table")
    func folders() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.makeFolder("empty")
        #expect(try await describe(place, "empty").error.contains("empty: holds no file of a data set"))
        #expect(try await describe(place, "none").error.contains("none: there is no such folder"))
        try place.write(Array("# Mine\n".utf8), to: "mine/README.md")
        try place.write(Array("a".utf8), to: "mine/a.csv")
        #expect(try await describe(place, "mine").status == 64 || place.exists("mine/dataset.jsonld") == false)
        #expect(try place.text("mine/README.md") == "# Mine\n")
        for number in 0...1000 { try place.write([], to: "many/\(number)") }
        #expect(try await describe(place, "many").error.contains("holds more than 1000 files"))
        try place.write(Array("fname\"dice\n".utf8), to: "bad/rca_dice_scores.csv")
        let bad = try await describe(place, "bad")
        #expect(bad.status == 64 && bad.error.contains("bad/rca_dice_scores.csv"), "\(bad.error)")
    }
}
