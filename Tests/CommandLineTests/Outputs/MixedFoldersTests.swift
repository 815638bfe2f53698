import Foundation
import RCA
import Testing

@Suite("Results in folders that are read")
struct MixedFoldersTests {
    private static let description =
        "Chest X-rays that were drawn by a program, for the tests of another program alone."

    /// The images of a place in two sub-folders, as NIH's are when they are downloaded.
    private func place() async throws -> Workplace {
        let place = try await Workplace()
        for (index, name) in try place.names("images").enumerated() {
            try place.copy("images/" + name, to: "parts/images_00\(index % 2 + 1)/images/" + name)
        }
        return place
    }

    @Test("are passed over by their names, and the images beside them are read")
    func passedOver() async throws {
        let place = try await place()
        let plain = try await place.score()
        #expect(plain.status == 0, "\(plain.error)")
        // Two commands that write beside images.
        try place.write(Array(Self.description.utf8), to: "about.txt")
        let described = try await place.run(
            "dataset", "describe", "parts/images_001", "--name", "Part", "--creator", "A B", "--license",
            "https://creativecommons.org/licenses/by/4.0/", "--description-file", "about.txt")
        #expect(described.status == 0, "\(described.error)")
        let drawn = try await place.segment(["images": "parts", "output": "parts/images_001/drawn"])
        #expect(drawn.status == 0, "\(drawn.error)")
        #expect(try place.labelMaps("parts/images_001/drawn").count == 3)
        // A person's note among the results is nothing that is read.
        try place.write(Array("Looks well.".utf8), to: "parts/images_001/drawn/notes.txt")
        try await #expect(place.segment(["images": "parts", "output": "parts/images_001/drawn"]).status == 0)
        let score = try await place.score(["images": "parts", "output": "again"])
        #expect(score.status == 0, "\(score.error)")
        #expect(try place.scores("again") == place.scores())
        let segment = try await place.segment(["images": "parts", "output": "drawn"])
        #expect(segment.status == 0, "\(segment.error)")
        #expect(try place.labelMaps("drawn").count == 3)
    }

    @Test("an output folder that holds images, masks or references that are read is refused", arguments: [true, false])
    func refused(isSegment: Bool) async throws {
        let place = try await place()
        try place.copy(place.reference, to: "reference")
        let before = try OutputGuardTests.bytes(below: place.path)
        for (images, output) in [
            ("parts", "parts/images_001"), ("parts", "parts/images_001/images"), ("images", "reference/labels"),
            ("images", "reference/images"),
        ] {
            let inputs = ["images": images, "reference": "reference", "output": output]
            let result = try await isSegment ? place.segment(inputs) : place.score(inputs)
            #expect(result.status == 64, "\(output): \(result.error)")
            #expect(result.error.contains("which is read; an output never takes the place of an input"))
        }
        #expect(try OutputGuardTests.bytes(below: place.path) == before)
    }

    @Test("a description of a data set beside images is no image, nor a mask")
    func description() async throws {
        let place = try await Workplace()
        for folder in ["images", "masks"] { try place.write(Array("{}".utf8), to: folder + "/dataset.jsonld") }
        let result = try await place.score()
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.scores().count == 3)
    }

    @Test("a link to a table is not described over")
    func link() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        try place.link("out/README.md", to: "rca_structures.csv")
        try place.write(Array(Self.description.utf8), to: "about.txt")
        let before = try place.bytes("out/rca_structures.csv")
        let result = try await place.run(
            "dataset", "describe", "out", "--name", "Scores", "--creator", "A B", "--license",
            "https://creativecommons.org/licenses/by/4.0/", "--description-file", "about.txt", "--overwrite")
        #expect(result.status == 64 && result.error.contains("is rca_structures.csv, which is described as well"))
        #expect(try place.bytes("out/rca_structures.csv") == before)
    }

    @Test("phantoms that would be drawn over a file are refused before the first is drawn")
    func phantoms() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.write([1, 2, 3], to: "drawn/labels/phantom_0002.png")
        let result = try await place.run(
            "phantom", "--output", "drawn", "--count", "2", "--seed", "1", "--size", "64", "--reference-only")
        #expect(result.status == 64 && result.error.contains("phantom_0002.png: is there already"))
        #expect(!place.exists("drawn/images/phantom_0001.png"))
    }
}
