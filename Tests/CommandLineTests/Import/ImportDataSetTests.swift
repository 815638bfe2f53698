import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli reference import, of data sets as they are downloaded")
struct ImportDataSetTests {
    @Test("makes references of JSRT radiographs and SCR masks, which 'reference build' takes")
    func jsrt() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        let stems = ["JPCLN001", "JPCLN002", "JPCNN001"]
        try files.writeJSRT(stems)
        let result = try await place.run(
            "reference", "import", "jsrt", "--images", "radiographs", "--outlines", "scr", "--output", "out", "--size",
            "128")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("Found 3; the complete data set has 247 radiographs."))
        #expect(result.error.contains("left lung and heart overlap in 3 images"), "\(result.error)")
        #expect(try place.names("out/images") == stems.map { $0 + ".png" })
        #expect(try place.names("out/labels") == stems.map { $0 + ".png" })
        #expect(try files.labels("out/labels/JPCLN002.png", at: DataSetFiles.points) == [1, 1, 2, 0])
        let image = try place.image("out/images/JPCLN001.png")
        #expect(image.width == 128 && image.height == 128)
        guard case .eightBit(let samples) = image.samples else { return #expect(Bool(false), "the image has 8 bits") }
        // Column 100 of 128 is the mean of the radiographs' 1600 to 1615, where the radiograph is white.
        let mean: Double = 1607.5 * 2 / 4095
        #expect(samples[100] == UInt8((mean * 255).rounded()))
        let readme = try place.text("out/README.md")
        #expect(readme.contains("| 1 | lungs |\n| 2 | heart |") && readme.contains("Shiraishi"))
        let build = try await place.run(
            "reference", "build", "--images", "out/images", "--labels", "out/labels", "--structures", "lungs=1,heart=2",
            "--output", "b.rcaref")
        #expect(build.status == 0 && build.error.contains("3 references"), "\(build.error)")
    }

    @Test("takes parts apart, and draws later structures over earlier ones")
    func parts() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeJSRT(["JPCLN001"])
        let words = ["reference", "import", "jsrt", "--images", "radiographs", "--outlines", "scr", "--size", "64"]
        let all = "right lung=3,left lung=4,clavicles=9"
        let result = try await Program.run(words + ["--output", "out", "--structures", all], in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let points = DataSetFiles.points + [(x: 40, y: 11)]
        #expect(try files.labels("out/labels/JPCLN001.png", at: points) == [3, 4, 4, 0, 9])
        for (list, message) in [
            ("liver=1", "this data set has no 'liver'"),
            ("lungs=1,left lung=2", "'left lung' is in 'lungs' and in 'left lung'"), ("lungs=300", "is above 255"),
        ] {
            let wrong = try await Program.run(words + ["--output", "other", "--structures", list], in: place.path)
            #expect(wrong.status == 64 && wrong.error.contains(message), "\(wrong.error)")
            #expect(!place.exists("other"))
        }
    }

    @Test(
        "leaves out radiographs of a wrong length, without a mask, with two, with a mask of another size, and says why")
    func badJSRT() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeJSRT(["A", "B", "C", "D", "E", "F", "G"])
        try files.writeRadiograph("radiographs/B.IMG", bytes: 1000)
        try place.remove("scr/fold1/masks/heart/C.png")
        try place.copy("scr/fold2/masks/left lung/D.png", to: "scr/fold1/masks/left lung/D.png")
        try files.write(
            DataSetFiles.mask(2..<20, 2..<20, width: 32, height: 32), to: "scr/fold1/masks/heart/E.png")
        try place.copy("scr/fold2/masks/left lung/F.png", to: "scr/fold2/masks/right lung/F.png")
        try files.write(DataSetFiles.mask(0..<0, 0..<0), to: "scr/fold1/masks/heart/G.png")
        let result = try await place.run(
            "reference", "import", "jsrt", "--images", "radiographs", "--outlines", "scr", "--output", "out")
        #expect(result.status == 2)
        #expect(try place.names("out/images") == ["A.png"])
        let leftOut = try files.leftOut()
        for (id, problem) in [
            "B": "radiographs/B.IMG: has 1000 bytes, a JSRT radiograph 8388608", "C": "has no mask of the heart in scr",
            "D": "has several files as mask of the left lung", "E": "is 32 × 32, the mask of the left lung 64 × 64",
            "F": "right lung and left lung are mostly the same area",
            "G": "scr/fold1/masks/heart/G.png: no pixel is heart",
        ] {
            #expect(leftOut[id]?.contains(problem) == true, "\(id): \(leftOut[id] ?? "is not left out")")
            #expect(result.error.contains("left out \(id): "), "\(id)")
        }
        #expect(leftOut.count == 6)
        let again = try await place.run(
            "reference", "import", "jsrt", "--images", "radiographs", "--outlines", "scr", "--output", "out")
        #expect(again.status == 64 && again.error.contains("holds files already"), "\(again.error)")
    }

    @Test("draws SCR landmarks, and leaves out those outside the image or without a structure")
    func scrLandmarks() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for (index, stem) in ["A", "B", "C"].enumerated() {
            try files.writeRadiograph("radiographs/\(stem).IMG")
            var text = "[\n"
            for part in ["right lung", "left lung", "heart", "right clavicle"] where !(stem == "C" && part == "heart") {
                let (columns, rows) = DataSetFiles.parts[part]!
                let (left, right) = (columns.lowerBound * 16, columns.upperBound * 16)
                let (top, bottom) = (rows.lowerBound * 16, stem == "B" ? 1025 : rows.upperBound * 16)
                text += "  [ '\(part)'\n    {\n"
                for (x, y) in [(left, top), (right, top), (right, bottom), (left, bottom)] {
                    text += "      { \(x).0, \(y) },\n"
                }
                text += "    }\n  ]\n"
            }
            try place.write(Array((text + "]\n").utf8), to: "scr/fold\(index % 2 + 1)/landmarks/\(stem).pfs")
        }
        let result = try await place.run(
            "reference", "import", "jsrt", "--images", "radiographs", "--outlines", "scr", "--landmarks", "--output",
            "out")
        #expect(result.status == 2, "\(result.error)")
        #expect(try files.labels("out/labels/A.png", at: DataSetFiles.points) == [1, 1, 2, 0])
        let leftOut = try files.leftOut()
        #expect(leftOut["B"]?.contains("point 3 (896.0, 1025.0) lies outside the image of 1024 × 1024") == true)
        #expect(leftOut["C"]?.contains("has no 'heart'") == true, "\(leftOut)")
    }

    @Test("makes references of Montgomery's masks of each lung")
    func montgomery() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeMontgomery(["MCUCXR_0001_0", "MCUCXR_0002_0", "MCUCXR_0003_1"], to: "set")
        try place.remove("set/ManualMask/leftMask/MCUCXR_0003_1.png")
        try files.write(
            DataSetFiles.mask(2..<20, 2..<20, width: 64, height: 32), to: "set/ManualMask/leftMask/MCUCXR_0002_0.png")
        let result = try await place.run(
            "reference", "import", "montgomery", "--images", "set", "--output", "out", "--structures",
            "left lung=1,right lung=2")
        #expect(result.status == 2)
        #expect(try files.labels("out/labels/MCUCXR_0001_0.png", at: DataSetFiles.points) == [2, 1, 1, 0])
        let leftOut = try files.leftOut()
        #expect(leftOut["MCUCXR_0002_0"]?.contains("the mask is 64 × 32, its image 64 × 64") == true)
        #expect(leftOut["MCUCXR_0003_1"]?.contains("has no mask of the left lung in set/ManualMask") == true)
    }

    @Test("makes references of Shenzhen's masks; an image that has none is no failure")
    func shenzhen() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeShenzhen(["CHNCXR_0001_0", "CHNCXR_0002_0"], to: "set", masks: "masks")
        let words = ["reference", "import", "shenzhen", "--images", "set", "--output", "out", "--size", "50"]
        let without = try await Program.run(words, in: place.path)
        #expect(without.status == 64 && without.error.contains("set/mask: holds no masks"), "\(without.error)")
        let result = try await Program.run(words + ["--masks", "masks"], in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let labels = try place.labels("out/labels/CHNCXR_0001_0.png")
        #expect(labels.width == 50 && labels.height == 40)
        #expect(labels.indices.count { $0 == 1 } == 10 * 20)
        #expect(try files.leftOut()["CHNCXR_0002_0"]?.contains("the data set has no mask of it") == true)
    }
}
