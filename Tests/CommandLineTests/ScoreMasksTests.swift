import RCA
import Reporting
import TestSupport
import Testing

@Suite("rca-cli score reads masks")
struct ScoreMasksTests {
    @Test("of all background as a score of 0 with a warning")
    func empty() async throws {
        let place = try await Workplace()
        try place.relabel("masks/phantom_0002.png", to: "masks/phantom_0002.png") { _ in 0 }
        let result = try await place.score()
        #expect(result.status == 0)
        #expect(result.error.contains("1 with a warning (see rca_run.json)"))
        #expect(try place.text("out/rca_dice_scores.csv").contains("\nphantom_0002.png,0.0\n"))
        #expect(
            try place.record().warnings == [RunRecord.Warning(fname: "phantom_0002.png", messages: ["empty mask"])])
    }

    @Test("without a structure: its Dice is 0 and counts in the mean")
    func absentStructure() async throws {
        let place = try await Workplace()
        try await #expect(place.score(["output": "whole"]).status == 0)
        try place.relabel("masks/phantom_0001.png", to: "masks/phantom_0001.png") { $0 == 2 ? 0 : UInt16($0) }
        try await #expect(place.score([:], ["--details"]).status == 0)
        #expect(try place.structure("heart", of: "phantom_0001.png")?.dice == 0)
        let lungs = try #require(try place.structure("lungs", of: "phantom_0001.png")?.dice)
        #expect(try lungs == place.structure("lungs", of: "phantom_0001.png", output: "whole")?.dice)
        #expect(try distance(place.scores()["phantom_0001.png"], lungs / 2) < 1e-6)
        #expect(try place.record().warnings.map(\.messages) == [["no pixel is heart"]])
    }

    @Test("with labels such as 127 and 255, also where the references have others")
    func otherLabels() async throws {
        let place = try await Workplace()
        for name in PhantomFiles.names {
            try place.relabel("masks/" + name, to: "wide/" + name) { [0, 127, 255][$0] }
            try place.relabel("masks/" + name, to: "sixteen/" + name) { [0, 1000, 65535][$0] }
        }
        try await #expect(place.score().status == 0)
        for (masks, structures) in [
            ("wide", "lungs=127,heart=255"), ("sixteen", "lungs=1000,heart=65535"), ("masks", " lungs=1, heart = 2 "),
        ] {
            let result = try await place.score(["masks": masks, "structures": structures, "output": masks + "-out"])
            #expect(result.status == 0, "\(result.error)")
            #expect(try place.bytes("out/rca_structures.csv") == place.bytes(masks + "-out/rca_structures.csv"))
        }
        let result = try await Program.run(
            ["score", "--images", "images", "--masks", "masks", "--reference", place.bundle, "--output", "own"],
            in: place.path)
        #expect(result.status == 0, "a bundle's own structures serve where none are given")
        #expect(try place.bytes("own/rca_structures.csv") == place.bytes("out/rca_structures.csv"))
    }

    @Test("as palette, RGB and 16-bit files, and images too, with the scores of the plain ones")
    func kinds() async throws {
        let place = try await Workplace()
        let palette = (0..<3).map { RGBColor(red: UInt8(80 * $0), green: 200, blue: 10) }
        for name in PhantomFiles.names {
            let map = try place.labels("masks/" + name)
            try place.write(PNGWriter.encode(map, palette: palette), to: "palette/" + name)
            let grey = ColorImage(width: map.width, height: map.height, channels: map.indices.flatMap { [$0, $0, $0] })
            try place.write(PNGWriter.encode(grey), to: "rgb/" + name)
            let radiograph = try place.image("images/" + name)
            guard case .eightBit(let samples) = radiograph.samples else {
                throw InputError(.fileDamaged, name, "is not 8-bit")
            }
            let deep = GrayscaleImage(
                width: radiograph.width, height: radiograph.height,
                samples: .sixteenBit(samples.map { UInt16($0) * 257 }))
            try place.write(PNGWriter.encode(deep), to: "deep/" + name)
            let colour = ColorImage(
                width: radiograph.width, height: radiograph.height, channels: samples.flatMap { [$0, $0, $0] })
            try place.write(PNGWriter.encode(colour), to: "colour/" + name)
        }
        try await #expect(place.score().status == 0)
        for (images, masks) in [("images", "palette"), ("images", "rgb"), ("colour", "masks"), ("deep", "palette")] {
            let result = try await place.score(["images": images, "masks": masks, "output": "\(images)-\(masks)"])
            #expect(result.status == 0, "\(result.error)")
        }
        for output in ["images-palette", "images-rgb", "colour-masks"] {
            #expect(try place.bytes("\(output)/rca_structures.csv") == place.bytes("out/rca_structures.csv"))
        }
        let (plain, deep) = try (place.scores(), place.scores("deep-palette"))
        for name in PhantomFiles.names { #expect(distance(plain[name], deep[name]) < 0.02) }
    }

    @Test("of another size than the image")
    func otherSize() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        for name in PhantomFiles.names {
            let map = try place.labels("masks/" + name)
            let large = (0..<256 * 256).map { (pixel: Int) -> UInt8 in
                let (row, column) = (pixel / 256, pixel % 256)
                return map.indices[row / 2 * 128 + column / 2]
            }
            try place.write(PNGWriter.encode(LabelMap(width: 256, height: 256, indices: large)), to: "large/" + name)
        }
        try await #expect(place.score(["masks": "large", "output": "large-out"]).status == 0)
        let (plain, large) = try (place.scores(), place.scores("large-out"))
        for name in PhantomFiles.names { #expect(distance(plain[name], large[name]) < 0.01) }
    }

    /// How far two scores are apart; infinite where one is not there.
    private func distance(_ first: Float?, _ second: Float?) -> Float {
        guard let first, let second else { return .infinity }
        return abs(first - second)
    }

    @Test("from a folder of binary masks for each structure, with the scores of the label maps")
    func binary() async throws {
        let place = try await Workplace()
        for name in PhantomFiles.names {
            try place.relabel("masks/" + name, to: "binary/lungs/" + name) { $0 == 1 ? 255 : 0 }
            try place.relabel("masks/" + name, to: "binary/heart/" + name) { $0 == 2 ? 1 : 0 }
        }
        try place.write(Array("about the masks".utf8), to: "binary/README.txt")
        try await #expect(place.score().status == 0)
        let result = try await place.score(["masks": "binary", "output": "binary-out"])
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.bytes("out/rca_structures.csv") == place.bytes("binary-out/rca_structures.csv"))

        try place.copy("masks/phantom_0001.png", to: "binary/heart/phantom_0001.png")
        let several = try await place.score(["masks": "binary", "output": "several"])
        #expect(several.status == 2)
        #expect(
            several.error.contains(
                "binary/heart/phantom_0001.png: is no binary mask of heart: it has the values 1, 2; "
                    + "give it 0 and one other value, or give label maps in one folder\n"))
        #expect(try place.record("several").failuresByKind == ["label unknown": 1])

        let map = LabelMap(width: 64, height: 64, indices: Array(repeating: 1, count: 64 * 64))
        try place.write(PNGWriter.encode(map), to: "binary/heart/phantom_0001.png")
        let sizes = try await place.score(["masks": "binary", "output": "sizes"])
        #expect(sizes.status == 2)
        #expect(sizes.error.contains("heart/phantom_0001.png: is 64 × 64, the case's first mask 128 × 128"))
    }
}
