import Foundation
import Subprocess
import TestSupport

/// How the commands of a block are checked that would take minutes, or need data that may not be passed on: they are
/// not run, but all that they name is there.
enum DocumentCheck: String, Sendable {
    /// `make` has the target, and can say with which commands it would be made; a shell reads these.
    case make
    /// `swift` has the options, and the package the products, traits and tests.
    case swift

    /// What is wrong with a command line, or nil.
    func problem(in line: String, project: String) async throws -> String? {
        let command = line.components(separatedBy: " #")[0].trimmingCharacters(in: .whitespaces)
        switch self {
        case .make: return try await Self.makeProblem(command, project: project)
        case .swift: return try await Self.swiftProblem(command, project: project)
        }
    }

    private static func makeProblem(_ command: String, project: String) async throws -> String? {
        guard command.hasPrefix("make ") else { return "'\(command)' is no call of make" }
        let plan = try await shell("make --dry-run " + command.dropFirst(5), in: project)
        guard plan.status == 0, !plan.output.isEmpty else { return "'\(command)': \(plan.error)" }
        let syntax = try await shell("bash -n <<'END_OF_PLAN'\n\(plan.output)\nEND_OF_PLAN", in: project)
        guard syntax.status == 0 else { return "'\(command)': \(syntax.error)" }
        for word in plan.output.split(whereSeparator: \.isWhitespace) where word.hasPrefix("scripts/") {
            guard FileManager.default.isExecutableFile(atPath: "\(project)/\(word)") else {
                return "'\(command)' would run \(word), which is no program"
            }
        }
        return nil
    }

    private static func swiftProblem(_ command: String, project: String) async throws -> String? {
        var words = command.split(separator: " ").map(String.init)
        // Variables in front, as a shell takes them.
        while let word = words.first, word != "swift", word.contains("=") { words.removeFirst() }
        guard words.count > 1, words[0] == "swift", ["build", "test"].contains(words[1]) else {
            return "'\(command)' is no call of swift build or swift test"
        }
        let help = try await shell("swift \(words[1]) --help-hidden", in: project)
        guard help.status == 0 else { return "swift \(words[1]) --help-hidden: \(help.error)" }
        let manifest = try String(decoding: Data(contentsOf: URL(filePath: project + "/Package.swift")), as: UTF8.self)
        for (option, value) in zip(words, words.dropFirst() + [""]) where option.hasPrefix("-") {
            guard help.output.contains(option) else { return "swift \(words[1]) has no option \(option)" }
            switch option {
            case "--traits":
                for trait in value.split(separator: ",") where !manifest.contains(".trait(name: \"\(trait)\"") {
                    return "the package has no trait \(trait)"
                }
            case "--product":
                guard manifest.contains("(name: \"\(value)\"") else { return "the package has no product \(value)" }
            case "--filter":
                let tests = FileManager.default.enumerator(atPath: project + "/Tests")?.compactMap { $0 as? String }
                guard tests?.contains(where: { $0.hasSuffix("/\(value).swift") }) == true else {
                    return "there are no tests \(value)"
                }
            default: break
            }
        }
        return nil
    }

    private static func shell(_ script: String, in folder: String) async throws -> ProgramResult {
        let result = try await Subprocess.run(
            .name("bash"), arguments: ["-c", script], workingDirectory: .init(folder),
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 22))
        return ProgramResult(
            status: result.terminationStatus.isSuccess ? 0 : 1, output: result.standardOutput,
            error: result.standardError)
    }
}
