import CZlib
import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Masks in JSON")
struct JSONMaskTests {
    private struct Drawn {
        let width: Int
        let height: Int
        let pixels: Int
        let sum: String
        let corners: [Double]
    }

    private static let drawn: [Drawn] = {
        let url = FormatFixtures.folder.deletingLastPathComponent().appending(path: "Stored/polygons.csv")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",").map(String.init)
            return Drawn(
                width: Int(fields[0]) ?? 0, height: Int(fields[1]) ?? 0, pixels: Int(fields[2]) ?? 0, sum: fields[3],
                corners: fields[4].split(separator: " ").compactMap { Double($0) })
        }
    }()

    /// The figures are pycocotools' (scripts/stored/polygon_figures.py).
    @Test("Polygons are drawn to the pixel as pycocotools draws them")
    func polygons() throws {
        #expect(Self.drawn.count == 120)
        for item in Self.drawn {
            let size = PictureSize(width: item.width, height: item.height)
            let map = try RunLengthMask(polygon: item.corners, size, named: "a.json").labelMap
            #expect(map.indices.count { $0 == 1 } == item.pixels)
            let sum = map.indices.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
            #expect(UInt32(item.sum, radix: 16) == UInt32(sum), "\(item.corners)")
        }
    }

    private func map(_ text: String, size: PictureSize? = nil) throws -> LabelMap {
        try ImageReader.labelMap(from: Array(text.utf8), named: "a.json", imageSize: size)
    }

    @Test("Polygons of one annotation are united; of several, the last is on top")
    func united() throws {
        let first = "[[0, 0, 4, 0, 4, 2, 0, 2], [2, 0, 6, 0, 6, 2, 2, 2]]"
        let text = """
            {"images": [{"id": 3, "width": 6, "height": 3}], "annotations": [
              {"image_id": 3, "category_id": 1, "segmentation": \(first)},
              {"image_id": 3, "category_id": 2, "segmentation": [[0, 0, 1, 0, 1, 2, 0, 2]]},
              {"image_id": 3, "category_id": 2, "segmentation": []}]}
            """
        #expect(try map(text).indices == [2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
        // One polygon need not be in a list of its own.
        let flat = try map("[{\"segmentation\": [0, 0, 4, 0, 4, 2, 0, 2]}]", size: PictureSize(width: 5, height: 3))
        #expect(flat.indices == [1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    }

    @Test("A set without annotations is an empty mask, of the size it says or else of its image's")
    func empty() throws {
        let size = PictureSize(width: 5, height: 4)
        for text in ["[]", " [ ] ", "{\"annotations\": []}"] {
            #expect(try map(text, size: size) == LabelMap(width: 5, height: 4, indices: Array(repeating: 0, count: 20)))
        }
        let listed = "{\"images\": [{\"id\": \"x\", \"width\": 3, \"height\": 2}], \"annotations\": []}"
        #expect(try map(listed, size: size) == LabelMap(width: 3, height: 2, indices: Array(repeating: 0, count: 6)))
        let huge = "{\"images\": [{\"id\": 1, \"width\": 1000000, \"height\": 2000000}], \"annotations\": []}"
        #expect(
            inputError { () throws(InputError) in
                try ImageReader.labelMap(from: Array(huge.utf8), named: "a.json")
            }?.code == .imageTooLarge)
    }

    @Test("A category that would be background is refused", arguments: ["0", "-1", "65536", "\"x\""])
    func noLabel(category: String) {
        let text = "[{\"category_id\": \(category), \"segmentation\": {\"size\": [3, 4], \"counts\": [5, 2, 5]}}]"
        let error = inputError { () throws(InputError) in
            try ImageReader.labelMap(from: Array(text.utf8), named: "a.json")
        }
        #expect(error?.code == .labelUnknown && error?.remedy == "number categories from 1 to 65535", "\(category)")
    }

    @Test("A byte order mark, UTF-16 and names in place of numbers change nothing")
    func writing() throws {
        let mask = "{\"size\": [3, 4], \"counts\": [5, 2, 5]}"
        let plain = try map(mask)
        let text = "[{\"image_id\": \"00000001_000\", \"category_id\": \"1\", \"segmentation\": \(mask)}]"
        #expect(try map(text) == plain)
        #expect(try ImageReader.labelMap(from: [0xef, 0xbb, 0xbf] + Array(text.utf8), named: "a.json") == plain)
        for isBig in [false, true] {
            let bytes = ("\u{feff}" + text).utf16.flatMap { unit in
                isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
            }
            #expect(try ImageReader.labelMap(from: bytes, named: "a.json") == plain)
            #expect(RunLengthFile.isMask(bytes))
        }
    }

    @Test(
        "A document is told from a mask by the names in its outermost object",
        arguments: [
            ("{\"annotations\": []}", true), ("[]", true), (" [\n]", true), ("[{\"segmentation\": [[1]]}]", true),
            ("{\"size\": [1, 1], \"counts\": \"0\"}", true), ("[{\"id\": 1}, {\"counts\": [1]}]", true),
            ("{\"info\": {\"text\": \"\\\"{[\"}, \"annotations\" : []}", true), ("{\"annotations\": [", true),
            ("", true),
            ("{\"version\": \"5.0\", \"shapes\": [{\"counts\": 3}]}", false), ("[1, 2]", false), ("[[]]", false),
            ("{\"note\": \"counts\"}", false), ("{}", false), ("[{}]", false), ("counts", false), ("]", false),
            ("{\"a\": {\"annotations\": []}}", false),
        ])
    func told(text: String, isMask: Bool) throws {
        #expect(RunLengthFile.isMask(Array(text.utf8)) == isMask)
        let folder = try TemporaryFolder()
        let path = folder.file("a.json")
        try AtomicFile.write(Array(text.utf8), to: path)
        #expect(RunLengthFile.isMask(at: path) == isMask)
    }

    @Test("A description of more than 64 KiB may come first")
    func long() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.json")
        for (rest, isMask) in [("\"annotations\": []", true), ("\"shapes\": []", false)] {
            let text = "{\"info\": \"" + String(repeating: "x", count: 70_000) + "\", \(rest)}"
            try AtomicFile.write(Array(text.utf8), to: path)
            #expect(RunLengthFile.isMask(at: path) == isMask)
        }
    }
}
