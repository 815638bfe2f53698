import Foundation
import Scoring
import TestSupport

/// Images with their true masks, and what segmenters predicted for them.
struct StudyData: Sendable {
    let images: String
    let truth: String
    /// One folder of masks a stage of a segmenter's training.
    let predictions: [String]
    /// What the labels of the predictions mean.
    let structures: [Structure]
    /// The structures that have a truth.
    let trueStructures: [Structure]

    /// A folder of the shared data with `images`, `labels` and `predictions/STAGE`.
    init(_ folder: String, structures: String, trueStructures: String) throws {
        images = SharedData.path(folder + "/images")
        truth = SharedData.path(folder + "/labels")
        let stages = SharedData.path(folder + "/predictions")
        predictions = try FileManager.default.contentsOfDirectory(atPath: stages).sorted().map { stages + "/" + $0 }
        self.structures = try Structure.parseList(structures)
        self.trueStructures = try Structure.parseList(trueStructures)
    }

    static func jsrt() throws -> StudyData {
        try StudyData("jsrt/dev", structures: "lungs=1,heart=2", trueStructures: "lungs=1,heart=2")
    }

    /// Builds the bundle of the JSRT reference set.
    static func buildReference(in folder: TemporaryFolder) async throws -> String {
        let bundle = folder.file("jsrt.rcaref")
        try await Program.run(
            [
                "reference", "build", "--images", SharedData.path("jsrt/reference/images"), "--labels",
                SharedData.path("jsrt/reference/labels"), "--structures", "lungs=1,heart=2", "--output", bundle,
            ], log: folder.file("reference.log"))
        return bundle
    }
}
