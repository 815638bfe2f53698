import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli score --error-maps")
struct ErrorMapsTests {
    private static let more = ["--error-maps", "maps", "--quiet"]

    /// Every map below a folder, by its path there.
    private func maps(_ folder: String, _ place: Workplace) throws -> [String: Data] {
        try OutputGuardTests.bytes(below: place.file(folder))
    }

    @Test("writes a picture of each mask as large as its image, and one of each structure")
    func written() async throws {
        let place = try await Workplace()
        let result = try await place.score([:], Self.more)
        #expect(result.status == 0, "\(result.error)")
        let maps = try maps("maps", place)
        #expect(
            Set(maps.keys)
                == Set(
                    PhantomFiles.names
                        + ["lungs", "heart"].flatMap { part in PhantomFiles.names.map { "\(part)/\($0)" } }))
        for name in PhantomFiles.names {
            let header = try PNGReader.readHeader(at: place.file("maps/\(name)"))
            let image = try place.image("images/\(name)")
            #expect(header.width == image.width && header.height == image.height && header.bitDepth == 8)
            #expect(header.colour == .rgb)
        }
        let parameter = try place.record().parameters.first { $0.name == "error-maps" }
        #expect(parameter?.value == .text("maps"))
    }

    @Test("says that nothing is missing in a mask that covers all, and nothing too much in an empty one")
    func kinds() async throws {
        let place = try await Workplace()
        let name = PhantomFiles.names[0]
        try place.relabel("masks/\(name)", to: "masks/\(name)") { _ in 0 }
        try place.relabel("masks/\(name)", to: "masks/\(PhantomFiles.names[1])") { _ in 1 }
        let result = try await place.score([:], Self.more)
        #expect(result.status == 0, "\(result.error)")
        // Green weighs 150 of 255 in luminance, red 76, blue 29.
        let empty = try place.image("maps/lungs/\(name)")
        let full = try place.image("maps/lungs/\(PhantomFiles.names[1])")
        func largest(_ image: GrayscaleImage) -> Float {
            image.resampled(width: image.width, height: image.height).pixels.max() ?? 0
        }
        #expect(abs(largest(empty) * 255 - 150) < 3, "\(largest(empty))")
        #expect(largest(full) * 255 < 110, "\(largest(full))")
    }

    @Test("are the same bytes in shards, from archives and for several folders of masks", arguments: [1, 3])
    func shards(threads: Int) async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/eroded", to: "other")
        let more = ["--masks", "other", "--quiet"]
        try await #expect(place.score(["output": "whole"], more + ["--error-maps", "whole-maps"]).status == 0)
        for shard in 1...2 {
            let part = try await place.score(
                [:], more + ["--error-maps", "out/maps", "--shard", "\(shard)/2", "--threads", "\(threads)"])
            #expect(part.status == 0, "\(part.error)")
        }
        try await #expect(place.run("merge", "out").status == 0)
        let maps = try maps("out/maps", place)
        #expect(maps.count == 18 && maps["other/heart/\(PhantomFiles.names[2])"] != nil)
        #expect(try maps == self.maps("whole-maps", place))
        let tar = try await Program.run(
            [], in: place.path, prefix: ["sh", "-c", "tar -cf images.tar images && tar -cf masks.tar masks"])
        try #require(tar.status == 0)
        let packed = try await place.score(
            ["images": "images.tar", "masks": "masks.tar", "output": "packed"], ["--error-maps", "packed-maps"])
        #expect(packed.status == 0, "\(packed.error)")
        #expect(try self.maps("packed-maps", place) == self.maps("whole-maps/masks", place))
    }

    @Test("are made again when they are gone, and stay when somebody has changed them")
    func again() async throws {
        let place = try await Workplace()
        try await #expect(place.score([:], Self.more).status == 0)
        let first = try maps("maps", place)
        try place.remove("maps/heart/" + PhantomFiles.names[0])
        try place.write([1, 2, 3], to: "maps/" + PhantomFiles.names[1])
        let second = try await place.score([:], ["--error-maps", "maps"])
        #expect(second.status == 0, "\(second.error)")
        #expect(second.error.contains("1 picture was changed by somebody since the run wrote it"), "\(second.error)")
        let again = try maps("maps", place)
        #expect(again["heart/" + PhantomFiles.names[0]] == first["heart/" + PhantomFiles.names[0]])
        #expect(again[PhantomFiles.names[1]] == Data([1, 2, 3]))
        let journal = try place.text("out/journal/shard-0001-of-0001.journal")
        #expect(journal.split(separator: "\n").count { $0.hasPrefix("case\t") } == 4)
        // A mask that cannot be read any more leaves no map of what it was.
        try place.write([0], to: "masks/" + PhantomFiles.names[2])
        try await #expect(place.score([:], Self.more).status == 2)
        #expect(!place.exists("maps/" + PhantomFiles.names[2]) && !place.exists("maps/lungs/" + PhantomFiles.names[2]))
        // --replace takes away what the run wrote, and nothing else.
        try await #expect(place.score([:], ["--replace", "--quiet"]).status == 2)
        #expect(try maps("maps", place) == [PhantomFiles.names[1]: Data([1, 2, 3])])
    }

    @Test("are never written over somebody's pictures")
    func foreign() async throws {
        let place = try await Workplace()
        try place.copy("images/" + PhantomFiles.names[0], to: "maps/" + PhantomFiles.names[2])
        let result = try await place.score([:], Self.more)
        #expect(result.status == 64)
        #expect(
            result.error
                == "rca-cli: \(place.file("maps"))/\(PhantomFiles.names[2]): is there already; move it away, or write somewhere else\n",
            "\(result.error)")
        #expect(!place.exists("out/rca_dice_scores.csv"))
        let input = try await place.score([:], ["--error-maps", "masks"])
        #expect(input.status == 64 && input.error.contains("an output never takes the place of an input"))
    }
}
