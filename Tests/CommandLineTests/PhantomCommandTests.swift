import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli phantom")
struct PhantomCommandTests {
    @Test("draws the same bytes for the same seed, other radiographs for another")
    func seeds() async throws {
        let place = try await Workplace(isEmpty: true)
        for (output, seed) in [("a", "3"), ("b", "3"), ("c", "4")] {
            let result = try await place.run(
                "phantom", "--output", output, "--count", "2", "--seed", seed, "--size", "96")
            #expect(result.status == 0 && result.output == "")
        }
        let files = try FileManager.default.subpathsOfDirectory(atPath: place.file("a")).filter {
            $0.contains(".") && $0 != ".rca_written"
        }
        let expected = 2 * 2 + 2 * 18 + 18
        #expect(files.count == expected, "two radiographs, their labels and 18 masks each, 18 tables")
        for file in files { #expect(try place.bytes("a/" + file) == place.bytes("b/" + file), "\(file)") }
        #expect(try place.bytes("a/images/phantom_0001.png") != place.bytes("c/images/phantom_0001.png"))
        #expect(try place.text("a/truth/empty.csv").split(separator: "\n")[1] == "phantom_0001.png,lungs,0.0")
    }

    @Test("draws any size, and only a reference set where that is asked for")
    func sizes() async throws {
        let place = try await Workplace(isEmpty: true)
        let result = try await place.run(
            "phantom", "--output", "p/q", "--count", "1", "--size", "90x140", "--reference-only")
        #expect(result.status == 0)
        #expect(try place.names("p/q") == ["images", "labels"])
        let image = try place.image("p/q/images/phantom_0001.png")
        #expect(image.width == 90 && image.height == 140)
        #expect(try Set(place.labels("p/q/labels/phantom_0001.png").indices) == [0, 1, 2])
    }

    @Test("refuses sizes and counts that make no sense, and an output that cannot be")
    func bad() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write([1], to: "file")
        for (words, status, message) in [
            (["--count", "0"], 64, "rca-cli: --count: 0 is not 1 or more\n"),
            (["--count", "-1"], 64, "rca-cli: --count: -1 is not 1 or more\n"),
            (["--count", "1", "--size", "31"], 64, "rca-cli: --size: 31 × 31 is not within 32 to 8192 a side\n"),
            (
                ["--count", "1", "--size", "64x9000"], 64,
                "rca-cli: --size: 64 × 9000 is not within 32 to 8192 a side\n"
            ),
            (["--count", "1", "--size", "64x"], 64, "Error: The value '64x' is invalid for '--size <pixels>'"),
            (["--count", "1", "--size", "1x2x3"], 64, "Error: The value '1x2x3' is invalid for '--size <pixels>'"),
            (["--count", "1", "--seed", "-1"], 64, "Error: "),
            (["--count", "1", "--output", "file"], 2, "rca-cli: file/images: cannot be made a folder"),
        ] as [([String], Int32, String)] {
            let output = words.contains("--output") ? [] : ["--output", "out"]
            let result = try await Program.run(["phantom"] + words + output, in: place.path)
            #expect(result.status == status, "\(words)")
            #expect(result.error.hasPrefix(message), "\(result.error)")
            #expect(!place.exists("out"))
        }
    }
}
