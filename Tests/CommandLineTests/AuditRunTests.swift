import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli audit as a run")
struct AuditRunTests {
    @Test("of shards gives the bytes of an undivided run, resumes, and reads archives")
    func shards() async throws {
        let place = try await AuditMasks.place([3: AuditMasks.rectangle(1, 0..<24, 168..<190)])
        try place.write(Array("no picture".utf8), to: "masks/z.png")
        let whole = try await AuditMasks.audit(place, "--quiet")
        #expect(whole.status == 2 && whole.error.contains("z.png"), "\(whole.error)")
        for index in 1...3 {
            let words = [
                "audit", "--masks", "masks", "--structures", "lungs=1,heart=2", "--output", "parts", "--quiet",
                "--shard", "\(index)/3",
            ]
            let part = try await Program.run(words, in: place.path)
            #expect(part.status == 0 || part.status == 2, "\(part.error)")
        }
        let merged = try await place.run("merge", "parts")
        #expect(merged.status == 2, "\(merged.error)")
        let tables = ["rca_audit.csv", "rca_audit.json"]
        for table in tables { #expect(try place.bytes("parts/" + table) == place.bytes("out/" + table)) }
        let again = try await AuditMasks.audit(place)
        #expect(again.status == 2 && again.error.contains("going on: out/journal/"), "\(again.error)")
        let tar = try await Program.run([], in: place.path, prefix: ["sh", "-c", "tar -cf all.tar masks"])
        try #require(tar.status == 0, "\(tar.error)")
        let archived = try await Program.run(
            ["audit", "--masks", "all.tar", "--structures", "lungs=1,heart=2", "--output", "packed", "--quiet"],
            in: place.path)
        #expect(archived.status == 2, "\(archived.error)")
        for table in tables { #expect(try place.bytes("packed/" + table) == place.bytes("out/" + table)) }
    }

    @Test("says after a merge as well that there are too few masks to say what is usual")
    func merged() async throws {
        let place = try await Workplace()
        let words = ["audit", "--masks", "masks", "--structures", "lungs=1,heart=2", "--output", "parts", "--shard"]
        for index in 1...2 {
            let part = try await Program.run(words + ["\(index)/2"], in: place.path)
            #expect(part.status == 0, "\(part.error)")
        }
        let merged = try await place.run("merge", "parts")
        #expect(
            merged.error.contains("too few masks have heart, lungs to say what is usual")
                || merged.error.contains("too few masks have lungs, heart to say what is usual"), "\(merged.error)")
    }

    @Test("holds masks against the references' where there are too few for limits of their own")
    func references() async throws {
        let place = try await Workplace()
        try place.relabel("masks/phantom_0002.png", to: "masks/phantom_0002.png") { $0 == 1 ? 0 : UInt16($0) }
        try await place.drawManyReferences()
        let words = ["audit", "--masks", "masks", "--output", "out", "--quiet"]
        let folder = try await Program.run(
            words + ["--reference", "many", "--structures", PhantomFiles.structures], in: place.path)
        #expect(folder.status == 0, "\(folder.error)")
        let empty = try AuditMasks.row(place, "phantom_0002.png", "lungs")
        #expect(empty.reason == "no pixel is lungs, which 100 % of the references have")
        #expect(try !AuditMasks.row(place, "phantom_0001.png", "lungs").flags.contains("empty"))
    }

    @Test("with --images lists what has no partner and what has another shape")
    func images() async throws {
        let place = try await Workplace()
        try place.remove("images/phantom_0001.png")
        try place.write(
            PNGWriter.encode(LabelMap(width: 64, height: 128, indices: Array(repeating: 1, count: 64 * 128))),
            to: "masks/phantom_0002.png")
        let words = [
            "audit", "--masks", "masks", "--images", "images", "--structures", "lungs=1,heart=2", "--output", "out",
            "--quiet",
        ]
        let result = try await Program.run(words, in: place.path)
        #expect(result.status == 2)
        let kinds = try place.record().failures.map { "\($0.fname) \($0.kind)" }
        #expect(kinds == ["phantom_0001.png pairing failed", "phantom_0002.png size mismatch"])
        #expect(try place.record().counts.scored == 1)
    }

    @Test(
        "used wrongly says so in a line",
        arguments: [
            (
                ["--masks", "masks"],
                "rca-cli: --structures: is needed: nothing else says what the labels of the masks mean; add it, for "
                    + "example lungs=1,heart=2, or give a bundle with --reference\n"
            ),
            (
                ["--masks", "none", "--structures", "lungs=1"],
                "rca-cli: none: there is no such folder; check the path\n"
            ),
            (
                ["--masks", "masks", "--reference", "images"],
                "rca-cli: images: a folder of references does not say what its labels mean; "
            ),
            (["--masks", "masks", "--allow-unpaired"], "Error: --allow-unpaired goes with --images\n"),
            (["--masks", "masks", "--fail-on-flag", "--shard", "1/2"], "Error: --fail-on-flag needs the whole set"),
        ])
    func usage(words: [String], message: String) async throws {
        let place = try await Workplace()
        let result = try await Program.run(["audit", "--output", "out"] + words, in: place.path)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix(message), "\(result.error)")
        #expect(!place.exists("out/rca_audit.csv"))
    }

    @Test("a folder of audits is not continued by score, nor one of scores by audit")
    func otherCommand() async throws {
        let place = try await Workplace()
        let words = [
            "audit", "--masks", "masks", "--structures", PhantomFiles.structures, "--output", "out", "--quiet",
        ]
        try await #expect(Program.run(words, in: place.path).status == 0)
        let score = try await place.score()
        #expect(score.status == 64 && score.error.contains("holds results of 'rca-cli audit'"), "\(score.error)")
        try await #expect(place.score(["output": "scores"]).status == 0)
        let audit = try await Program.run(words.dropLast(2) + ["scores", "--quiet"], in: place.path)
        #expect(audit.status == 64 && audit.error.contains("holds results of 'rca-cli score'"), "\(audit.error)")
    }

    @Test("the scores of one of several folders of masks, whose journal lies elsewhere, are not replaced")
    func folderOfSeveral() async throws {
        let place = try await Workplace()
        try place.copy("masks", to: "others")
        try await #expect(place.score([:], ["--masks", "others"]).status == 0)
        let before = try OutputGuardTests.bytes(below: place.path)
        for masks in [["masks"], ["masks", "others"]] {
            let result = try await Program.run(
                ["audit", "--masks"] + masks + [
                    "--structures", PhantomFiles.structures, "--output", masks.count == 1 ? "out/others" : "out",
                    "--quiet",
                ], in: place.path)
            #expect(result.status == 64 && result.error.contains("holds results of 'rca-cli score'"), "\(result.error)")
            #expect(try OutputGuardTests.bytes(below: place.path) == before)
        }
    }

    @Test("what score finds is the same, and the page of report says so")
    func scores() async throws {
        let place = try await Workplace()
        let words = [
            "audit", "--masks", "masks", "--structures", PhantomFiles.structures, "--output", "alone", "--quiet",
        ]
        try await #expect(Program.run(words, in: place.path).status == 0)
        var map = try place.labels("masks/phantom_0001.png")
        for index in map.indices.indices {
            let isHole = (40..<60).contains(index % map.width) && (40..<60).contains(index / map.width)
            map.indices[index] = isHole ? 0 : 1
        }
        try place.write(PNGWriter.encode(map), to: "masks/phantom_0003.png")
        try await #expect(place.score([:], ["--quiet"]).status == 0)
        for structure in ["lungs", "heart"] {
            #expect(
                try AuditMasks.row(place, "phantom_0002.png", structure)
                    == AuditMasks.row(place, "phantom_0002.png", structure, output: "alone"))
        }
        let report = try await place.run("report", "out", "--worst", "3")
        #expect(report.status == 0, "\(report.error)")
        let found = try AuditMasks.row(place, "phantom_0003.png", "lungs")
        #expect(found.flags == ["holes", "edge"], "\(found)")
        #expect(try place.text("out/report.html").contains("lungs \(found.reason)"))
    }
}

extension Workplace {
    /// Draws so many references that they have limits.
    fileprivate func drawManyReferences() async throws {
        let result = try await run(
            "phantom", "--output", "many", "--count", "24", "--seed", "9", "--size", "128", "--reference-only")
        try #require(result.status == 0, "\(result.error)")
    }
}
