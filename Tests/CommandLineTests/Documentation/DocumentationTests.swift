import Foundation
import RCA
import Subprocess
import Testing

@Suite("The commands that the documents show")
struct DocumentationTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Every document that shows commands, from the project's folder on.
    static let documents: [String] = {
        let pages = (try? FileManager.default.contentsOfDirectory(atPath: project + "/docs")) ?? []
        return ["README.md", "CONTRIBUTING.md", "Reference/README.md", "Benchmarks/README.md"]
            + pages.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
    }()

    /// Those whose commands run with what this build reads.
    private static let runnable = documents.filter { document in
        guard !ArchiveLibrary.isBuilt, let bytes = FileManager.default.contents(atPath: project + "/" + document) else {
            return true
        }
        return !DocumentBlock.blocks(of: String(decoding: bytes, as: UTF8.self)).contains { block in
            guard case .runs(let needed, _) = block.plan else { return false }
            return needed.contains("archives")
        }
    }

    private func text(_ document: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(filePath: Self.project + "/" + document)), as: UTF8.self)
    }

    @Test("run, block after block in one folder, and end as the document says", arguments: runnable)
    func run(document: String) async throws {
        var fixtures = try await DocumentFixtures()
        for block in DocumentBlock.blocks(of: try text(document)) {
            guard case .runs(let needed, let status) = block.plan else { continue }
            for fixture in needed { try await fixtures.make(fixture) }
            let result = try await shell(block.commands, in: fixtures.place)
            #expect(result.status == status, "\(document):\(block.line): \(result.error)")
        }
    }

    @Test("are all in blocks that run, or say why they do not", arguments: documents)
    func planned(document: String) throws {
        let text = try text(document)
        for block in DocumentBlock.blocks(of: text) {
            #expect(
                block.plan != .unknown,
                "\(document):\(block.line): write <!-- runs with: FIXTURES --> or <!-- not run: REASON --> before it")
        }
        #expect(DocumentBlock.commandsOutsideBlocks(text) == [], "\(document): put them into a block marked sh")
    }

    @Test("have options and targets that exist, also where they are not run", arguments: documents + ["CHANGELOG.md"])
    func options(document: String) async throws {
        let place = try await Workplace(isEmpty: true)
        let known = try await KnownCommands(in: place.path)
        let text = try text(document)
        let makefile = try self.text("Makefile")
        for line in DocumentBlock.blocks(of: text).flatMap({ KnownCommands.lines(of: $0.commands) })
            + KnownCommands.inline(text)
        {
            #expect(known.problem(in: line) == nil)
            let words = line.split(separator: " ")
            if words[0] == "make", words.count > 1 {
                #expect(makefile.contains("\n\(words[1]):"), "\(document): the Makefile has no target \(words[1])")
            }
            for word in words where word.hasPrefix("scripts/") {
                #expect(FileManager.default.fileExists(atPath: "\(Self.project)/\(word)"), "\(document): \(word)")
            }
        }
    }

    @Test("lead to files that are there, where they are links", arguments: documents + ["CHANGELOG.md"])
    func links(document: String) throws {
        let folder = URL(filePath: Self.project + "/" + document).deletingLastPathComponent()
        for piece in try text(document).components(separatedBy: "](").dropFirst() {
            let target = piece.prefix { $0 != ")" && $0 != "#" }
            guard !target.isEmpty, !target.contains(":") else { continue }
            #expect(
                FileManager.default.fileExists(atPath: folder.appending(path: String(target)).path),
                "\(document) leads to \(target)")
        }
    }

    @Test(
        "stand beside a documentation of the library that DocC makes without a warning",
        .enabled(if: Tool.isThere("docc"), "needs docc, which comes with Swift"))
    func library() async throws {
        let place = try await Workplace(isEmpty: true)
        let build = (Program.path as NSString).deletingLastPathComponent
        let result = try await Program.run(
            [], in: place.path, prefix: ["sh", "-c", "'\(Self.project)/scripts/make-docs.sh' \"$PWD\" '\(build)'"])
        #expect(result.status == 0, "\(result.error)")
        #expect(place.exists("RCA.doccarchive/data/documentation/rca/casescorer.json"))
        #expect(place.exists("RCA.doccarchive/data/documentation/rca/inputerror.json"))
    }

    @Test("would be missed if nobody had said how to run them")
    func checker() async throws {
        let page = "Text\n\n```sh\nrca-cli score\n```\n\n<!-- runs with: a, b; ends with 2 -->\n```sh\nls\n```\n"
        #expect(
            DocumentBlock.blocks(of: page).map(\.plan) == [.unknown, .runs(fixtures: ["a", "b"], status: 2)])
        #expect(DocumentBlock.commandsOutsideBlocks("    rca-cli x\n```text\n$ rca-cli y\n```\n").count == 2)
        let place = try await Workplace(isEmpty: true)
        let known = try await KnownCommands(in: place.path)
        #expect(known.problem(in: "rca-cli scores --images a") != nil)
        #expect(known.problem(in: "rca-cli score --image a") != nil)
        #expect(known.problem(in: "rca-cli slurm submit --shards 3 -- score --shards 3") != nil)
        #expect(known.problem(in: "rca-cli slurm submit --shards 3 -- score --images a") == nil)
        let failing = try await shell("false\ntrue\n", in: place)
        #expect(failing.status == 1)
    }

    /// Runs commands as a person's shell would, but ends at the first that fails.
    private func shell(_ commands: String, in place: Workplace) async throws -> ProgramResult {
        let programs = (Program.path as NSString).deletingLastPathComponent
        let path = "PATH=\(place.path)/bin:\(programs):/usr/local/bin:/usr/bin:/bin"
        let result = try await Subprocess.run(
            .name("env"), arguments: [path, "timeout", "60", "bash", "-euo", "pipefail", "-c", commands],
            workingDirectory: .init(place.path), output: .string(limit: 1 << 22), error: .string(limit: 1 << 22))
        guard case .exited(let code) = result.terminationStatus else {
            return ProgramResult(status: -1, output: result.standardOutput, error: "killed")
        }
        return ProgramResult(status: Int32(code), output: result.standardOutput, error: result.standardError)
    }
}
