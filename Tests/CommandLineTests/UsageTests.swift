import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli used wrongly")
struct UsageTests {
    @Test(
        "says what is wrong, in a line that names it, and ends with 64",
        arguments: [
            (["images": "none"], [], "rca-cli: none: there is no such folder; check the path\n"),
            (["masks": "none"], [], "rca-cli: none: there is no such folder; check the path\n"),
            (["reference": "none"], [], "rca-cli: none: does not exist; check the path\n"),
            (["reference": "images"], [], "rca-cli: images/images: there is no such folder; check the path\n"),
            (
                ["images": "images/phantom_0001.png"], [],
                "rca-cli: images/phantom_0001.png: is a file; give the folder that holds it\n"
            ),
            (
                ["masks": "masks/phantom_0001.png"], [],
                "rca-cli: masks/phantom_0001.png: is a file; give the folder that holds it\n"
            ),
            (
                ["reference": "images/phantom_0001.png"], [],
                "rca-cli: images/phantom_0001.png: is not a reference bundle; name a file made by "
                    + "'rca-cli reference build', or a folder with images/ and labels/\n"
            ),
            (["reference": "/dev/null"], [], "rca-cli: /dev/null: is not a regular file; name a bundle or a folder\n"),
            (
                ["masks": "images/"], [],
                "rca-cli: images/: is the folder of the images as well; put images and masks into folders of their own\n"
            ),
            (
                ["images": "hollow"], [],
                "rca-cli: hollow: the folder holds no images; give the folder that holds the images\n"
            ),
            (
                ["masks": "hollow"], [],
                "rca-cli: hollow: the folder holds no masks; give the folder that holds the masks\n"
            ),
            (
                ["masks": "."], [],
                "rca-cli: .: the folder holds no masks, only the folders hollow, images, masks; "
                    + "give one of these, or name each after a structure: lungs, heart\n"
            ),
            (
                ["structures": "lungs"], [],
                "rca-cli: structures 'lungs': 'lungs' is not a name and a label; write them as lungs=1,heart=2\n"
            ),
            (["structures": "lungs=1,heart=1"], [], "rca-cli: structures 'lungs=1,heart=1': label 1 occurs twice; "),
            (["structures": "lungs=0"], [], "rca-cli: structures 'lungs=0': label 0 is not in 1 to 65535; "),
            (["structures": ""], [], "rca-cli: structures '': '' is not a name and a label; "),
            (["images": ""], [], "rca-cli: '': there is no such folder; check the path\n"),
            ([:], ["--masks", "./masks/"], "rca-cli: ./masks/: is given twice as --masks; give it once\n"),
            (["references-per-case": "0"], [], "Error: --references-per-case is 1 or more\n"),
            (
                ["references-per-case": "few"], [],
                "Error: The value 'few' is invalid for '--references-per-case <count>'\n"
            ),
            (["threads": "0"], [], "Error: --threads is 1 or more\n"),
            (
                ["similarity": "likeness"], [],
                "Error: The value 'likeness' is invalid for '--similarity <measure>'"
            ),
            ([:], ["--fast"], "Error: Unknown option '--fast'"),
            ([:], ["more"], "Error: Unexpected argument 'more'"),
        ] as [([String: String], [String], String)])
    func score(changes: [String: String], more: [String], message: String) async throws {
        let place = try await Workplace()
        try place.write(Array("patients\n".utf8), to: "hollow/list.csv")
        let result = try await place.score(changes, more)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix(message), "\(result.error)")
        #expect(result.output == "")
        if message.hasPrefix("rca-cli: ") { #expect(result.error.split(separator: "\n").count == 1) }
    }

    @Test("as with more workers than the address space has room for is refused, and does not hang")
    func addressSpace() async throws {
        let place = try await Workplace()
        let limit = ["timeout", "60", "prlimit", "--as=400000000"]
        for words in [place.scoreWords(), ["reference", "build"] + referenceWords] {
            let result = try await Program.run(words, in: place.path, prefix: limit)
            #expect(result.status == 64)
            #expect(result.error.contains("of address space, more than the limit leaves; use fewer threads"))
        }
        let image = "images/phantom_0001.png"
        let register = ["register", "--fixed", image, "--moving", image, "--output", "out"]
        let tight = ["timeout", "60", "prlimit", "--as=300000000"]
        // Whether OpenBLAS's own thread got its memory before the limit was noticed differs from run to run.
        for _ in 0..<4 {
            try await #expect(Program.run(register, in: place.path, prefix: tight).status == 64)
        }
    }

    @Test("may open few files only: more where the system lets it, else it says so in one line")
    func openFiles() async throws {
        let place = try await Workplace()
        let raised = try await place.score(prefix: ["prlimit", "--nofile=5:1024"])
        #expect(raised.status == 0, "\(raised.error)")
        let fixed = try await place.score(["output": "other"], prefix: ["prlimit", "--nofile=5:5"])
        #expect(fixed.status == 64)
        #expect(
            fixed.error
                == "rca-cli: ulimit -n: lets the program open 5 files at a time; it needs 32; raise the limit (ulimit -n 1024)\n"
        )
    }

    private let referenceWords = [
        "--images", "images", "--labels", "masks", "--structures", PhantomFiles.structures, "--output", "b.rcaref",
    ]

    @Test("names what is missing of the options, and the subcommand that is none")
    func missing() async throws {
        let place = try await Workplace(isEmpty: true)
        for (words, message) in [
            (["score"], "Error: Missing expected argument '--images <path>'"),
            (["register", "--fixed", "a.png"], "Error: Missing expected argument '--moving <file>'"),
            (["phantom", "--count", "2"], "Error: Missing expected argument '--output <folder>'"),
            (["reference", "info"], "Error: Missing expected argument '<path>'"),
            (["scores"], "Error: Unexpected argument 'scores'"),
        ] {
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 64)
            #expect(result.error.hasPrefix(message), "\(result.error)")
        }
    }

    @Test("with no words prints its help")
    func bare() async throws {
        let place = try await Workplace(isEmpty: true)
        let bare = try await place.run()
        #expect(bare.status == 0 && bare.output.contains("USAGE: rca-cli <subcommand>"))
    }

    @Test(
        "prints the help that is kept in Golden; RCA_RECORD_GOLDEN=1 records it anew",
        arguments: [
            [], ["score"], ["segment"], ["merge"], ["calibrate"], ["reference"], ["reference", "build"],
            ["reference", "learn"],
            ["reference", "info"], ["reference", "import"], ["reference", "import", "jsrt"],
            ["reference", "import", "montgomery"], ["reference", "import", "shenzhen"],
            ["reference", "import", "chexmask"], ["reference", "import", "folders"],
            ["reference", "import", "landmarks"],
            ["register"], ["phantom"], ["demo"], ["verify"], ["evaluate"], ["archive"], ["archive", "index"],
            ["archive", "list"], ["report"], ["show"], ["overlay"], ["audit"], ["compare"], ["screen"], ["watch"],
            ["marks"],
            ["slurm"], ["slurm", "submit"],
            ["slurm", "status"],
            ["slurm", "resubmit"], ["slurm", "worker"], ["dataset"], ["dataset", "describe"], ["doctor"], ["manual"],
        ])
    func help(subcommand: [String]) async throws {
        let place = try await Workplace(isEmpty: true)
        // The width of the text follows the terminal's, where there is one.
        let result = try await Program.run(subcommand + ["--help"], in: place.path, prefix: ["env", "COLUMNS=80"])
        #expect(result.status == 0 && result.error == "")
        let name = (["help"] + subcommand).joined(separator: "-") + ".txt"
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["RCA_RECORD_GOLDEN"] == "1" {
            try Data(result.output.utf8).write(to: file)
        }
        let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(result.output == golden, "the help of '\(subcommand.joined(separator: " "))' has changed")
    }
}
