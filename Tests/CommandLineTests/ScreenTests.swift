import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli screen")
struct ScreenTests {
    @Test("says how each image lies, what is no chest X-ray and what is there twice, and lays images upright")
    func table() async throws {
        let place = try await ScreenImages.place()
        let result = try await ScreenImages.screen(place, "--apply", "upright")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("7 images screened") && result.error.contains("duplicate 1"), "\(result.error)")
        let rows = try ScreenImages.rows(place)
        #expect(rows.count == 7)
        func flags(_ name: String) -> [String] { rows[name]?["flags"]?.split(separator: " ").map(String.init) ?? [] }
        for name in ["p0.png", "p1.png", "p2.png"] {
            #expect(rows[name]?["orientation"] == "upright" && rows[name]?["inverted"] == "no", "\(rows[name] ?? [:])")
            #expect(rows[name]?["usable"] == "yes" && rows[name]?["duplicate_of"] == "", "\(rows[name] ?? [:])")
        }
        #expect(flags("q_copy.png").contains("duplicate") && rows["q_copy.png"]?["duplicate_of"] == "p0.png")
        #expect(rows["q_copy.png"]?["reason"]?.contains("the same file as p0.png") == true)
        #expect(flags("q_inverted.png").contains("inverted") && flags("q_inverted.png").contains("near-duplicate"))
        #expect(rows["q_turned.png"]?["orientation"] == "turned 90° clockwise", "\(rows["q_turned.png"] ?? [:])")
        #expect(flags("q_turned.png").contains("turned") && rows["q_turned.png"]?["duplicate_of"] == "p0.png")
        #expect(flags("r_blank.png") == ["not-a-chest-x-ray"] && rows["r_blank.png"]?["usable"] == "no")

        let original = try place.image("images/p0.png").bytes
        for name in ["p0.png", "q_inverted.png", "q_turned.png"] {
            #expect(try place.image("upright/" + name).bytes == original, "\(name)")
        }
        let done = try ScreenImages.rows(place, "out/rca_upright.csv")
        #expect(done["p0.png"]?["done"] == "nothing had to be done" && done["p0.png"]?["file"] == "p0.png")
        #expect(done["q_turned.png"]?["done"] == "undone: turned 90° clockwise")
        #expect(done["r_blank.png"]?["done"] == "left out: not a chest X-ray" && done["r_blank.png"]?["file"] == "")
        #expect(!place.exists("upright/r_blank.png"))
        let summary = try JSONSerialization.jsonObject(with: Data(place.bytes("out/rca_screen.json"))) as? [String: Any]
        #expect(summary?["images"] as? Int == 7 && summary?["unusable"] as? Int == 1)
    }

    @Test("has the verdict, reliability and pose that score gives with masks, to the last digit")
    func verdict() async throws {
        let place = try await ScreenImages.place()
        let result = try await ScreenImages.screen(place, "--quiet")
        #expect(result.status == 0, "\(result.error)")
        for (index, name) in PhantomFiles.names.enumerated() {
            try place.copy(place.phantoms + "/cases/predictions/boundary_2/" + name, to: "masks/p\(index).png")
        }
        let scored = try await place.score(["reference": "many.rcaref", "output": "scores"], ["--allow-unpaired"])
        #expect(scored.status == 0, "\(scored.error)")
        let (screened, reliability) = (
            try ScreenImages.rows(place), try ScreenImages.rows(place, "scores/rca_reliability.csv")
        )
        #expect(reliability.count == 3)
        for (name, row) in reliability {
            for column in ["reliability", "verdict", "pose"] { #expect(screened[name]?[column] == row[column]) }
        }
    }

    @Test("tells the report which masks are of images to be looked at")
    func report() async throws {
        let place = try await ScreenImages.place()
        let result = try await ScreenImages.screen(place, "--quiet")
        #expect(result.status == 0, "\(result.error)")
        for name in ["p0", "q_copy"] {
            try place.copy(place.phantoms + "/cases/labels/" + PhantomFiles.names[0], to: "masks/\(name)_labels.png")
        }
        let scored = try await place.score(["reference": "many.rcaref", "output": "scores"], ["--allow-unpaired"])
        #expect(scored.status == 0, "\(scored.error)")
        let report = try await place.run("report", "scores", "--screen", "out/rca_screen.csv", "--worst", "2")
        #expect(report.status == 0, "\(report.error)")
        let page = try place.text("scores/report.html")
        #expect(page.contains("image: the same file as p0.png"))

        // The endings that the run was told to ignore, and images by their paths.
        for name in ["p0", "q_copy"] { try place.copy("masks/\(name)_labels.png", to: "others/\(name)_unet.png") }
        let others = try await place.score(
            ["masks": "others", "reference": "many.rcaref", "output": "suffix"],
            ["--allow-unpaired", "--suffix", "_unet"])
        #expect(others.status == 0, "\(others.error)")
        let table = try place.text("out/rca_screen.csv").replacing("p0.png,", with: "a/p0.png,")
            .replacing("q_copy.png,", with: "a/q_copy.png,")
        try place.write(Array(table.utf8), to: "paths.csv")
        let joined = try await place.run("report", "suffix", "--screen", "paths.csv", "--worst", "2")
        #expect(joined.status == 0, "\(joined.error)")
        #expect(try place.text("suffix/report.html").contains("image: the same file as "))
        try place.write(Array("fname,flags,reason\nelsewhere.png,,\n".utf8), to: "none.csv")
        let none = try await place.run("report", "suffix", "--screen", "none.csv", "--overwrite")
        #expect(none.status == 64, "\(none.error)")
        #expect(none.error.contains("none.csv: no row has the fname of an image whose mask was scored; "))
    }

    @Test("keeps one of several images of a radiograph, also where the first of them is gone")
    func goneDuplicates() async throws {
        let place = try await ScreenImages.place()
        #expect(try await ScreenImages.screen(place, "--quiet").status == 0)
        #expect(try ScreenImages.rows(place)["q_copy.png"]?["duplicate_of"] == "p0.png")
        try place.remove("images/p0.png")
        let again = try await ScreenImages.screen(place, "--quiet")
        #expect(again.status == 0, "\(again.error)")
        let rows = try ScreenImages.rows(place)
        #expect(rows["q_copy.png"]?["duplicate_of"] == "" && rows["q_turned.png"]?["duplicate_of"] == "q_copy.png")
        #expect(rows["p0.png"] != nil, "results of images that are gone are kept")
    }

    @Test("gives the same tables in shards and from archives, and goes on where it was")
    func shards() async throws {
        let place = try await ScreenImages.place()
        try place.write(Array("no picture".utf8), to: "images/z.png")
        let whole = try await ScreenImages.screen(place, "--quiet", "--apply", "upright")
        #expect(whole.status == 2 && whole.error.contains("z.png"), "\(whole.error)")
        for index in 1...3 {
            let part = try await Program.run(
                [
                    "screen", "--images", "images", "--reference", "many.rcaref", "--output", "parts", "--quiet",
                    "--apply", "laid", "--shard", "\(index)/3",
                ], in: place.path)
            #expect(part.status == 0 || part.status == 2, "\(part.error)")
        }
        let merged = try await place.run("merge", "parts")
        #expect(merged.status == 2, "\(merged.error)")
        for table in ["rca_screen.csv", "rca_screen.json", "rca_upright.csv"] {
            #expect(try place.bytes("parts/" + table) == place.bytes("out/" + table), "\(table)")
        }
        #expect(
            try place.names("laid").filter { !$0.hasPrefix(".") }
                == place.names("upright").filter { !$0.hasPrefix(".") })
        let again = try await ScreenImages.screen(place, "--apply", "upright")
        #expect(again.status == 2 && again.error.contains("going on: out/journal/"), "\(again.error)")
        let tar = try await Program.run([], in: place.path, prefix: ["sh", "-c", "tar -cf all.tar images"])
        try #require(tar.status == 0, "\(tar.error)")
        let archived = try await Program.run(
            ["screen", "--images", "all.tar", "--reference", "many.rcaref", "--output", "packed", "--quiet"],
            in: place.path)
        #expect(archived.status == 2, "\(archived.error)")
        for table in ["rca_screen.csv", "rca_screen.json"] {
            #expect(try place.bytes("packed/" + table) == place.bytes("out/" + table), "\(table)")
        }
    }

    @Test("with --replace makes anew what it laid upright itself, in a folder elsewhere too")
    func replaced() async throws {
        let place = try await ScreenImages.place()
        #expect(try await ScreenImages.screen(place, "--quiet", "--apply", "upright").status == 0)
        let before = try place.bytes("upright/p0.png")
        try place.copy("images/p1.png", to: "images/p0.png")
        let again = try await ScreenImages.screen(place, "--quiet", "--apply", "upright", "--replace")
        #expect(again.status == 0, "\(again.error)")
        #expect(try place.bytes("upright/p0.png") != before)
        #expect(try place.bytes("upright/p0.png") == place.bytes("upright/p1.png"))
        let rows = try ScreenImages.rows(place)
        #expect(rows.count == 7 && rows["p1.png"]?["flags"]?.contains("duplicate") == true, "\(rows)")
    }

    @Test("takes away what it laid upright of an image that is no chest X-ray any more, or cannot be read")
    func outdatedUpright() async throws {
        let place = try await ScreenImages.place()
        #expect(try await ScreenImages.screen(place, "--quiet", "--apply", "upright").status == 0)
        try place.copy("images/r_blank.png", to: "images/p0.png")
        try place.write(Array("no picture".utf8), to: "images/p1.png")
        let again = try await ScreenImages.screen(place, "--quiet", "--apply", "upright")
        #expect(again.status == 2, "\(again.error)")
        #expect(!place.exists("upright/p0.png") && !place.exists("upright/p1.png") && place.exists("upright/p2.png"))
    }

    @Test("gives each image an upright file of its own, whatever others are called", arguments: ["1", "3"])
    func uprightNames(threads: String) async throws {
        let place = try await ScreenImages.place()
        let sources = ["p0.png", "p1.png", "p2.png", "q_turned.png", "q_inverted.png"]
        let names = ["b/a.png", "b/a_mask.png", "c/a.png", "c/a.png.png", "c/b%2Fa.png"]
        for (source, name) in zip(sources, names) { try place.copy("images/" + source, to: "all/" + name) }
        let result = try await Program.run(
            [
                "screen", "--images", "all", "--reference", "many.rcaref", "--output", "out", "--apply", "upright",
                "--threads", threads, "--quiet",
            ], in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let rows = try ScreenImages.rows(place, "out/rca_upright.csv")
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, rows[$0]?["file"] ?? "") })
        #expect(
            files == [
                "b/a.png": "b%2Fa.png.png", "b/a_mask.png": "a_mask.png", "c/a.png": "c%2Fa.png.png",
                "c/a.png.png": "c%2Fa.png.png.png", "c/b%2Fa.png": "b%2Fa.png",
            ], "\(files)")
        for (name, source) in zip(names, sources) where source.hasPrefix("p") {
            #expect(try place.image("upright/" + (files[name] ?? "")).bytes == place.image("images/" + source).bytes)
        }
    }

    @Test("lays nothing into the images that it reads, and says which pictures it does not read")
    func folders() async throws {
        let place = try await ScreenImages.place()
        let inside = try await ScreenImages.screen(place, "--quiet", "--apply", "images/upright")
        #expect(inside.status == 64 && inside.error.contains("images/upright: is in images, which is read"))
        #expect(!place.exists("images/upright"))
        try place.copy("images/p0.png", to: "images/more/p9.png")
        let screened = try await ScreenImages.screen(place)
        #expect(screened.status == 0, "\(screened.error)")
        let note = "images: holds pictures itself, so those in its sub-folders (more) are not read"
        #expect(screened.error.contains(note), "\(screened.error)")
    }

    @Test("keeps what somebody has changed, and fails on flags where that is asked for")
    func careful() async throws {
        let place = try await ScreenImages.place()
        try place.write(Array("mine".utf8), to: "upright/p1.png")
        let refused = try await ScreenImages.screen(place, "--quiet", "--apply", "upright")
        #expect(refused.status != 0 && refused.error.contains("upright/p1.png: is there already"), "\(refused.error)")
        #expect(try place.text("upright/p1.png") == "mine" && !place.exists("out/rca_screen.csv"))
        let same = try await ScreenImages.screen(place, "--quiet", "--apply", "out")
        #expect(same.status != 0 && same.error.contains("is the folder of the tables as well"), "\(same.error)")
        let input = try await ScreenImages.screen(place, "--quiet", "--apply", "images")
        #expect(input.status != 0 && input.error.contains("images"), "\(input.error)")
        let flagged = try await ScreenImages.screen(place, "--quiet", "--fail-on-flag")
        #expect(flagged.status == 1, "\(flagged.error)")
        let mixed = try await place.score(["reference": "many.rcaref", "masks": "images", "images": "upright"])
        #expect(mixed.status != 0)
    }
}
