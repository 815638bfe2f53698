import RCA
import TestSupport
import Testing

@Suite("rca-cli reference")
struct ReferenceCommandTests {
    @Test("info describes a bundle and the folder it was built from alike")
    func info() async throws {
        let place = try await Workplace(isEmpty: true)
        let bundle = try await place.run("reference", "info", place.bundle, "--list")
        let folder = try await place.run(
            "reference", "info", place.reference, "--structures", PhantomFiles.structures, "--list")
        #expect(bundle.status == 0 && folder.status == 0 && bundle.error == "" && folder.error == "")
        func facts(_ text: String) -> [Substring] {
            text.split(separator: "\n").filter { !$0.hasPrefix("path") && !$0.hasPrefix("kind") }
        }
        #expect(facts(bundle.output) == facts(folder.output))
        for words in ["references", "lungs=1,heart=2", "in 6 of 6, mean area 0.", "digest", "phantom_0006.png"] {
            #expect(bundle.output.contains(words))
        }
        let short = try await place.run("reference", "info", place.bundle)
        #expect(!short.output.contains("phantom_0006.png"))
    }

    @Test("build says what it built; the same input gives the same bytes")
    func build() async throws {
        let place = try await Workplace(isEmpty: true)
        let result = try await place.run(
            "reference", "build", "--images", place.reference + "/images", "--labels", place.reference + "/labels/",
            "--structures", PhantomFiles.structures, "--output", "again.rcaref", "--quiet")
        #expect(result.status == 0 && result.output == "")
        #expect(result.error == "again.rcaref: 6 references, lungs=1,heart=2\n")
        try place.copy(place.bundle, to: "first.rcaref")
        #expect(try place.bytes("again.rcaref") == place.bytes("first.rcaref"))
    }

    @Test("build and info name references without a structure, and radiographs that are there twice")
    func cautions() async throws {
        let place = try await Workplace(isEmpty: true)
        for folder in ["images", "labels"] { try place.copy(place.reference + "/" + folder, to: folder) }
        try place.copy("images/phantom_0002.png", to: "images/again.png")
        try place.copy("labels/phantom_0002.png", to: "labels/again.png")
        try place.relabel("labels/phantom_0003.png", to: "labels/phantom_0003.png") { _ in 0 }
        let result = try await place.run(
            "reference", "build", "--images", "images", "--labels", "labels", "--structures", PhantomFiles.structures,
            "--output", "out.rcaref", "--quiet")
        let cautions = [
            "phantom_0003.png: shows none of the structures, and so votes against them: draw the masks, or leave the images out",
            "again.png, phantom_0002.png: show the same radiograph: keep one",
        ]
        #expect(
            result.status == 0
                && result.error
                    == cautions.map { "rca-cli: \($0)\n" }.joined() + "out.rcaref: 7 references, lungs=1,heart=2\n",
            "\(result.error)")
        let info = try await place.run("reference", "info", "out.rcaref")
        for caution in cautions { #expect(info.output.contains(caution), "\(info.output)") }
    }

    @Test("build refuses what makes no sound set, and leaves no bundle")
    func bad() async throws {
        let place = try await Workplace()
        for (words, status, message) in [
            (["--images", "none", "--labels", "masks"], 64, "rca-cli: none: there is no such folder"),
            (["--images", "images", "--labels", "images"], 64, "rca-cli: images: is the folder of the images as well"),
            (
                ["--images", "images", "--labels", "masks", "--structures", "lungs=1"], 64,
                "rca-cli: masks/phantom_0001.png: has labels that no structure was given for: 2"
            ),
            (
                ["--images", "images", "--labels", "masks", "--structures", "lungs=1,heart=2,liver=3"], 64,
                "rca-cli: masks: no reference has structure 'liver' (label 3)"
            ),
            (
                ["--images", "images", "--labels", "masks", "--output", "none/out.rcaref"], 2,
                "rca-cli: none/out.rcaref: cannot be written (its folder does not exist)"
            ),
            (
                ["--images", "images", "--labels", "masks", "--output", "/dev/full"], 2,
                "rca-cli: /dev/full: cannot be written (no space left)"
            ),
        ] as [([String], Int32, String)] {
            let rest = [("--structures", PhantomFiles.structures), ("--output", "out.rcaref")]
                .filter { !words.contains($0.0) }.flatMap { [$0.0, $0.1] }
            let result = try await Program.run(["reference", "build", "--quiet"] + words + rest, in: place.path)
            #expect(result.status == status)
            #expect(result.error.hasPrefix(message), "\(result.error)")
            #expect(!place.exists("out.rcaref"))
        }
    }

    @Test("info of garbage, of a folder that is no set and of nothing is refused")
    func badInfo() async throws {
        let place = try await Workplace()
        for (words, message) in [
            (["images/phantom_0001.png"], "rca-cli: images/phantom_0001.png: is not a reference bundle; name a file"),
            (["none"], "rca-cli: none: does not exist; check the path"),
            (["images"], "rca-cli: images: a folder of references does not say what its labels mean; add --structures"),
            (["images", "--structures", "a=1"], "rca-cli: images/images: there is no such folder"),
            (
                [place.bundle, "--structures", "lung=1"],
                "rca-cli: \(place.bundle): the references' structures are lungs, heart: there is no lung"
            ),
        ] {
            let result = try await Program.run(["reference", "info"] + words, in: place.path)
            #expect(result.status == 64 && result.output == "")
            #expect(result.error.hasPrefix(message), "\(result.error)")
        }
    }
}
