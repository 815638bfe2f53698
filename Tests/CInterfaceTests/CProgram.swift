import Foundation
import Subprocess
import TestSupport
import Testing

/// C programs, compiled and run against the librca that SwiftPM puts beside the tests.
enum CProgram {
    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let headers = project.appending(path: "Sources/RCA/CRCA/include").path
    static let products = URL(filePath: Program.path).deletingLastPathComponent().path

    /// The first C compiler in PATH; Swift brings clang.
    static let compiler: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let programs = ["clang", "gcc", "cc"].flatMap { name in folders.map { "\($0)/\(name)" } }
        return programs.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Runs a program to its end.
    static func run(_ program: String, _ words: [String]) async throws -> ProgramResult {
        let result = try await Subprocess.run(
            .path(.init(program)), arguments: Arguments(words), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): Int32(code)
            case .signaled(let signal): 128 + Int32(signal)
            }
        return ProgramResult(status: status, output: result.standardOutput, error: result.standardError)
    }

    /// Compiles with every warning an error.
    static func compile(_ words: [String]) async throws {
        let compiler = try #require(compiler)
        let result = try await run(
            compiler, ["-std=c11", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror", "-I", headers] + words)
        #expect(result.status == 0, "\(result.error)")
    }

    /// The path of a program in `Programs`.
    static func source(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs/\(name)").path
    }
}

extension Trait where Self == ConditionTrait {
    static var needsCompiler: Self {
        .enabled(if: CProgram.compiler != nil, "needs a C compiler: apt-get install gcc, or Swift's clang in PATH")
    }
}
