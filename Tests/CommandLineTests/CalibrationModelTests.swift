import Calibration
import Evaluation
import RCA
import Testing

@Suite("A calibration model")
struct CalibrationModelTests {
    /// A mask without estimates has no mean; one without the consensus that most have is not in the fit, nor is its mean.
    @Test(
        "counts the masks that it is made of, and those that lack what it needs as left out", arguments: [true, false])
    func counts(lacksAll: Bool) async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        for folder in try place.names("scores").filter({ $0 != "journal" }) {
            try place.copy("scores/\(folder)", to: "holes/\(folder)")
        }
        let path = "holes/boundary_1/rca_structures.csv"
        var lines = try place.text(path).split(separator: "\n").map(String.init)
        let heart = try #require(lines.firstIndex { $0.contains(",heart,") })
        var fields = lines[heart].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        // The consensus is the eighth column.
        for column in lacksAll ? 2..<fields.count : 7..<8 { fields[column] = "" }
        lines[heart] = fields.joined(separator: ",")
        try place.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
        let all = try CalibrationFile.read(at: place.file("model.json"))
        let result = try await made.calibrate(["scores": "holes", "output": "holes.json"])
        #expect(result.status == 0, "\(result.error)")
        let some = try CalibrationFile.read(at: place.file("holes.json"))
        #expect(zip(all.parts, some.parts).map { $0.masks - $1.masks } == [0, 1, 1])
        #expect(zip(all.parts, some.parts).map { $1.leftOut - $0.leftOut } == [0, 1, 1])
        #expect(some.parts.allSatisfy { $0.adaptive?.count == $0.masks })
    }

    @Test(
        "that has a structure twice, or one with the mean's name, is refused",
        arguments: [["lungs", "lungs"], ["lungs", "mean"], ["mean"]])
    func names(structures: [String]) async throws {
        let place = try await Workplace(isEmpty: true)
        let band = PercentileBand((0..<30).map { (references: [0.5, 0.7, 0.9], real: Double($0) / 30) })
        let model = CalibrationModel(
            programVersion: "1", recipe: .published, origin: CalibrationOrigin(kind: .tables, files: []),
            settings: CalibrationSettings(), structures: structures,
            parts: (structures + ["mean"]).map {
                CalibrationModel.Part(structure: $0, masks: 30, images: 30, leftOut: 0, published: band)
            })
        try place.write(CalibrationFile.bytes(model), to: "model.json")
        let error = #expect(throws: InputError.self) { try CalibrationFile.read(at: place.file("model.json")) }
        #expect(error?.description.contains("is a damaged calibration model") == true)
    }
}
