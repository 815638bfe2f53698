import Foundation
import Machine
import RCA
import Subprocess
import TestSupport
import Testing

@Suite("What make install installs")
struct InstalledFilesTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Every subcommand that help shows, its words joined, `slurm-submit` for one.
    private static let subcommands: Set<String> = {
        let golden =
            (try? FileManager.default.contentsOfDirectory(atPath: project + "/Tests/CommandLineTests/Golden")) ?? []
        // `manual` writes the pages, and is hidden.
        return Set(golden.compactMap { $0.hasPrefix("help-") ? String($0.dropFirst(5).dropLast(4)) : nil })
            .subtracting(["manual"])
    }()

    private func installed(_ place: Workplace) async throws {
        let result = try await Program.run(
            ["installed"], in: place.path,
            prefix: ["env", "SOURCE_DATE_EPOCH=1767225600", Self.project + "/scripts/install-files.sh"])
        #expect(result.status == 0, "\(result.error)")
    }

    private func run(_ words: String..., in place: Workplace) async throws -> ProgramResult {
        try await run(words, in: place)
    }

    private func run(_ words: [String], in place: Workplace) async throws -> ProgramResult {
        let result = try await Subprocess.run(
            .name(words[0]), arguments: Arguments(Array(words.dropFirst())), workingDirectory: .init(place.path),
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 22))
        let isWell = result.terminationStatus == .exited(0)
        return ProgramResult(
            status: isWell ? 0 : 1, output: result.standardOutput, error: result.standardError)
    }

    @Test("is a program that runs from its prefix, with the phantom references that demo takes by itself")
    func program() async throws {
        let place = try await Workplace(isEmpty: true)
        try await installed(place)
        let demo = try await run("env", "./installed/bin/rca-cli", "demo", "--count", "1", "--output", "d", in: place)
        #expect(demo.status == 0, "\(demo.error)")
        #expect(demo.output.contains("missing_heart"))
    }

    @Test("has a man page for the program and every subcommand, with every option that --help has")
    func manual() async throws {
        let place = try await Workplace(isEmpty: true)
        try await installed(place)
        let pages = try Set(place.names("installed/share/man/man1"))
        #expect(pages == Set(Self.subcommands.map { "rca-cli-\($0).1" } + ["rca-cli.1"]))
        for subcommand in Self.subcommands {
            let page = try place.text("installed/share/man/man1/rca-cli-\(subcommand).1")
            #expect(page.hasPrefix(".Dd January 1, 2026\n.Dt RCA\\-CLI"))
            let help = try String(
                decoding: Data(
                    contentsOf: URL(filePath: Self.project + "/Tests/CommandLineTests/Golden/help-\(subcommand).txt")),
                as: UTF8.self)
            // What every command has stands on the program's own page.
            let options = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { $0.hasPrefix("--") && !$0.hasPrefix("--version") }.map {
                    $0.prefix { $0 != " " && $0 != "," }
                }
            for option in options {
                #expect(page.contains(option.replacing("-", with: "\\-")), "\(subcommand) \(option)")
            }
        }
    }

    @Test(
        "has man pages that mandoc finds nothing wrong with",
        .enabled(if: Tool.isThere("mandoc"), "needs apt-get install mandoc"))
    func lint() async throws {
        let place = try await Workplace(isEmpty: true)
        try await installed(place)
        for page in try place.names("installed/share/man/man1") {
            let lint = try await run("mandoc", "-Tlint", "-Wwarning", "installed/share/man/man1/\(page)", in: place)
            #expect(lint.status == 0 && lint.output == "", "\(lint.output)")
        }
    }

    @Test(
        "completes subcommands, and the values of an option that has a choice, in bash",
        arguments: [
            (["sco"], ["score"]), (["score", "--estimator", "m"], ["mean", "median"]),
            (["segment", "--fusion", "jo"], ["joint"]), (["calibrate", "--recipe", "adap"], ["adaptive"]),
        ])
    func bash(typed: [String], offered: [String]) async throws {
        let place = try await Workplace(isEmpty: true)
        try await installed(place)
        let script = """
            . installed/share/bash-completion/completions/rca-cli
            export PATH=$PWD/installed/bin:$PATH
            line="rca-cli $*"
            COMP_WORDS=(rca-cli "$@") COMP_CWORD=$# COMP_LINE=$line COMP_POINT=${#line} COMP_TYPE=9
            function=$(complete -p rca-cli | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            $function rca-cli "${COMP_WORDS[$#]}" "${COMP_WORDS[$#-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let result = try await run(["bash", "-c", script, "bash"] + typed, in: place)
        #expect(
            result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == offered,
            "\(result.error)")
    }

    @Test(
        "has completions that name every subcommand, and that the shells can read", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
        let place = try await Workplace(isEmpty: true)
        try await installed(place)
        let files = [
            "bash": "installed/share/bash-completion/completions/rca-cli",
            "zsh": "installed/share/zsh/site-functions/_rca-cli",
            "fish": "installed/share/fish/vendor_completions.d/rca-cli.fish",
        ]
        let file = try #require(files[shell])
        let text = try place.text(file)
        #expect(try await text == place.run("--generate-completion-script", shell).output)
        for subcommand in Self.subcommands {
            for word in subcommand.split(separator: "-") { #expect(text.contains(word), "\(shell): \(subcommand)") }
        }
        #expect(!text.contains("'manual"), "what is hidden is not offered")
        if Tool.isThere(shell) {
            let syntax = try await run(shell, "-n", file, in: place)
            #expect(syntax.status == 0, "\(syntax.error)")
        }
    }

    @Test("has one version everywhere: program, changelog of the package, citation")
    func versions() throws {
        let changelog = try String(
            decoding: Data(contentsOf: URL(filePath: Self.project + "/debian/changelog")), as: UTF8.self)
        #expect(changelog.hasPrefix("rca (\(RCAVersion.current)) "))
        let citation = try String(
            decoding: Data(contentsOf: URL(filePath: Self.project + "/CITATION.cff")), as: UTF8.self)
        #expect(citation.contains("\nversion: \(RCAVersion.current)\n"))
    }
}
