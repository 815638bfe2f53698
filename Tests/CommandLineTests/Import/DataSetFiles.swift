import Foundation
import RCA
import Tables

/// Small data sets in the layouts of the large ones, drawn into a workplace.
struct DataSetFiles {
    let place: Workplace

    /// A mask with a rectangle, in columns and rows from 0 to `side`.
    static func mask(_ columns: Range<Int>, _ rows: Range<Int>, width: Int = 64, height: Int = 64, value: UInt8 = 255)
        -> LabelMap
    {
        var indices = [UInt8](repeating: 0, count: width * height)
        for row in rows { for column in columns { indices[row * width + column] = value } }
        return LabelMap(width: width, height: height, indices: indices)
    }

    /// Where the parts of a drawn chest lie, on 64 × 64.
    static let parts: [String: (columns: Range<Int>, rows: Range<Int>)] = [
        "left lung": (36..<56, 10..<50), "right lung": (8..<28, 10..<50), "heart": (26..<44, 34..<54),
        "left clavicle": (36..<52, 6..<12), "right clavicle": (12..<28, 6..<12),
    ]

    static func part(_ name: String, width: Int = 64, height: Int = 64) -> LabelMap {
        let part = parts[name]!
        return mask(part.columns, part.rows, width: width, height: height)
    }

    func write(_ map: LabelMap, to name: String) throws { try place.write(PNGWriter.encode(map), to: name) }

    /// A picture brighter to the right.
    func writeImage(_ name: String, width: Int = 64, height: Int = 64) throws {
        let samples = (0..<width * height).map { UInt8($0 % width * 255 / (width - 1)) }
        try place.write(
            PNGWriter.encode(GrayscaleImage(width: width, height: height, samples: .eightBit(samples))), to: name)
    }

    /// A JSRT radiograph: 12 bits, dark to the right, so that the picture is bright there.
    func writeRadiograph(_ name: String, bytes count: Int = 2 * 2048 * 2048) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for column in 0..<2048 {
            let sample = 4095 - column * 2
            bytes += [UInt8(sample >> 8), UInt8(sample & 0xff)]
        }
        let row = bytes
        while bytes.count < count { bytes += row }
        try place.write(Array(bytes.prefix(count)), to: name)
    }

    /// JSRT's radiographs, and SCR's masks in their folds, of a file type that the program reads.
    func writeJSRT(_ stems: [String], radiographs: String = "radiographs", outlines: String = "scr") throws {
        for (index, stem) in stems.enumerated() {
            try writeRadiograph("\(radiographs)/\(stem).IMG")
            for part in Self.parts.keys {
                try write(Self.part(part), to: "\(outlines)/fold\(index % 2 + 1)/masks/\(part)/\(stem).png")
            }
        }
    }

    /// Montgomery County's images, with a mask of each lung.
    func writeMontgomery(_ stems: [String], to folder: String) throws {
        for stem in stems {
            try writeImage("\(folder)/CXR_png/\(stem).png")
            try write(Self.part("left lung"), to: "\(folder)/ManualMask/leftMask/\(stem).png")
            try write(Self.part("right lung"), to: "\(folder)/ManualMask/rightMask/\(stem).png")
            try place.write(Array("Patient's Sex: F".utf8), to: "\(folder)/ClinicalReadings/\(stem).txt")
        }
    }

    /// Shenzhen's images, with masks of the first of them alone.
    func writeShenzhen(_ stems: [String], to folder: String, masks: String) throws {
        for stem in stems { try writeImage("\(folder)/CXR_png/\(stem).png", width: 100, height: 80) }
        try write(Self.part("left lung", width: 100, height: 80), to: "\(masks)/\(stems[0])_mask.png")
    }

    /// Runs by rows, counted from 1, as CheXmask has them.
    static func runs(_ map: LabelMap) -> String {
        var words: [String] = []
        var start: Int?
        for (pixel, index) in (map.indices + [0]).enumerated() {
            if index != 0, start == nil { start = pixel }
            if index == 0, let first = start {
                words += ["\(first + 1)", "\(pixel - first)"]
                start = nil
            }
        }
        return words.joined(separator: " ")
    }

    static let chexmaskHeader =
        "image_id,Dice RCA (Mean),Dice RCA (Max),Landmarks,Left Lung,Right Lung,Heart,Height,Width\n"

    static func chexmaskTable(_ rows: [String]) -> [UInt8] { Array((chexmaskHeader + rows.joined()).utf8) }

    static func chexmaskRow(
        _ id: String, rca: String = "0.95", landmarks: String = "", leftLung: String? = nil, width: Int = 64
    ) -> String {
        let left = leftLung ?? runs(part("left lung"))
        return
            "\(id),\(rca),0.97,\"\(landmarks)\",\(left),\(runs(part("right lung"))),\(runs(part("heart"))),64,\(width)\n"
    }

    /// The labels at some points of a written map, which may be smaller than the drawn chest.
    func labels(_ name: String, at points: [(x: Int, y: Int)]) throws -> [Int] {
        let map = try place.labels(name)
        return points.map { map[$0.x * map.width / 64, $0.y * map.height / 64] }
    }

    /// In the right lung, the left, the heart where the left lung is too, and outside.
    static let points = [(x: 10, y: 20), (x: 50, y: 20), (x: 40, y: 40), (x: 2, y: 2)]

    func leftOut(_ output: String = "out") throws -> [String: String] {
        let table = try CSVTable(bytes: place.bytes(output + "/left_out.csv"), source: "left_out.csv")
        let (id, problem) = (try table.column(named: "id"), try table.column(named: "problem"))
        return Dictionary(
            uniqueKeysWithValues: try table.rows.map {
                (try table.text(inRow: $0, column: id), try table.text(inRow: $0, column: problem))
            })
    }
}
