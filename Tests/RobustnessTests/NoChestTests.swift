import Foundation
import Imaging
import StudySupport
import Tables
import TestSupport
import Testing

extension RobustnessTests {
    @Test("no picture that is not a chest X-ray is called reliable")
    func noChest() async throws {
        let folder = try TemporaryFolder()
        let reference = try await givenReference()
        let radiographs = try RadiographStudy(StudyData.jsrt(), size: 512, every: 12).radiographs
        let pictures =
            Picture.textures() + Picture.scenes() + Picture.noises() + Picture.blanks() + Picture.drawings()
            + Picture.remains(of: radiographs) + Picture.medical()
        #expect(pictures.count >= 20)
        let verdicts = try await verdicts(of: pictures, mask: radiographs[0].truth, reference: reference, in: folder)

        var table = TextTable(columns: [
            ("picture", .left), ("kind", .left), ("reliability", .right), ("verdict", .left), ("", .left),
            ("pose", .left),
        ])
        var wrong: [String] = []
        for picture in pictures {
            let row = try #require(verdicts[picture.name], "\(picture.name) has no verdict")
            let passes =
                switch picture.kind {
                case .foreign: row.verdict == "not a chest X-ray"
                case .other: row.verdict != "reliable"
                }
            if !passes { wrong.append("\(picture.name): \(row.verdict)") }
            table.append([
                picture.name, picture.kind.rawValue, String(format: "%.3f", row.reliability), row.verdict,
                passes ? "pass" : "MISS", row.pose,
            ])
        }
        print("\n\(pictures.count) pictures that are no chest X-rays\n\n\(table.text)")
        fflush(nil)
        #expect(wrong == [])
        let known = pictures.count { verdicts[$0.name]?.verdict == "not a chest X-ray" }
        print("called \"not a chest X-ray\": \(known) of \(pictures.count)")
        #expect(Double(known) >= 0.95 * Double(pictures.count))
    }

    /// What the program says of each picture, by its name. The mask is the same for all: it has no part in the verdict.
    private func verdicts(
        of pictures: [Picture], mask: LabelMap, reference: String, in folder: TemporaryFolder
    ) async throws -> [String: ReliabilityRow] {
        let (images, masks, output) = (folder.file("images"), folder.file("masks"), folder.file("output"))
        for path in [images, masks] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        func fname(_ index: Int) -> String { String(format: "picture%02d.png", index) }
        for (index, picture) in pictures.enumerated() {
            try PNGWriter.write(picture.image.eightBit, to: images + "/" + fname(index), compression: .fast)
            let fitting = mask.stretched(width: picture.image.width, height: picture.image.height)
            try PNGWriter.write(fitting, to: masks + "/" + fname(index), compression: .fast)
        }
        try await Program.run(
            [
                "score", "--images", images, "--masks", masks, "--reference", reference, "--structures",
                "lungs=1,heart=2", "--output", output, "--quiet",
            ], log: folder.file("score.log"))
        let rows = Dictionary(
            grouping: try ScoreStudy.reliabilityRows(in: output), by: \.fname)
        return Dictionary(
            uniqueKeysWithValues: pictures.enumerated().compactMap { index, picture in
                rows[fname(index)]?.first.map { (picture.name, $0) }
            })
    }
}

extension LabelMap {
    /// The nearest label at another size.
    func stretched(width: Int, height: Int) -> LabelMap {
        var result: [UInt8] = []
        result.reserveCapacity(width * height)
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = (
                    (2 * column + 1) * self.width / (2 * width), (2 * row + 1) * self.height / (2 * height)
                )
                result.append(indices[y * self.width + x])
            }
        }
        return LabelMap(width: width, height: height, indices: result, wideValues: wideValues)
    }
}
