import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli verify with images and masks")
struct VerifySampleTests {
    private func words(_ place: Workplace, _ more: [String] = []) -> [String] {
        [
            "verify", "--published", "out/rca_dice_scores.csv", "--images", "images", "--masks", "masks", "--reference",
            place.bundle, "--structures", PhantomFiles.structures, "--pattern", "*", "--quiet",
        ] + more
    }

    @Test("finds the scores that score wrote, to the last bit, for one thread and for two")
    func same() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        let result = try await Program.run(
            words(place, ["--tolerance", "0", "--max-mae", "0", "--threads", "1"]), in: place.path)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("3 rows drawn (seed 1), 3 recomputed"))
        #expect(result.output.contains("estimated for 3 rows"))
        let two = try await Program.run(
            words(place, ["--tolerance", "0", "--max-mae", "0", "--threads", "2"]), in: place.path)
        #expect(two.output == result.output)
        #expect(try place.names(".") == ["images", "masks", "out"], "nothing is written")
    }

    @Test("takes the options of score: with another estimator the scores are others, and the check fails")
    func engine() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        let result = try await Program.run(words(place, ["--estimator", "mean", "--tolerance", "0"]), in: place.path)
        #expect(result.status == 1)
        #expect(
            result.error.contains(
                "check failed: --tolerance 0.0: the share within 0.0 of 3 rows, estimated from 3, is "))
        try await #expect(place.score([:], ["--estimator", "mean"]).status == 0)
        try await #expect(
            Program.run(words(place, ["--estimator", "mean", "--tolerance", "0"]), in: place.path).status == 0)
    }

    @Test("counts what is not there and what fails, ends with 2 and still estimates")
    func partial() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        try place.remove("images/phantom_0001.png")
        try place.write([1, 2, 3], to: "masks/phantom_0002.png")
        let result = try await Program.run(words(place, ["--format", "json"]), in: place.path)
        #expect(result.status == 2)
        for line in ["\"withoutFiles\" : 1", "\"drawn\" : 2", "\"recomputed\" : 1", "masks/phantom_0002.png: "] {
            #expect(result.output.contains(line), "\(line)")
        }
        let text = try await Program.run(words(place), in: place.path)
        #expect(text.output.contains("rows without image and mask here, not drawn: 1"))
        #expect(text.output.contains("drawn rows that could not be recomputed: 1\n  masks/phantom_0002.png: "))
    }

    @Test("refuses folders that have nothing of the file, and a wrong reference")
    func wrong() async throws {
        let place = try await Workplace()
        try place.write(Array("fname,dice\nother.png,0.5\n".utf8), to: "out/rca_dice_scores.csv")
        let strangers = try await Program.run(words(place), in: place.path)
        #expect(strangers.status == 64)
        #expect(
            strangers.error == "rca-cli: masks: none of its masks is a row of out/rca_dice_scores.csv; "
                + "check the folders, and --suffix\n")
        try place.write(Array("fname\nphantom_0001.png\n".utf8), to: "out/rca_dice_scores.csv")
        let unsound = try await Program.run(words(place), in: place.path)
        #expect(unsound.status == 1 && unsound.output.contains("no column is called \"dice\"; found: fname"))
        try FileManager.default.removeItem(atPath: place.file("out"))
        try await #expect(place.score().status == 0)
        let reference = try await Program.run(words(place, ["--reference", "none"]), in: place.path)
        #expect(reference.status == 64 && reference.error == "rca-cli: none: does not exist; check the path\n")
    }
}
