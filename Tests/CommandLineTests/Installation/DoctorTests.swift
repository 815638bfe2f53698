import Archives
import Checks
import Foundation
import Machine
import RCA
import TestSupport
import Testing

@Suite("rca-cli doctor and --version")
struct DoctorTests {
    @Test("finds a working machine well, in under two seconds of its own time")
    func well() async throws {
        let place = try await Workplace(isEmpty: true)
        let result = try await place.run("doctor", "--output", ".", prefix: ["bash", "-c", "time \"$0\" \"$@\""])
        #expect(result.status == 0, "\(result.error)")
        for subject in ["processor", "threads", "scratch space", "output folder", "algebra", "self-test"] {
            #expect(result.output.contains("\n\(subject) "), "\(result.output)")
        }
        for library in BuildLibraries.all { #expect(result.output.contains("\n\(library.name) ")) }
        #expect(!result.output.contains("WRONG"))
        // What the shell measured: other programs do not count.
        let user = result.error.split(separator: "\n").first { $0.hasPrefix("user") }.map(String.init) ?? ""
        let seconds = try #require(Double(user.drop { $0 != "m" }.dropFirst().dropLast()))
        #expect(user.contains("0m") && seconds < 2, "\(result.error)")
        #expect(try place.names(".").isEmpty, "it leaves nothing behind")
    }

    @Test("says in a line what is wrong with the disk, and ends with 1")
    func disk() async throws {
        let place = try await Workplace(isEmpty: true)
        let missing = try await place.run("doctor", "--output", "none", "--quiet")
        #expect(missing.status == 1)
        #expect(missing.error == "rca-cli: output folder: none is no folder; choose another folder\n")
        #expect(missing.output.contains("WRONG") && !missing.output.contains("libpng"))
        try place.makeFolder("closed")
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: place.file("closed"))
        let closed = try await place.run(
            "doctor", prefix: Program.bound + ["env", "-u", "SLURM_TMPDIR", "TMPDIR=" + place.file("closed")])
        #expect(closed.status == 1)
        #expect(closed.error.hasPrefix("rca-cli: scratch space: "), "\(closed.error)")
        #expect(closed.error.contains("permission denied"), "\(closed.error)")
    }

    @Test("says that the address space is too small, without waiting for memory that never comes")
    func addressSpace() async throws {
        let place = try await Workplace(isEmpty: true)
        let result = try await place.run("doctor", prefix: ["timeout", "300", "prlimit", "--as=250000000"])
        #expect(result.status == 1)
        #expect(result.error.contains("rca-cli: threads: "), "\(result.error)")
        #expect(result.error.contains("of address space"), "\(result.error)")
    }

    @Test("would notice wrong algebra, wrong scores and another processor", arguments: [Float.nan, 0, 0.93])
    func wrong(score: Float) {
        let answers = SelfTest.known.map { SelfTest.Answer(damage: $0.damage, predicted: $0.predicted) }
        #expect(SelfTest.finding(answers, seconds: 1).verdict == .well)
        let wrong = [SelfTest.Answer(damage: answers[0].damage, predicted: score)] + answers.dropFirst()
        #expect(SelfTest.finding(wrong, seconds: 1).verdict == .wrong)
        #expect(AlgebraCheck.finding(largestDifference: 0.01).verdict == .wrong)
        #expect(AlgebraCheck.finding(largestDifference: .infinity).verdict == .wrong)
        #expect(ProcessorCheck.finding(model: nil, features: "AVX2", isPortable: false).verdict == .wrong)
        #expect(ProcessorCheck.finding(model: nil, features: "AVX2 FMA BMI2", isPortable: true).verdict == .note)
        #expect(ProcessorCheck.finding(model: nil, features: "", isPortable: true).verdict == .well)
    }

    @Test("answers of the self-test are those of rca-cli score on the same radiographs")
    func knownAnswers() async throws {
        let place = try await Workplace(isEmpty: true)
        #expect(
            try await place.run("phantom", "--output", "p", "--count", "5", "--seed", "2026", "--size", "128").status
                == 0)
        for number in 1...4 {
            for folder in ["images", "labels"] {
                try place.copy("p/\(folder)/phantom_000\(number).png", to: "r/\(folder)/\(number).png")
            }
        }
        try place.copy("p/images/phantom_0005.png", to: "i/radiograph.png")
        for known in SelfTest.known {
            try place.copy("p/predictions/\(known.damage)/phantom_0005.png", to: "m/radiograph.png")
            let run = try await place.score(
                ["images": "i", "masks": "m", "reference": "r"], ["--references-per-case", "4", "--quiet"])
            #expect(run.status == 0)
            let score = try #require(try place.scores()["radiograph.png"])
            #expect(abs(score - known.predicted) < SelfTest.tolerance)
            try place.remove("out")
        }
    }

    @Test("--version lists release, build, instruction set and every library")
    func version() async throws {
        let place = try await Workplace(isEmpty: true)
        let lines = try await place.run("--version").output.split(separator: "\n")
        let absent = BuildLibraries.notBuilt.joined(separator: ", ")
        #expect(lines.count == 3 + BuildLibraries.all.count + (absent.isEmpty ? 0 : 1))
        #expect(lines[0] == "rca-cli \(RCAVersion.current)")
        #expect(lines[1].hasPrefix("build "))
        #expect(lines[2].hasPrefix("instruction set "))
        let built: [String] = BuildLibraries.all.map { $0.name + " " + $0.version }
        let missing: [String] = absent.isEmpty ? [] : ["not in this build: " + absent]
        #expect(lines.dropFirst(3).map(String.init) == built + missing)
        for prefix in ["libpng 1.", "OpenBLAS 0.", "zlib 1."] + (ArchiveLibrary.isBuilt ? ["libarchive 3."] : []) {
            #expect(lines.contains { $0.hasPrefix(prefix) }, "\(lines)")
        }
        #expect(absent.contains("archives") != ArchiveLibrary.isBuilt)
    }
}
