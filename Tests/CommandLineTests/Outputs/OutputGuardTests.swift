import Foundation
import RCA
import TestSupport
import Testing

@Suite("An output is never an input")
struct OutputGuardTests {
    /// Everything that the commands of the list read.
    private func place() async throws -> Workplace {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/labels", to: "labels")
        try place.copy(place.bundle, to: "set.rcaref")
        try place.copy(place.reference, to: "refs")
        let score = try await place.score(["output": "scores", "reference": "set.rcaref"], ["--details", "--quiet"])
        try #require(score.status == 0, "\(score.error)")
        try place.copy("scores/rca_details.csv", to: "details.csv")
        try place.copy("scores/rca_dice_scores.csv", to: "published.csv")
        for name in ["truth.csv", "test-truth.csv"] {
            try place.copy(place.phantoms + "/cases/truth/eroded.csv", to: name)
        }
        try place.write(Array("{}".utf8), to: "model.json")
        try place.write(Array("fname,mark\nphantom_0001.png,fine\n".utf8), to: "marks.csv")
        let tar = try await Program.run(
            [], in: place.path,
            prefix: [
                "sh", "-c", "tar -cf all.tar images && tar -cf whole.tar masks && split -b 4000 whole.tar split.tar.",
            ])
        try #require(tar.status == 0, "\(tar.error)")
        return place
    }

    @Test(
        "a file or folder that a command reads, by whatever name, is refused and stays as it is",
        arguments: WritingCommand.all.filter(\.hasInputsAndOutput))
    func refused(_ command: WritingCommand) async throws {
        let place = try await place()
        let inputs = command.arguments.map(\.path) + command.inputs.map(\.path)
        var tried = 0
        for output in try inputs.flatMap({ try outputs(for: $0, in: place) }) {
            let before = try Self.bytes(below: place.path)
            let result = try await Program.run(command.line(output: output), in: place.path)
            #expect(result.status == 64, "\(command) --output \(output): \(result.error)")
            #expect(result.error.split(separator: "\n").count == 1, "\(command) --output \(output): \(result.error)")
            #expect(try Self.bytes(below: place.path) == before, "\(command) --output \(output)")
            tried += 1
        }
        #expect(tried >= 4)
    }

    /// The ways to an input: its own name, detours, links, and for a folder a file in it.
    private func outputs(for input: String, in place: Workplace) throws -> [String] {
        let path = input.hasSuffix("*") ? "split.tar.aa" : input
        let number = UInt64.random(in: .min ... .max)
        try place.link("symbolic-\(number)", to: place.file(path))
        var outputs = [path, "./" + path, "masks/../" + path, place.file(path), "symbolic-\(number)"]
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: place.file(path), isDirectory: &isFolder)
        if isFolder.boolValue {
            let files = try FileManager.default.subpathsOfDirectory(atPath: place.file(path)).sorted()
            let first = try #require(files.first { $0.hasSuffix(".png") || $0.hasSuffix(".csv") })
            outputs += [path + "/" + first, "symbolic-\(number)/" + first]
            outputs.append("hard-\(number).png")
            try FileManager.default.linkItem(
                atPath: place.file(path + "/" + first), toPath: place.file("hard-\(number).png"))
        } else {
            outputs.append("hard-\(number)")
            try FileManager.default.linkItem(atPath: place.file(path), toPath: place.file("hard-\(number)"))
        }
        return outputs
    }

    /// Every file by its path.
    static func bytes(below folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            files[name] = try Data(contentsOf: URL(filePath: folder + "/" + name))
        }
        return files
    }

    @Test("every command and every file or folder that it reads is tried")
    func complete() async throws {
        let place = try await Workplace(isEmpty: true)
        let help = try await place.run("--experimental-dump-help")
        let commands = try DumpedCommand.leaves(help.output)
        let listed = Set(WritingCommand.all.map(\.command)).union(WritingCommand.others)
        #expect(Set(commands.map(\.words)) == listed, "a new command is to be listed in WritingCommand")
        for command in commands where !WritingCommand.others.contains(command.words) && command.words != "slurm submit"
        {
            let entries = WritingCommand.all.filter { $0.command == command.words }
            let known = Set(entries.flatMap { $0.arguments.map(\.name) + $0.inputs.map(\.option) })
                .union(WritingCommand.withoutOutput[command.words] ?? [])
            #expect(
                Set(command.paths).subtracting(entries.map(\.output)) == known,
                "\(command.words) has other inputs than are listed"
            )
        }
    }

    @Test(
        "a file that is there and no input is replaced with --overwrite alone",
        arguments: [
            ["reference", "build", "--images", "images", "--labels", "labels", "--structures", "lungs=1,heart=2"],
            ["archive", "index", "all.tar"],
            ["overlay", "scores"],
            ["report", "scores", "--worst", "0"],
            ["register", "--fixed", "images/phantom_0001.png", "--moving", "images/phantom_0002.png"],
        ])
    func overwrite(words: [String]) async throws {
        let place = try await place()
        let isFolder = words[0] == "register"
        let (output, file) = isFolder ? ("mine", "mine/warped.png") : ("mine.png", "mine.png")
        let mine = Array("drawn by hand".utf8)
        try place.write(mine, to: file)
        let refused = try await Program.run(words + ["--output", output], in: place.path)
        #expect(refused.status == 64)
        #expect(refused.error == "rca-cli: \(file): is there already; add --overwrite, or write elsewhere\n")
        #expect(try place.bytes(file) == mine)
        let replaced = try await Program.run(words + ["--output", output, "--overwrite"], in: place.path)
        #expect(replaced.status == 0, "\(replaced.error)")
        #expect(try place.bytes(file) != mine)
        // Of a folder the command knows its own files.
        let again = try await Program.run(words + ["--output", output], in: place.path)
        #expect(again.status == (isFolder ? 0 : 64), "\(again.error)")
    }

    @Test("a report replaces itself, but no table, nor a page that somebody has changed")
    func report() async throws {
        let place = try await place()
        for _ in 0..<2 { try await #expect(place.run("report", "scores", "--worst", "0").status == 0) }
        let scores = try place.bytes("scores/rca_dice_scores.csv")
        let refused = try await place.run(
            "report", "scores", "--output", "scores/rca_dice_scores.csv", "--overwrite")
        #expect(refused.status == 64 && refused.error.contains("an output never takes the place of an input"))
        #expect(try place.bytes("scores/rca_dice_scores.csv") == scores)
        try place.write(Array("my notes".utf8), to: "scores/report.html")
        let changed = try await place.run("report", "scores", "--worst", "0")
        #expect(changed.status == 64, "\(changed.error)")
        #expect(try place.text("scores/report.html") == "my notes")
    }

    @Test("what a run keeps of its work is never an output, --overwrite or not")
    func records() async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/missing_lung", to: "more")
        try await #expect(place.score([:], ["--masks", "more", "--quiet"]).status == 0)
        try place.copy(place.phantoms + "/cases/truth/boundary_2.csv", to: "truth.csv")
        let journals = try place.names("out/journal").filter { $0.hasSuffix(".journal") }
        try #require(!journals.isEmpty)
        let records = journals.map { "out/journal/" + $0 } + ["out/masks/.rca_written", "out/more/.rca_written"]
        for record in records {
            let before = try place.bytes(record)
            for words in [
                ["report", "out/masks", "--worst", "0", "--output"],
                ["compare", "out/masks", "out/more", "--output"],
                ["calibrate", "--scores", "out/masks", "--truth", "truth.csv", "--output"],
            ] {
                let result = try await Program.run(words + [record, "--overwrite"], in: place.path)
                #expect(result.status == 64, "\(words[0]) \(record): \(result.error)")
                #expect(try place.bytes(record) == before)
            }
            let report = try await Program.run(
                ["report", "out/masks", "--worst", "0", "--output", record, "--overwrite"], in: place.path)
            #expect(report.error.contains("is what a run keeps of its work, and never an output"), "\(report.error)")
        }
        try FileManager.default.createSymbolicLink(
            atPath: place.file("link.html"), withDestinationPath: place.file(records[0]))
        let linked = try await place.run("report", "out/masks", "--worst", "0", "--output", "link.html", "--overwrite")
        #expect(linked.status == 64, "\(linked.error)")
    }

    @Test("what describes a data set is no file of somebody else, nor the text that it was read from")
    func dataset() async throws {
        let place = try await place()
        let words = [
            "dataset", "describe", "scores", "--name", "Scores", "--creator", "A Person", "--license",
            "https://creativecommons.org/licenses/by/4.0/",
        ]
        try place.write(
            Array("About these scores, in a sentence that is long enough to say something.".utf8),
            to: "scores/README.md")
        let text = try place.bytes("scores/README.md")
        let refused = try await Program.run(
            words + ["--description-file", "scores/README.md", "--overwrite"], in: place.path)
        #expect(refused.status == 64 && refused.error.contains("an input"), "\(refused.error)")
        #expect(try place.bytes("scores/README.md") == text)
        try place.remove("scores/README.md")
        try place.write(Array("{}".utf8), to: "scores/dataset.jsonld")
        let description = ["--description", String(decoding: text, as: UTF8.self)]
        let second = try await Program.run(words + description, in: place.path)
        #expect(second.status == 64, "\(second.error)")
        #expect(try place.text("scores/dataset.jsonld") == "{}")
        try await #expect(Program.run(words + description + ["--overwrite"], in: place.path).status == 0)
        try await #expect(Program.run(words + description, in: place.path).status == 0)
    }

    @Test("tables that somebody has changed are not replaced, and that is said before the work")
    func tables() async throws {
        let place = try await place()
        let table = try place.text("scores/rca_dice_scores.csv") + "mine.png,1\n"
        try place.write(Array(table.utf8), to: "scores/rca_dice_scores.csv")
        for words in [
            place.scoreWords(["output": "scores", "reference": "set.rcaref"], ["--details"]), ["merge", "scores"],
        ] {
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 64)
            #expect(
                result.error
                    == "rca-cli: scores/rca_dice_scores.csv: is not as it was written: somebody has changed it; "
                    + "move it away, or write somewhere else\n")
            #expect(try place.text("scores/rca_dice_scores.csv") == table)
        }
    }

    @Test("a demo is made twice")
    func demo() async throws {
        let place = try await Workplace(isEmpty: true)
        for seed in ["1", "1", "2"] {
            let result = try await place.run("demo", "--reference", place.reference, "--count", "1", "--seed", seed)
            #expect(result.status == 0, "\(result.error)")
        }
        #expect(try place.names("demo-output/phantoms/images").count == 1)
    }
}
