import Foundation
import Imaging
import RCA
import TestSupport
import Testing

@Suite(
    "NIfTI masks of images of other formats", .enabled(if: ImageFormats.supports(.nifti), "this build reads no NIfTI"))
struct MaskOrientationTests {
    /// Writes the masks of a place as NIfTI files.
    /// - Parameter rowsFirst: as `nibabel.Nifti1Image(array, affine)` does with NumPy's arrays.
    private func convert(
        _ place: Workplace, to folder: String, rowsFirst: Bool, directions: [Float]? = [1, 1, 1]
    ) throws {
        for name in try place.names("masks") {
            let mask = try place.labels("masks/" + name)
            let stem = (name as NSString).deletingPathExtension
            let (width, height) = (mask.width, mask.height)
            let pixels =
                rowsFirst
                ? (0..<width * height).map { mask.indices[$0 % height * width + $0 / height] } : mask.indices
            let bytes = HandmadeFormats.nifti(
                pixels, width: rowsFirst ? height : width, height: rowsFirst ? width : height, directions: directions)
            try place.write(bytes, to: folder + "/" + stem + ".nii")
        }
    }

    private func values(_ place: Workplace, _ output: String) throws -> [Float] {
        try place.scores(output).sorted { $0.key < $1.key }.map(\.value)
    }

    private func warnings(_ place: Workplace, _ output: String) throws -> Int {
        try place.text(output + "/rca_run.json").components(separatedBy: "lies otherwise in its file").count - 1
    }

    @Test("that lie otherwise in the patient are taken as they fit, with a warning, or as --mask-orientation says")
    func tried() async throws {
        let place = try await Workplace()
        #expect(try await place.score(["output": "plain"]).status == 0)
        let expected = try values(place, "plain")
        for (folder, rowsFirst, way) in [("rows", true, "rows"), ("columns", false, "columns")] {
            try convert(place, to: folder, rowsFirst: rowsFirst)
            let tried = try await place.score(["masks": folder, "output": folder + "-tried"])
            #expect(tried.status == 0, "\(tried.error)")
            #expect(try values(place, folder + "-tried") == expected)
            #expect(try warnings(place, folder + "-tried") == 3)
            let table = try place.text(folder + "-tried/rca_reliability.csv")
            #expect(table.components(separatedBy: "lies otherwise in its file").count == 4, "a warning in each row")
            #expect(try place.text(folder + "-tried/rca_run.json").contains("taken by \(way), which fits best"))
            let said = try await place.score(
                ["masks": folder, "output": folder + "-said"], ["--mask-orientation", way])
            #expect(said.status == 0, "\(said.error)")
            #expect(try values(place, folder + "-said") == expected && warnings(place, folder + "-said") == 0)
            let wrong = try await place.score(
                ["masks": folder, "output": folder + "-wrong"], ["--mask-orientation", "patient"])
            #expect(wrong.status == 0, "\(wrong.error)")
            #expect(try zip(values(place, folder + "-wrong"), expected).allSatisfy { $0 < $1 - 0.1 })
        }
        // What looks at masks again takes them the same way.
        let plain = try await place.run("show", "plain", "phantom_0001.png")
        for output in ["rows-said", "rows-tried"] {
            let shown = try await place.run("show", output, "phantom_0001.nii")
            #expect(shown.status == 0, "\(shown.error)")
            let text = shown.output.replacingOccurrences(of: ".nii", with: ".png")
            let remark = text.range(of: "; lies otherwise in its file", options: .literal)
            #expect((remark != nil) == (output == "rows-tried"))
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.components(separatedBy: "; lies otherwise in its file")[0]
            }
            #expect(lines.joined(separator: "\n") == plain.output)
        }
    }

    @Test("that lie as pictures do, or do not say how, are taken by their word")
    func plain() async throws {
        let place = try await Workplace()
        #expect(try await place.score(["output": "plain"]).status == 0)
        for (folder, directions) in [("itk", [-1, -1, 1]), ("none", nil)] as [(String, [Float]?)] {
            try convert(place, to: folder, rowsFirst: false, directions: directions)
            let result = try await place.score(["masks": folder, "output": folder + "-scores"])
            #expect(result.status == 0, "\(result.error)")
            #expect(try values(place, folder + "-scores") == values(place, "plain"))
            #expect(try warnings(place, folder + "-scores") == 0)
        }
    }

    @Test("that say that they lie as pictures do, and clearly do not, are taken as they fit, with a warning")
    func wrongWord() async throws {
        let place = try await Workplace()
        #expect(try await place.score(["output": "plain"]).status == 0)
        try convert(place, to: "rows", rowsFirst: true, directions: [-1, -1, 1])
        let result = try await place.score(["masks": "rows"])
        #expect(result.status == 0, "\(result.error)")
        #expect(try values(place, "out") == values(place, "plain") && warnings(place, "out") == 3)
    }

    @Test("that fit two ways about as well are refused with a line that names --mask-orientation")
    func refused() async throws {
        let place = try await Workplace()
        // The two ways differ in a column.
        for name in try place.names("masks") {
            let (width, height) = (128, 128)
            let pixels = (0..<width * height).map { pixel -> UInt8 in
                (20..<109).contains(pixel % width) && (20..<108).contains(pixel / width) ? 1 : 0
            }
            let bytes = HandmadeFormats.nifti(pixels, width: width, height: height, directions: [1, -1, 1])
            try place.write(bytes, to: "flat/" + (name as NSString).deletingPathExtension + ".nii")
        }
        let result = try await place.score(["masks": "flat"])
        #expect(result.status == 2)
        #expect(result.error.contains("flat/phantom_0001.nii: may lie on its image in several ways"))
        #expect(result.error.contains("give --mask-orientation patient or rows or columns"))
    }

    @Test("where nothing can be tried, are refused until --mask-orientation says how they lie")
    func untried() async throws {
        let place = try await Workplace()
        try convert(place, to: "rows", rowsFirst: true)
        let build = [
            "reference", "build", "--images", "images", "--labels", "rows", "--structures", PhantomFiles.structures,
        ]
        let refused = try await Program.run(build + ["--output", "a.rcaref"], in: place.path)
        #expect(refused.status == 64 && !place.exists("a.rcaref"))
        #expect(refused.error.contains("--mask-orientation patient or rows or columns"), "\(refused.error)")
        let built = try await Program.run(
            build + ["--output", "a.rcaref", "--mask-orientation", "rows"], in: place.path)
        #expect(built.status == 0, "\(built.error)")
        // Predicted masks are held against true ones of another format.
        let score = try await place.score(["masks": "rows", "output": "scores"], ["--mask-orientation", "rows"])
        #expect(score.status == 0, "\(score.error)")
        let evaluate = [
            "evaluate", "--masks", "rows", "--truth-masks", "masks", "--structures", PhantomFiles.structures,
            "--resamples", "0", "--format", "csv",
        ]
        // The record says how they lie.
        let recorded = try await Program.run(evaluate + ["--scores", "scores"], in: place.path)
        #expect(recorded.status == 0, "\(recorded.error)")
        try place.copy("scores/rca_structures.csv", to: "bare/rca_structures.csv")
        let bare = try await Program.run(evaluate + ["--scores", "bare"], in: place.path)
        #expect(bare.error.contains("--mask-orientation patient or rows or columns"), "\(bare.error)")
        let said = try await Program.run(
            evaluate + ["--scores", "bare", "--mask-orientation", "rows"], in: place.path)
        #expect(said.status == 0, "\(said.error)")
    }
}
