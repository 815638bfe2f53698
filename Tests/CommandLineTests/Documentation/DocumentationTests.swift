import Archives
import Foundation
import RCA
import Subprocess
import TestSupport
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
            guard case .runs(let run) = block.plan else { return false }
            return run.fixtures.contains("archives")
        }
    }

    private func text(_ document: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(filePath: Self.project + "/" + document)), as: UTF8.self)
    }

    /// All blocks of all documents, with where they stand.
    private func blocks() throws -> [(place: String, block: DocumentBlock)] {
        try Self.documents.flatMap { document in
            try DocumentBlock.blocks(of: text(document)).map { ("\(document):\($0.line)", $0) }
        }
    }

    @Test("run, block after block in one folder, and end as the document says", arguments: runnable)
    func run(document: String) async throws {
        var fixtures = try await DocumentFixtures()
        for block in DocumentBlock.blocks(of: try text(document)) {
            guard case .runs(let run) = block.plan else { continue }
            if let program = run.program, !Tool.isThere(program) { continue }
            for fixture in run.fixtures { try await fixtures.make(fixture) }
            let result = try await shell(block.commands, in: fixtures.place)
            #expect(result.status == run.status, "\(document):\(block.line): \(result.error)")
        }
    }

    /// Programs that the documents use and a machine may lack.
    static let programs: [String] = documents.flatMap { document -> [String] in
        let text = (try? String(contentsOfFile: project + "/" + document, encoding: .utf8)) ?? ""
        return DocumentBlock.blocks(of: text).compactMap {
            if case .runs(let run) = $0.plan { run.program } else { nil }
        }
    }

    @Test(
        "also run where they need more than the project does",
        .enabled(if: programs.allSatisfy(Tool.isThere), "needs apt-get install \(programs.joined(separator: " "))"))
    func extraPrograms() { #expect(!Self.programs.isEmpty) }

    @Test("are run by the project's own run, or by the tests, that the document names")
    func runElsewhere() throws {
        let tests = FileManager.default.enumerator(atPath: Self.project + "/Tests")?.compactMap { $0 as? String } ?? []
        var names: Set<String> = []
        for (place, block) in try blocks() {
            guard case .isRun(let name) = block.plan else { continue }
            names.insert(name)
            if name == ".ci/run" {
                let lines = try text(name).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                for command in KnownCommands.lines(of: block.commands) {
                    let command = command.components(separatedBy: " #")[0].trimmingCharacters(in: .whitespaces)
                    #expect(lines.contains(command), "\(place): .ci/run does not run '\(command)'")
                }
            } else {
                let file = try #require(tests.first { $0.hasSuffix("/\(name).swift") }, "\(place): no tests \(name)")
                let document = place.split(separator: ":")[0]
                #expect(
                    try text("Tests/" + file).contains("DocumentBlock.blocks(in: \"\(document)\", runBy: \"\(name)\")"),
                    "\(place): \(name) does not run it")
            }
        }
        #expect(names.contains(".ci/run"))
    }

    @Test("name only what is there, where they would take too long", arguments: documents)
    func checked(document: String) async throws {
        for block in DocumentBlock.blocks(of: try text(document)) {
            guard case .isChecked(let check) = block.plan else { continue }
            for line in KnownCommands.lines(of: block.commands) {
                let problem = try await check.problem(in: line, project: Self.project)
                #expect(problem == nil, "\(document):\(block.line)")
            }
        }
    }

    @Test("are all in blocks that say how they are tested", arguments: documents)
    func planned(document: String) throws {
        let text = try text(document)
        for block in DocumentBlock.blocks(of: text) {
            #expect(
                block.plan != .unknown,
                "\(document):\(block.line): write <!-- runs with: FIXTURES --> before it, see CONTRIBUTING.md")
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
        let page = """
            ```sh
            rca-cli score
            ```
            <!-- runs with: a, b; ends with 2; needs parallel -->
            ```sh
            ls
            ```
            <!-- not run: nobody knows why -->
            ```sh
            ls
            ```
            <!-- run by: .ci/run -->
            ```sh
            make test
            ```
            """
        #expect(
            DocumentBlock.blocks(of: page).map(\.plan) == [
                .unknown, .runs(.init(fixtures: ["a", "b"], status: 2, program: "parallel")), .unknown,
                .isRun(by: ".ci/run"),
            ])
        for (check, line) in [
            (DocumentCheck.make, "make everything"), (.make, "swift build"), (.swift, "swift build --faster"),
            (.swift, "swift build --product rca-gui"), (.swift, "swift build --traits TIFF"),
            (.swift, "swift test --filter NoSuchTests"), (.swift, "make test"),
        ] {
            try await #expect(check.problem(in: line, project: Self.project) != nil, "\(line)")
        }
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
            .name("env"), arguments: [path, "timeout", "900", "bash", "-euo", "pipefail", "-c", commands],
            workingDirectory: .init(place.path), output: .string(limit: 1 << 22), error: .string(limit: 1 << 22))
        guard case .exited(let code) = result.terminationStatus else {
            return ProgramResult(status: -1, output: result.standardOutput, error: "killed")
        }
        return ProgramResult(status: Int32(code), output: result.standardOutput, error: result.standardError)
    }
}
