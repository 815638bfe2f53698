import DataSets
import Foundation
package import Scoring
package import TestSupport

/// Images with their true masks, and what segmenters predicted for them.
package struct StudyData: Sendable {
    package let images: String
    package let truth: String
    /// One folder of masks a stage of a segmenter's training.
    package let predictions: [String]
    /// What the labels of the predictions mean.
    package let structures: StructureList
    /// The structures that have a truth.
    package let trueStructures: StructureList

    /// A folder of the shared data with `images`, `labels` and `predictions/STAGE`.
    package init(_ folder: String, structures: String, trueStructures: String) throws {
        images = SharedData.path(folder + "/images")
        truth = SharedData.path(folder + "/labels")
        let stages = SharedData.path(folder + "/predictions")
        predictions = try FileManager.default.contentsOfDirectory(atPath: stages).sorted().map { stages + "/" + $0 }
        self.structures = try Structure.parseList(structures)
        self.trueStructures = try Structure.parseList(trueStructures)
    }

    /// Folders of files, one a kind.
    package init(
        images: String, truth: String, predictions: [String], structures: StructureList, trueStructures: StructureList
    ) {
        self.images = images
        self.truth = truth
        self.predictions = predictions
        self.structures = structures
        self.trueStructures = trueStructures
    }

    /// 25 radiographs like the references, 12 masks each.
    package static func jsrt() throws -> StudyData {
        try StudyData("jsrt/dev", structures: "lungs=1,heart=2", trueStructures: "lungs=1,heart=2")
    }

    /// 40 radiographs of another world, 10 masks each; only the lungs have a truth.
    package static func outside() throws -> StudyData {
        try StudyData("cxr/dev", structures: "lungs=1,heart=2", trueStructures: "lungs=1")
    }

    /// Masks of a segmenter that has never seen a JSRT image, at eight stages, for the images of a study.
    package static func foreign(_ folder: String, trueStructures: String = "lungs=1,heart=2") throws -> StudyData {
        let stages = SharedData.path(folder + "/foreign")
        return StudyData(
            images: SharedData.path(folder + "/images"), truth: SharedData.path(folder + "/labels"),
            predictions: try FileManager.default.contentsOfDirectory(atPath: stages).sorted().map { stages + "/" + $0 },
            structures: try Structure.parseList("lungs=1,heart=2"),
            trueStructures: try Structure.parseList(trueStructures))
    }

    /// 100 images of adults from other hospitals, 10 masks each, with lungs and heart drawn by people.
    package static func wingspan() throws -> StudyData {
        try StudyData("wingspan/dev", structures: "lungs=1,heart=2", trueStructures: "lungs=1,heart=2")
    }

    private static let referenceFolder = NSTemporaryDirectory() + "rca-tests-jsrt-\(UUID().uuidString)"

    private static let built = Task {
        try FileManager.default.createDirectory(atPath: referenceFolder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: StudyData.referenceFolder) }
        let bundle = referenceFolder + "/jsrt.rcaref"
        try await Program.run(
            [
                "reference", "build", "--images", SharedData.path("jsrt/reference/images"), "--labels",
                SharedData.path("jsrt/reference/labels"), "--structures", "lungs=1,heart=2", "--output", bundle,
            ], log: referenceFolder + "/reference.log")
        return bundle
    }

    /// The bundle of the JSRT reference set, built once for all tests of a process.
    package static func builtReference() async throws -> String { try await built.value }

    /// The bundle with networks that `RCA_LEARNED` names, for a study to take in place of the references alone.
    package static var learnedBundle: String? { ProcessInfo.processInfo.environment["RCA_LEARNED"] }

    /// The bundle of the JSRT reference set with its networks. They are trained once, which takes about an hour, and
    /// kept beside the build by what they depend on.
    package static func learnedReference(in folder: TemporaryFolder) async throws -> String {
        let plain = try await builtReference()
        let digest = LearningSettings().digest(try ReferenceBundle.open(plain))
        let kept = URL(filePath: Program.path).deletingLastPathComponent()
            .appending(path: "learned/jsrt-\(digest.prefix(16)).rcaref").path
        if !FileManager.default.fileExists(atPath: kept) {
            try FileManager.default.createDirectory(
                atPath: URL(filePath: kept).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try await Program.run(
                ["reference", "learn", plain, "--output", kept], log: folder.file("learning.log"))
        }
        return kept
    }
}
