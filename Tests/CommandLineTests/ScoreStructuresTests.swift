import Foundation
import RCA
import Tables
import TestSupport
import Testing

/// Masks of the lungs alone, with references of lungs and heart.
@Suite("rca-cli with some of the references' structures")
struct ScoreStructuresTests {
    private static let note =
        "the references have heart as well, which --structures does not ask for: results and means are of lungs alone\n"

    /// `masks` of lungs and heart, `lungs` without the heart.
    private func place() async throws -> Workplace {
        let place = try await Workplace()
        for name in PhantomFiles.names {
            try place.relabel("masks/" + name, to: "lungs/" + name) { $0 == 1 ? 1 : 0 }
            try place.relabel("masks/" + name, to: "other/" + name) { [0: 0, 1: 4, 2: 9][$0] ?? 0 }
        }
        return place
    }

    private func lines(_ place: Workplace, _ name: String) throws -> [Substring] {
        try place.text(name).split(separator: "\n")
    }

    @Test("scores what is asked for as a run of all does, counts it alone in the mean, and says so once")
    func lungs() async throws {
        let place = try await place()
        let surface = ["--surface", "--details"]
        try await #expect(place.score([:], surface).status == 0)
        let result = try await place.score(["masks": "lungs", "structures": "lungs=1", "output": "alone"], surface)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.components(separatedBy: Self.note).count == 2, "\(result.error)")
        for table in ["rca_structures.csv", "rca_surface.csv", "rca_details.csv"] {
            let all = try lines(place, "out/" + table).filter { !$0.contains(",heart,") }
            #expect(try lines(place, "alone/" + table) == all && all.count > 3, "\(table)")
        }
        func verdicts(_ output: String) throws -> [[String]] {
            let table = try CSVTable(bytes: place.bytes(output + "/rca_reliability.csv"), source: output)
            return try table.rows.map { row in
                try ["fname", "reliability", "verdict", "reason", "pose"].map {
                    try table.text(inRow: row, column: table.column(named: $0))
                }
            }
        }
        #expect(try verdicts("alone") == verdicts("out"))
        for name in PhantomFiles.names {
            // The mean over one structure is that structure.
            #expect(try place.scores("alone")[name] == place.structure("lungs", of: name, output: "alone")?.dice)
        }
        let parameters = try place.record("alone").parameters
        #expect(parameters.first { $0.name == "structures-not-scored" }?.value == .list(["heart"]))
        #expect(parameters.first { $0.name == "structures" }?.value == .text("lungs=1"))
        #expect(try place.record("alone").warnings.isEmpty)
        #expect(try !place.record("out").parameters.contains { $0.name == "structures-not-scored" })
    }

    @Test("where structures overlap, the one that --structures names last wins, on a bundle as on a folder")
    func overlapping() async throws {
        let place = try await place()
        for name in PhantomFiles.names {
            try place.relabel("masks/" + name, to: "parts/heart/" + name) { $0 == 2 ? 1 : 0 }
            // The lungs with the heart between them.
            try place.relabel("masks/" + name, to: "parts/lungs/" + name) { $0 > 0 ? 1 : 0 }
        }
        var scores: [[UInt8]] = []
        for structures in ["lungs=1,heart=2", "heart=2,lungs=1"] {
            for (reference, kind) in [(place.reference, "folder"), (place.bundle, "bundle")] {
                let output = "\(structures.prefix(1))-\(kind)"
                let result = try await place.score(
                    ["masks": "parts", "structures": structures, "reference": reference, "output": output])
                #expect(result.status == 0, "\(result.error)")
                scores.append(try place.bytes(output + "/rca_dice_scores.csv"))
            }
        }
        #expect(scores[0] == scores[1] && scores[2] == scores[3] && scores[0] != scores[2])
        let name = PhantomFiles.names[0]
        let other = try await place.run("show", "h-folder", name, "--reference", place.bundle)
        #expect(other.status == 64 && other.error.contains("its structures are heart, lungs"), "\(other.error)")
        #expect(try await place.run("show", "h-bundle", name).status == 0)
    }

    @Test("a reference that is scored itself has no part in its score, turned and mirrored too")
    func ownReference() async throws {
        let place = try await Workplace(isEmpty: true)
        try await place.drawReferences()
        try await place.buildReferences("many.rcaref")
        let names = try place.names("many/images")
        for name in names {
            try place.copy("many/images/" + name, to: "images/" + name)
            try place.copy("many/labels/" + name, to: "masks/" + name)
            let (image, labels) = (try place.image("images/" + name), try place.labels("masks/" + name))
            let turn = PictureTurn(
                transposed: true, flippedAcross: true, flippedDown: false, width: image.width, height: image.height)
            try place.write(PNGWriter.encode(image.turned(turn)), to: "images/turned_" + name)
            let grey = GrayscaleImage(
                width: labels.width, height: labels.height,
                samples: .eightBit(labels.indices.map { UInt8(labels.label(ofIndex: $0)) }))
            try place.write(PNGWriter.encode(grey.turned(turn)), to: "masks/turned_" + name)
        }
        let result = try await place.score(["reference": "many.rcaref"], ["--details"])
        #expect(result.status == 0, "\(result.error)")
        let details = try CSVTable(bytes: place.bytes("out/rca_details.csv"), source: "details")
        let own = try details.rows.filter { row in
            try details.text(inRow: row, column: details.column(named: "fname"))
                .hasSuffix(details.text(inRow: row, column: details.column(named: "reference")))
        }
        #expect(own.isEmpty && details.rows.count > 2 * names.count)
    }

    @Test("reads labels as background that are named so, and several labels as one structure")
    func ignored() async throws {
        let place = try await place()
        try await #expect(place.score(["masks": "lungs", "structures": "lungs=1", "output": "alone"]).status == 0)
        for (number, words) in [
            (["structures": "lungs=1", "ignore-labels": "2"]), ["structures": "lungs=1,heart=-"],
            ["structures": "lungs=4,heart=-", "masks": "other"],
            ["structures": "lungs=4", "ignore-labels": "9,200", "masks": "other"],
        ].enumerated() {
            let result = try await place.score(words.merging(["output": "o\(number)"]) { $1 })
            #expect(result.status == 0 && result.error.contains(Self.note), "\(words): \(result.error)")
            #expect(try place.bytes("o\(number)/rca_structures.csv") == place.bytes("alone/rca_structures.csv"))
        }
        #expect(
            try place.record("o0").parameters.first { $0.name == "ignore-labels" }?.value == .text("2"))
        let unnamed = try await place.score(["structures": "lungs=1", "output": "no"])
        #expect(unnamed.status == 2)
        #expect(unnamed.error.contains("given for: 2; name them with --structures (now lungs=1), or read them as"))
        // Lungs of two labels, left and right.
        for name in PhantomFiles.names {
            let map = try place.labels("masks/" + name)
            let sides = map.indices.enumerated().map { place, index in
                UInt16(index == 1 && place % map.width < map.width / 2 ? 5 : index)
            }
            try place.write(
                PNGWriter.encode(LabelMap(width: map.width, height: map.height, labels: sides, named: name)),
                to: "sides/" + name)
        }
        try await #expect(place.score().status == 0)
        let sides = try await place.score(["masks": "sides", "structures": "lungs=1+5,heart=2", "output": "sides-out"])
        #expect(sides.status == 0 && !sides.error.contains("as well"), "\(sides.error)")
        #expect(try place.bytes("sides-out/rca_structures.csv") == place.bytes("out/rca_structures.csv"))
        let evaluated = try await place.run(
            "evaluate", "--scores", "sides-out", "--masks", "sides", "--truth-masks", "masks", "--structures",
            "lungs=1+5", "--truth-structures", "lungs=1", "--ignore-labels", "2", "--resamples", "0", "--format", "csv")
        #expect(evaluated.status == 0 && evaluated.output.contains("lungs,max"), "\(evaluated.error)")
    }

    @Test("refuses a structure that the references do not have, a name or a label that says two things")
    func refused() async throws {
        let place = try await place()
        for (words, message) in [
            (
                ["structures": "lung=1"],
                "the references' structures are lungs, heart: there is no lung; give --structures with these names, "
                    + "and what else the masks have as lung=-"
            ), (["structures": "lungs=1", "ignore-labels": "1"], "label 1 is lungs in --structures"),
            (["structures": "lungs=1", "ignore-labels": "x"], "'x' is no label from 1 to 65535"),
        ] {
            let result = try await place.score(words)
            #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
            #expect(!place.exists("out"))
        }
        let without = try await Program.run(
            [
                "score", "--images", "images", "--masks", "masks", "--reference", place.bundle, "--output", "out",
                "--ignore-labels", "2",
            ], in: place.path)
        #expect(without.status == 64 && without.error.contains("--ignore-labels: goes with --structures"))
    }

    @Test("goes on, merges shards, and is shown, drawn and reported as it was scored")
    func tables() async throws {
        let place = try await place()
        let words = ["masks": "masks", "structures": "lungs=1", "ignore-labels": "2"]
        try await #expect(place.score(words).status == 0)
        let again = try await place.score(words)
        #expect(again.status == 0 && again.error.contains("3 masks scored"), "\(again.error)")
        for shard in ["1/2", "2/2"] {
            try await #expect(place.score(words.merging(["output": "parts", "shard": shard]) { $1 }).status == 0)
        }
        try await #expect(place.run("merge", "parts").status == 0)
        #expect(try place.bytes("parts/rca_structures.csv") == place.bytes("out/rca_structures.csv"))
        let shown = try await place.run("show", "out", PhantomFiles.names[0])
        #expect(
            shown.status == 0 && shown.output.contains("lungs") && !shown.output.contains("heart"), "\(shown.error)")
        let report = try await place.run("report", "out")
        #expect(report.status == 0 && !report.error.contains("no pictures"), "\(report.error)")
        let drawn = try await place.run("overlay", "out", "--output", "o.svg")
        #expect(drawn.status == 0, "\(drawn.error)")
        let svg = try place.text("o.svg")
        #expect(svg.contains("lungs") && !svg.contains("heart"))
    }

    @Test("draws what is asked for, builds references of it, and calibrates it")
    func others() async throws {
        let place = try await place()
        let segmented = try await place.run(
            "segment", "--images", "images", "--reference", place.bundle, "--structures", "lungs=7", "--output",
            "drawn",
            "--score")
        #expect(segmented.status == 0 && segmented.error.contains(Self.note), "\(segmented.error)")
        #expect(Set(try place.labels("drawn/phantom_0001_labels.png").indices) == [0, 7])
        #expect(try lines(place, "drawn/rca_structures.csv").count == 4)
        let all = try await place.run(
            "segment", "--images", "images", "--reference", place.bundle, "--structures", "lungs=7,heart=3", "--output",
            "all")
        #expect(all.status == 0)
        let both = try place.labels("all/phantom_0001_labels.png").indices
        #expect(try place.labels("drawn/phantom_0001_labels.png").indices == both.map { $0 == 7 ? 7 : 0 })

        for ignoring in [["--structures", "lungs=1", "--ignore-labels", "2"], ["--structures", "lungs=1,heart=-"]] {
            try? place.remove("lungs.rcaref")
            let built = try await Program.run(
                [
                    "reference", "build", "--images", place.reference + "/images", "--labels",
                    place.reference + "/labels", "--output", "lungs.rcaref",
                ] + ignoring, in: place.path)
            #expect(built.status == 0, "\(built.error)")
            let info = try await place.run("reference", "info", "lungs.rcaref")
            #expect(info.status == 0 && info.output.contains("lungs=1") && !info.output.contains("heart"))
        }
        let folder = try await place.score([
            "reference": place.reference, "structures": "lungs=1,heart=-", "output": "folder",
        ])
        #expect(folder.status == 0 && !folder.error.contains("as well"), "\(folder.error)")

        let calibrated = try await place.run(
            "calibrate", "--reference", place.bundle, "--structures", "lungs=1", "--references-per-case", "4",
            "--output",
            "model.json")
        #expect(calibrated.status == 0 && calibrated.error.contains(Self.note), "\(calibrated.error)")
        #expect(!calibrated.output.contains("heart"))
        let model = ["calibration": "model.json", "references-per-case": "4"]
        let scored = try await place.score(model.merging(["masks": "lungs", "structures": "lungs=1"]) { $1 })
        #expect(scored.status == 0, "\(scored.error)")
        #expect(try lines(place, "out/rca_intervals.csv").count == 1 + 2 * 3)
        let mixed = try await place.score(model.merging(["output": "both"]) { $1 })
        #expect(mixed.status == 64 && mixed.error.contains("was calibrated for lungs; this run has lungs, heart"))
    }
}
