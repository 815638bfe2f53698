import Files
import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport
import Testing

/// How radiographs lie, found without masks: turned and inverted in all 16 ways, in memory.
@Suite("Screen", .needsSharedData, .measured(byMake: "accuracy"), .serialized)
struct ScreenAccuracyTests {
    /// What a screening says of a radiograph that was laid down in one way.
    private struct Result {
        let isRight: Bool
        /// A chest X-ray that is said to lie otherwise than it does.
        let isMistaken: Bool
        let isUsable: Bool
        let isUpright: Bool
        let isMirrored: Bool
    }

    @Test(
        "finds every orientation and polarity of radiographs of four sets",
        arguments: ["jsrt", "cxr", "wingspan", "nih"])
    func orientations(hospital: String) async throws {
        let folder = try TemporaryFolder()
        let set = try ReferenceBundle.open(try await StudyData.learnedReference(in: folder))
        let images = SharedData.path(hospital + "/dev/images")
        let names = try FileManager.default.contentsOfDirectory(atPath: images).sorted()
        let results = await withTaskGroup(of: [Result].self) { group in
            for part in 0..<2 {
                group.addTask {
                    let screener = RadiographScreener(set: set)
                    return names.enumerated().filter { $0.offset % 2 == part }.flatMap { _, name in
                        (try? Self.results(of: images + "/" + name, by: screener)) ?? []
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(results.count == 16 * names.count)
        let upright = results.filter(\.isUpright)
        var table = AccuracyTable("Orientation and polarity of \(names.count) radiographs of \(hospital)/dev, 16 ways")
        for (figure, isMirrored) in [("right, not mirrored", false), ("right, mirrored", true)] {
            let laid = results.filter { $0.isMirrored == isMirrored }
            table.append(
                AccuracyTable.Row(
                    figure: figure, bar: .atLeast(0.98),
                    measured: Double(laid.count { $0.isRight }) / Double(laid.count)))
        }
        table.append(
            AccuracyTable.Row(
                figure: "upright ones called turned, mirrored or inverted", bar: .atMost(1.0 / 300),
                measured: Double(upright.count { $0.isMistaken }) / Double(upright.count)))
        table.append(
            AccuracyTable.Row(
                figure: "upright ones called unusable", bar: .atMost(0.02),
                measured: Double(upright.count { !$0.isUsable }) / Double(upright.count)))
        print(table.text)
        // Some poor images are no chest X-ray to the program, and one adult's does lie mirrored.
        let isMissed = { (row: AccuracyTable.Row) in hospital != "jsrt" && !row.passes }
        for row in table.rows where !isMissed(row) { #expect(row.passes, "\(row)") }
        #expect(table.rows.count(where: isMissed) <= 3)
        withKnownIssue("missed, as docs/screen.md says", isIntermittent: true) {
            for row in table.rows where isMissed(row) { #expect(row.passes, "\(row)") }
        }
    }

    private static func results(of path: String, by screener: RadiographScreener) throws -> [Result] {
        // Half a radiograph's pixels do, and save most of the time.
        let image = try PNGReader.readGrayscaleImage(at: path).resampled(width: 512, height: 512)
        let pixels = image.pixels.map { UInt8(min(max($0, 0), 1) * 255) }
        return Orientation.allCases.flatMap { orientation in
            let turn = orientation.undoing(width: 512, height: 512).inverse
            return [false, true].map { isInverted in
                let laid = turn.applied(to: isInverted ? pixels.map { 255 - $0 } : pixels)
                let screening = screener.screen(
                    GrayscaleImage(width: turn.newWidth, height: turn.newHeight, samples: .eightBit(laid)))
                let (pose, isChest) = (screening.pose, screening.isChestXRay)
                let isFound = pose.orientation == orientation && pose.isInverted == isInverted
                return Result(
                    isRight: isChest && isFound, isMistaken: isChest && !isFound,
                    isUsable: screening.isUsable, isUpright: orientation == .upright && !isInverted,
                    isMirrored: orientation.isMirrored)
            }
        }
    }
}
