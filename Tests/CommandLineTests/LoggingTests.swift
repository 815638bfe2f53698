import Machine
import RCA
import Testing

@Suite("rca-cli --verbose")
struct LoggingTests {
    @Test("tells an operator what the run does, on stderr, more with every v")
    func score() async throws {
        let place = try await Workplace()
        let silent = try await place.score(["output": "silent"])
        #expect(!silent.error.contains("info"))
        let once = try await place.score([:], ["--verbose", "--threads", "2"])
        #expect(once.status == 0 && once.output == "")
        let digest = try place.record().reference.digest
        for words in [
            "version=\(RCAVersion.current)", "kernels=", "count=6", "digest=\(digest)", "pairs=3", "unpaired=0",
            "threads=2", "run ended", "scored=3",
        ] { #expect(once.error.contains(words), "\(words) is not in \(once.error)") }
        #expect(!once.error.contains("image scored"))
        let twice = try await place.score(["output": "twice"], ["-vv"])
        #expect(twice.error.split(separator: "\n").count { $0.contains("image scored") && $0.contains(" ms=") } == 3)
        #expect(!twice.error.contains("stages"))
        let thrice = try await place.score(["output": "thrice"], ["-vvv", "--quiet"])
        #expect(thrice.error.split(separator: "\n").count { $0.contains("register-and-score-ms=") } == 3)
        #expect(!thrice.error.contains("written to"))
    }

    @Test("follows the building of a reference set")
    func build() async throws {
        let place = try await Workplace()
        let result = try await place.run(
            "reference", "build", "--images", "images", "--labels", "masks", "--structures", PhantomFiles.structures,
            "--output", "b.rcaref", "-vv")
        #expect(result.status == 0)
        #expect(result.error.contains("reference images and labels paired"))
        #expect(result.error.split(separator: "\n").count { $0.contains("reference prepared") } == 3)
    }
}
