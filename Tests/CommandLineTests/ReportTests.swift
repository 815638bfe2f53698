import Foundation
import Machine
import RCA
import Tables
import TestSupport
import Testing

@Suite("rca-cli report")
struct ReportTests {
    /// A place whose three masks are scored into `out/`.
    private func scored(_ more: [String] = []) async throws -> Workplace {
        let place = try await Workplace()
        let result = try await place.score([:], ["--quiet"] + more)
        guard result.status == 0 else { throw PhantomFiles.Failure(error: result.error) }
        return place
    }

    private func pictures(_ html: String) -> Int { html.split(separator: "<article class=\"card").count - 1 }

    @Test("writes one page beside the scores, with a picture of each of the worst masks")
    func page() async throws {
        let place = try await scored()
        let result = try await place.run("report", "out", "--worst", "2")
        #expect(result.status == 0 && result.output == "", "\(result.error)")
        #expect(result.error.hasPrefix("3 masks, 2 pictures, "))
        let html = try place.text("out/report.html")
        #expect(html.hasPrefix("<!DOCTYPE html>") && pictures(html) == 2)
        #expect(html.contains("class=\"expected\" d=\"M"), "the outline of the consensus")
        #expect(html.contains("best reference: 0."))
        #expect(html.contains("rca-cli \(RCAVersion.current)") && html.contains("mutual") == false)
        // The lowest score comes first.
        let lowest = try place.expected().min { $0.value < $1.value }?.key ?? ""
        #expect(html.split(separator: "</h3>").first { $0.contains("card-name") }?.hasSuffix(">\(lowest)") == true)
    }

    @Test("is set aside where its run is made anew with other results, and stays where they are the same")
    func outdated() async throws {
        let place = try await scored(["--report"])
        #expect(try await place.score([:], ["--quiet", "--details"]).status == 0)
        #expect(place.exists("out/report.html"), "it shows nothing of the details")
        try place.copy("masks/phantom_0002.png", to: "masks/phantom_0001.png")
        let anew = try await place.score([:], ["--quiet"])
        #expect(anew.status == 0 && !place.exists("out/report.html"), "it shows scores that are no more")
        #expect(anew.error == "out/report.html: was about earlier results; set aside as out/report.html.old-1\n")
        #expect(try place.text("out/report.html.old-1").hasPrefix("<!DOCTYPE html>"))
    }

    @Test("is set aside with its tables where a run over several folders of masks writes others")
    func severalFolders() async throws {
        let place = try await scored(["--report"])
        try place.copy("masks", to: "second")
        try place.write(Array("{}".utf8), to: "out/rca_audit.json")
        let whole = try place.bytes("out/rca_dice_scores.csv")
        let words = ["--masks", "second", "--quiet"]
        let both = try await place.score([:], words)
        #expect(both.status == 0, "\(both.error)")
        let names = ["rca_dice_scores.csv", "rca_structures.csv", "rca_run.json", "report.html"]
        for name in names {
            #expect(!place.exists("out/" + name) && place.exists("out/\(name).old-1"), "\(name)")
            #expect(both.error.contains("out/\(name): was about earlier results; set aside as out/\(name).old-1\n"))
        }
        #expect(try place.bytes("out/rca_dice_scores.csv.old-1") == whole)
        #expect(try place.bytes("out/masks/rca_dice_scores.csv") == whole)
        #expect(try place.text("out/rca_audit.json") == "{}", "somebody else's by now")
        #expect(try await place.score([:], words).error == "")
        #expect(!place.exists("out/report.html.old-2"))
    }

    @Test("has no picture of a mask that is no longer the one that was scored; show and overlay refuse it")
    func changedMask() async throws {
        let place = try await scored()
        let name = PhantomFiles.names[0]
        try place.copy(place.phantoms + "/cases/predictions/shifted_3/\(name)", to: "masks/\(name)")
        let problem = "masks/\(name): is not as it was scored: lungs has 0."
        let report = try await place.run("report", "out")
        #expect(report.status == 0 && report.error.contains("\n3 masks, 2 pictures, "), "\(report.error)")
        #expect(try place.text("out/report.html").contains(problem))
        let show = try await place.run("show", "out", name)
        #expect(show.status == 64 && show.output == "" && show.error.contains(problem), "\(show.error)")
        let overlay = try await place.run("overlay", "out", "--worst", "3", "--output", "o.png")
        #expect(overlay.status == 2 && overlay.error.contains(problem), "\(overlay.error)")
    }

    @Test("leads with the expected Dice and its range, and keeps the published one beside it")
    func expected() async throws {
        let place = try await Workplace()
        try await place.drawReferences()
        #expect(try await place.score(["reference": "many"], ["--quiet"]).status == 0)
        #expect(try await place.run("report", "out").status == 0)
        let html = try place.text("out/report.html")
        #expect(html.contains("<h2 id=\"title-scores\">Expected Dice</h2>"))
        #expect(html.contains("Accepted from an expected Dice of 0.9"))
        #expect(
            html.contains(
                /<figcaption><span class="together">expected 0\.\d{3} \(0\.\d{3}–[01]\.\d{3}\)<\/span> · <span class="together">published Dice 0\.\d{3}</
            ))
        #expect(html.contains("<th scope=\"col\">expected</th><th scope=\"col\">range</th>"))
        #expect(html.contains("<rect class=\"range\" x=") && html.contains("range, median"))
        #expect(html.contains(#""order":"expected""#) && html.contains(#""title":"published Dice""#))
        for key in ["expected", "lower", "upper", "dice", "lungs_expected", "lungs_dice", "lungs_consensus"] {
            #expect(html.contains("\"key\":\"\(key)\""), "\(key)")
        }
    }

    @Test("of tables of earlier versions, which have no expected Dice, looks as ever")
    func earlier() async throws {
        let place = try await scored()
        try place.dropExpected("out")
        let result = try await place.run("report", "out")
        #expect(result.status == 0 && result.error.contains("3 masks, 3 pictures"), "\(result.error)")
        let html = try place.text("out/report.html")
        #expect(html.contains("<h2 id=\"title-scores\">Predicted Dice</h2>") && html.contains("<figcaption>Dice 0."))
        try place.copy(place.phantoms + "/cases/truth/boundary_2.csv", to: "truth.csv")
        #expect(try await place.run("report", "out", "--truth", "truth.csv", "--output", "page.html").status == 0)
        #expect(try place.text("page.html").contains("Predicted against true"))
        #expect(!html.contains("expected Dice") && !html.contains("<rect class=\"range\""))
        #expect(html.contains(#""order":"dice""#) && !html.contains(#""key":"expected""#))
        let lowest = try place.scores().min { $0.value < $1.value }?.key ?? ""
        #expect(html.split(separator: "</h3>").first { $0.contains("card-name") }?.hasSuffix(">\(lowest)") == true)
    }

    @Test("names another estimate than the published one, and decisions by the range of the expected Dice")
    func otherEstimator() async throws {
        let place = try await Workplace()
        try await place.drawReferences()
        let words = ["--estimator", "consensus", "--threshold", "0.8", "--quiet"]
        #expect(try await place.score(["reference": "many"], words).status == 0)
        #expect(try await place.run("report", "out").status == 0)
        let html = try place.text("out/report.html")
        #expect(html.contains(#""title":"Dice (consensus)""#) && !html.contains("published Dice"))
        #expect(html.contains("Decisions by the range of the expected Dice: is the true Dice surely above 0.8?"))
    }

    @Test("is written by score --report as well, one for each folder of masks")
    func afterScoring() async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/missing_lung", to: "more")
        let result = try await place.score([:], ["--masks", "more", "--report", "--quiet"])
        #expect(result.status == 0 && result.error == "", "\(result.error)")
        for folder in ["out/masks", "out/more"] {
            #expect(pictures(try place.text(folder + "/report.html")) == 3)
            let again = try await place.run("report", folder, "--output", "again.html", "--overwrite")
            #expect(try again.status == 0 && place.bytes("again.html") == place.bytes(folder + "/report.html"))
        }
    }

    @Test("of one mask says so in the singular, after score --report too")
    func oneMask() async throws {
        let place = try await Workplace()
        for name in PhantomFiles.names.dropFirst() {
            for folder in ["images", "masks"] { try place.remove("\(folder)/\(name)") }
        }
        let scored = try await place.score([:], ["--report"])
        #expect(scored.status == 0 && scored.error.contains("\n1 mask, 1 picture, "), "\(scored.error)")
        let again = try await place.run("report", "out")
        #expect(again.status == 0 && again.error.hasPrefix("1 mask, 1 picture, "), "\(again.error)")
    }

    @Test("has charts of a truth and of published scores, where they are given")
    func comparisons() async throws {
        let place = try await scored()
        try place.copy(place.phantoms + "/cases/truth/boundary_2.csv", to: "truth.csv")
        try place.write(
            Array("fname,dice\nphantom_0001.png,0.9\nphantom_0002.png,0.95\nother.png,0.5\n".utf8), to: "p.csv")
        let result = try await place.run(
            "report", "out", "--truth", "truth.csv", "--published", "p.csv", "--output", "page.html", "--worst", "0")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("1 of 3 masks have no row in published scores (p.csv)"))
        let html = try place.text("page.html")
        #expect(html.contains("Expected against true") && html.contains("Against the published scores"))
        #expect(html.contains("<h3>lungs</h3>") && html.contains("limits of agreement"))
        #expect(!place.exists("out/report.html") && pictures(html) == 0)
    }

    @Test("refuses a truth and published scores of other masks, before it writes anything")
    func otherMasks() async throws {
        let place = try await scored()
        try place.write(Array("fname,structure,dice\nx.png,lungs,0.9\n".utf8), to: "truth.csv")
        try place.write(Array("fname,dice\nx.png,0.9\n".utf8), to: "p.csv")
        for (option, file, problem) in [
            ("--truth", "truth.csv", "no row has the fname and structure of a score"),
            ("--published", "p.csv", "no row has the fname of a score"),
        ] {
            let result = try await place.run("report", "out", option, file)
            #expect(result.status == 64 && result.error.contains("\(file): \(problem)"), "\(result.error)")
            #expect(!place.exists("out/report.html"))
        }
    }

    @Test("of masks whose files are gone says so in their places, and is written all the same")
    func missingFiles() async throws {
        let place = try await scored()
        try place.remove("images/phantom_0001.png")
        let some = try await place.run("report", "out")
        #expect(some.status == 0 && some.error.contains("1 of the lowest scores has no picture"))
        let html = try place.text("out/report.html")
        #expect(html.contains("No picture: masks/phantom_0001.png: missing image"))
        try place.remove("masks")
        let none = try await place.run("report", "out")
        #expect(none.status == 0 && none.error.contains("There are no pictures: masks: there is no such folder"))
        #expect(try place.text("out/report.html").contains("No picture: masks: there is no such folder"))
    }

    @Test("shows what failed by kind, also where nothing is left")
    func allFailed() async throws {
        let place = try await Workplace()
        for name in PhantomFiles.names { try place.write(Array("no picture".utf8), to: "masks/\(name)") }
        #expect(try await place.score([:], ["--quiet"]).status == 2)
        let result = try await place.run("report", "out")
        let size = DecimalText.threeDigits(Double(try place.bytes("out/report.html").count) / 1e6)
        #expect(result.status == 0 && result.error == "0 masks, 0 pictures, \(size) MB: out/report.html\n")
        let html = try place.text("out/report.html")
        #expect(html.contains("0 masks have a score") && html.contains("format unsupported <span class=\"count\">3"))
    }

    @Test("needs the scores alone: without structures, verdicts, a record it says what is missing")
    func scoresAlone() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write(
            Array("fname,dice\n<script>alert(1)</script>.png,0.5\nb.png,\n".utf8), to: "s/rca_dice_scores.csv")
        let result = try await place.run("report", "s")
        #expect(result.status == 0, "\(result.error)")
        for name in ["rca_structures.csv", "rca_reliability.csv", "rca_run.json"] {
            #expect(result.error.contains("There is no \(name)"))
        }
        let html = try place.text("s/report.html")
        #expect(!html.contains("<script>alert") && html.contains("&lt;script&gt;alert(1)&lt;/script&gt;.png"))
        #expect(html.contains("2 masks have a score") == false || html.contains("no score"))
    }

    @Test("has pictures without the table of structures, and the calibration's decisions where they are")
    func otherTables() async throws {
        let place = try await scored()
        try place.remove("out/rca_structures.csv")
        let rows = PhantomFiles.names.map { "\($0),lungs,0.9,0.8,1,accept\n\($0),mean,0.5,0.4,0.6,reject\n" }.joined()
        try place.write(
            Array(("fname,structure,predicted,lower,upper,decision\n" + rows).utf8), to: "out/rca_intervals.csv")
        let result = try await place.run("report", "out")
        #expect(result.status == 0 && result.error.contains("3 masks, 3 pictures"), "\(result.error)")
        let html = try place.text("out/report.html")
        #expect(html.contains("Decisions by the calibration") && html.contains("surely below the limit"))
        // The radiograph with mask and consensus, and the reference with both: two lines of each kind on every card.
        let outlines = html.components(separatedBy: "<path class=\"expected\" d=\"M").count - 1
        #expect(outlines == 7)
    }

    @Test("takes radiographs that are not square")
    func otherRadiographs() async throws {
        let place = try await Workplace(isEmpty: true)
        #expect(
            try await place.run("phantom", "--output", "p", "--count", "2", "--seed", "3", "--size", "96x160").status
                == 0)
        let words = [
            "score", "--images", "p/images", "--masks", "p/predictions/missing_lung", "--reference", place.bundle,
            "--structures", PhantomFiles.structures, "--output", "out", "--quiet",
        ]
        #expect(try await Program.run(words, in: place.path).status == 0)
        let result = try await place.run("report", "out")
        #expect(result.status == 0 && result.error.hasPrefix("2 masks, 2 pictures"), "\(result.error)")
    }

    @Test(
        "says what is wrong with its words and files, in a line",
        arguments: [
            (["none"], "rca-cli: none: there is no such folder; check the path\n"),
            (
                ["images"],
                "rca-cli: images: holds no rca_dice_scores.csv; give the output folder of 'rca-cli score'\n"
            ),
            (["."], "rca-cli: .: holds no rca_dice_scores.csv; give one of the folders in it: out\n"),
            (["out", "--worst", "1001"], "Error: --worst is 0 to 1000\n"),
            (["out", "--accept", "0.5"], "Error: --reject and --accept are 0 to 1, and --reject is not above"),
            (["out", "--truth", "none.csv"], "rca-cli: none.csv: does not exist; check the path\n"),
            (["out", "--structures", "lungs"], "rca-cli: structures 'lungs': 'lungs' is not a name and a label; "),
        ])
    func usage(words: [String], message: String) async throws {
        let place = try await scored()
        let result = try await Program.run(["report"] + words, in: place.path)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix(message), "\(result.error)")
        #expect(!place.exists("out/report.html"))
    }

    @Test("cannot be written where there is no folder, and says so with 2")
    func unwritable() async throws {
        let place = try await scored()
        let result = try await place.run("report", "out", "--output", "none/page.html")
        #expect(result.status == 2 && result.error.contains("none/page.html: cannot be written"))
    }
}
