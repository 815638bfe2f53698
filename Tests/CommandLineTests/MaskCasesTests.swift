import Foundation
import Imaging
import RCA
import TestSupport
import Testing

/// Small inputs that went wrong once.
@Suite("Masks in JSON and images in DICOM that went wrong once")
struct MaskCasesTests {
    @Test("JSON that says there is nothing is an empty mask, polygons are drawn, and what is no mask is passed over")
    func json() async throws {
        let place = try await Workplace()
        let mask = try place.labels("masks/phantom_0001.png")
        let lungs = mask.indices.map { UInt8(mask.label(ofIndex: $0) == 1 ? 1 : 0) }
        let runs = String(
            decoding: HandmadeFormats.runLength(lungs, width: mask.width, height: mask.height), as: UTF8.self)
        let set = """
            "images": [{"id": "x", "height": 128, "width": 128}], "annotations": [{"id": 1, "image_id": "x", \
            "category_id": 1, "segmentation": \(runs)}]}
            """
        let bytes: [(String, [UInt8])] = [
            ("good", Array(("{" + set).utf8)), ("mark", [0xef, 0xbb, 0xbf] + Array(("{" + set).utf8)),
            ("long", Array(("{\"info\": \"" + String(repeating: "x", count: 70_000) + "\", " + set).utf8)),
            ("none", Array("[]".utf8)),
            ("polygon", Array("[{\"category_id\": 1, \"segmentation\": [[10, 10, 60, 10, 60, 90, 10, 90]]}]".utf8)),
            ("cut", Array(("{" + set).utf8.dropLast(40))),
        ]
        for (name, content) in bytes {
            try place.write(content, to: "json/" + name + ".json")
            try place.copy("images/phantom_0001.png", to: "pictures/" + name + ".png")
        }
        try place.write(Array("{\"shapes\": []}".utf8), to: "json/labelme.json")
        let result = try await place.score(["images": "pictures", "masks": "json"])
        #expect(result.status == 2)
        #expect(result.error.contains("json/cut.json: is no JSON, or is cut short"), "\(result.error)")
        #expect(!result.error.contains("labelme"))
        let scores = try place.scores()
        #expect(scores.count == 5 && scores["none.json"] == 0)
        #expect(scores["mark.json"] == scores["good.json"] && scores["long.json"] == scores["good.json"])
        #expect(try #require(scores["good.json"]) > 0.3 && #require(scores["polygon.json"]) > 0)
        // What looks at masks without an image takes the size of the other mask.
        try place.makeFolder("truth")
        for (name, _) in bytes where name != "cut" { try place.copy("masks/phantom_0001.png", to: "truth/\(name).png") }
        let evaluated = try await place.run(
            "evaluate", "--scores", "out", "--masks", "json", "--truth-masks", "truth", "--structures",
            PhantomFiles.structures, "--format", "csv", "--resamples", "0")
        #expect(!evaluated.error.contains("none.json: "), "\(evaluated.error)")
    }

    @Test("The shared cases of JSON masks are the masks that they are", .needsSharedData)
    func sharedJSON() async throws {
        let place = try await Workplace(isEmpty: true)
        let result = try await place.score([
            "images": SharedData.path("cases/json/images"), "masks": SharedData.path("cases/json/masks"),
        ])
        #expect(result.status == 0, "\(result.error)")
        let scores = try place.scores()
        #expect(scores.count == 7 && scores["empty_list.json"] == 0 && scores["no_annotation.json"] == 0)
        for name in ["byte_order_mark", "long_info", "string_image_id"] {
            #expect(scores[name + ".json"] == scores["good.json"])
        }
        #expect(try #require(scores["polygon.json"]) > 0)
    }

    @Test(
        "The shared cases of DICOM score what the plain file scores", .needsSharedData,
        .enabled(if: ImageFormats.supports(.dicom), "this build reads no DICOM"))
    func sharedDICOM() async throws {
        let place = try await Workplace(isEmpty: true)
        for name in ["plain", "overlay_G", "overlay_R", "rescale_slope_small", "rescale_slope_hundredth"] {
            try place.copy(SharedData.path("cases/dicom/\(name).dcm"), to: "images/\(name).dcm")
            try place.copy(SharedData.path("cases/dicom/mask.png"), to: "masks/\(name).png")
        }
        let result = try await place.score()
        #expect(result.status == 0, "\(result.error)")
        let scores = try place.scores()
        #expect(scores.count == 5 && Set(scores.values).count == 1)
        let plain = try ImageReader.readGrayscaleImage(at: SharedData.path("cases/dicom/plain.dcm"))
        for name in try place.names("images") {
            #expect(try ImageReader.readGrayscaleImage(at: place.file("images/" + name)).samples == plain.samples)
        }
    }
}
