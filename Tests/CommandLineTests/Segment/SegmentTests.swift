import Foundation
import RCA
import Reporting
import Testing

@Suite("rca-cli segment")
struct SegmentTests {
    private static let maps = PhantomFiles.names.map { $0.replacing(".png", with: "_labels.png") }

    private func dice(_ first: LabelMap, _ second: LabelMap, label: UInt8) -> Double {
        let both = zip(first.indices, second.indices).count { $0 == label && $1 == label }
        return 2 * Double(both) / Double(first.indices.count { $0 == label } + second.indices.count { $0 == label })
    }

    @Test(
        "draws label maps at the images' size, near the truth, by every fusion",
        arguments: ["majority", "staple", "locally-weighted", "joint"])
    func maps(fusion: String) async throws {
        let place = try await Workplace()
        let result = try await place.segment([:], ["--fusion", fusion])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("3 images segmented"), "\(result.error)")
        #expect(
            try place.names("out") == ["journal"] + Self.maps + [
                "rca_failures.csv", "rca_reliability.csv", "rca_run.json",
            ])
        for (name, map) in zip(PhantomFiles.names, Self.maps) {
            let (drawn, truth) = (try place.labels("out/" + map), try PNGReader.readLabelMap(at: place.truth(name)))
            #expect(drawn.width == truth.width && drawn.height == truth.height)
            for label: UInt8 in [1, 2] { #expect(dice(drawn, truth, label: label) > 0.8, "\(name) \(label)") }
        }
        #expect(try place.text("out/rca_failures.csv") == "fname,kind,subject,problem,remedy\n")
    }

    @Test(
        "takes every similarity",
        arguments: [
            "mean-absolute-error", "mean-squared-error", "normalised-correlation", "mutual-information",
            "registered-correlation",
        ])
    func similarities(name: String) async throws {
        let place = try await Workplace()
        let result = try await place.segment([:], ["--similarity", name, "--atlases", "3", "--quiet"])
        #expect(result.status == 0 && result.error == "", "\(result.error)")
        #expect(try place.labelMaps() == Self.maps)
    }

    @Test("gives the same bytes for any number of threads")
    func threads() async throws {
        let place = try await Workplace.manyImages()
        let more = ["--confidence", "--score"]
        _ = try await place.segment(["output": "one"], more + ["--threads", "1"])
        _ = try await place.segment(["output": "four"], more + ["--threads", "4"])
        #expect(try place.results("one") == place.results("four"))
        #expect(try place.results("one").count > 24)
    }

    @Test("draws masks that score takes as they are")
    func scored() async throws {
        let place = try await Workplace()
        try await #expect(place.segment([:], ["--confidence"]).status == 0)
        let score = try await place.score(["masks": "out", "output": "scores"])
        #expect(score.status == 0, "\(score.error)")
        #expect(try place.scores("scores").keys.sorted() == Self.maps)
        #expect(try place.scores("scores").values.allSatisfy { $0 > 0.8 })
    }

    @Test("writes the labels of --structures, and confidence maps")
    func labels() async throws {
        let place = try await Workplace()
        try await #expect(place.segment(["output": "usual"]).status == 0)
        let result = try await place.segment(["structures": "lungs=4,heart=700"], ["--confidence"])
        #expect(result.status == 0, "\(result.error)")
        let (usual, own) = (try place.labels("usual/" + Self.maps[0]), try place.labels("out/" + Self.maps[0]))
        for y in stride(from: 0, to: usual.height, by: 3) {
            for x in 0..<usual.width { #expect(own[x, y] == [0, 4, 700][usual[x, y]]) }
        }
        let confidence = try place.image(
            "out/confidence/" + PhantomFiles.names[0].replacing(".png", with: "_confidence.png"))
        #expect(confidence.width == usual.width && confidence.height == usual.height)
    }

    @Test("scores by cross-fitting, in the tables that score writes")
    func crossFitted() async throws {
        let place = try await Workplace()
        let result = try await place.segment([:], ["--score"])
        #expect(result.status == 0 && result.error.contains("mean predicted Dice"), "\(result.error)")
        #expect(try place.scores().keys.sorted() == Self.maps)
        let row = try #require(try place.structure("heart", of: Self.maps[0]))
        #expect((row.dice ?? 0) > 0.5 && row.consensus != nil && row.reference?.hasPrefix("phantom") == true)
        // Without it there is no table that could be taken for one of this run.
        try await #expect(place.segment([:], ["--quiet"]).status == 0)
        #expect(!place.exists("out/rca_dice_scores.csv") && !place.exists("out/rca_structures.csv"))
    }

    @Test("lists what fails and goes on")
    func failures() async throws {
        let place = try await Workplace.manyImages(3)
        let result = try await place.segment()
        #expect(result.status == 2)
        #expect(try place.labelMaps().count == 3)
        let table = try place.text("out/rca_failures.csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",")[0]
        }
        #expect(
            table == ["damaged_labels.png", "empty_labels.png", "nowhere_labels.png", "twice_labels.png"],
            "\(table)")
        let record = try place.record()
        #expect(record.counts == RunRecord.Counts(images: 8, cases: 7, scored: 3, failed: 4, notRun: 0))
    }

    @Test(
        "says in a line what is wrong with the options",
        arguments: [
            (["images": "none"], [], "rca-cli: none: there is no such folder; check the path\n"),
            (["reference": "none"], [], "rca-cli: none: does not exist; check the path\n"),
            (
                ["output": "images"], [],
                "rca-cli: images: is an input as well; an output never takes the place of an input; write somewhere else\n"
            ),
            ([:], ["--atlases", "0"], "Error: --atlases is 1 or more\n"),
            ([:], ["--threads", "0"], "Error: --threads is 1 or more\n"),
            ([:], ["--fusion", "best"], "Error: The value 'best' is invalid for '--fusion <method>'"),
            ([:], ["--shard", "3/2"], "rca-cli: --shard: \"3/2\" is not a shard; give it as 3/16: the third of 16\n"),
            (["structures": "liver=1"], [], "rca-cli: "),
        ] as [([String: String], [String], String)])
    func usage(changes: [String: String], more: [String], message: String) async throws {
        let place = try await Workplace()
        let result = try await place.segment(changes, more)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix(message), "\(result.error)")
        #expect(try place.exists("out") == false || place.labelMaps().isEmpty)
    }

    @Test("refuses --score where one half has no reference")
    func oneReference() async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/reference/images/" + (try place.referenceNames())[0], to: "ref/images/a.png")
        try place.copy(place.phantoms + "/reference/labels/" + (try place.referenceNames())[0], to: "ref/labels/a.png")
        let words = ["reference": "ref", "structures": PhantomFiles.structures]
        let result = try await place.segment(words, ["--score"])
        #expect(result.status == 64 && result.error.contains("cannot be divided into two halves"), "\(result.error)")
        try await #expect(place.segment(words).status == 0)
    }
}

extension Workplace {
    fileprivate func truth(_ name: String) -> String { phantoms + "/cases/labels/" + name }

    fileprivate func referenceNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: phantoms + "/reference/images").sorted()
    }
}
