import Archives
import Foundation
import Imaging
import RCA
import Subprocess
import TestSupport
import Testing

@Suite("Images and masks of other formats than PNG")
struct FormatsTests {
    private typealias Writer = @Sendable ([UInt8], Int, Int) -> [UInt8]

    private static let npy: (String, Writer) = (".npy", { HandmadeFormats.npy($0, width: $1, height: $2) })
    private static let nifti: (String, Writer) = (".nii", { HandmadeFormats.nifti($0, width: $1, height: $2) })
    private static let dicom: (String, Writer) = (".dcm", { HandmadeFormats.dicom($0, width: $1, height: $2) })
    private static let gif: (String, Writer) = (".gif", { HandmadeFormats.gif($0, width: $1, height: $2) })

    private static func built(_ writers: [(format: ImageFormat, writer: (String, Writer))]) -> [(String, Writer)] {
        writers.filter { ImageFormats.supports($0.format) }.map(\.writer)
    }

    /// Writes each phantom's image and mask anew, each of the next format.
    private func convert(_ place: Workplace) throws {
        let images = Self.built([(.dicom, Self.dicom), (.npy, Self.npy), (.nifti, Self.nifti)])
        let masks = Self.built([(.npy, Self.npy), (.nifti, Self.nifti), (.gif, Self.gif), (.dicom, Self.dicom)])
        for (index, name) in try place.names("images").enumerated() {
            let stem = (name as NSString).deletingPathExtension
            let image = try place.image("images/" + name)
            guard case .eightBit(let grey) = image.samples else { throw Unexpected() }
            let (imageSuffix, imageWriter) = images[index % images.count]
            try place.write(imageWriter(grey, image.width, image.height), to: "other/images/" + stem + imageSuffix)
            let mask = try place.labels("masks/" + name)
            let (maskSuffix, maskWriter) = masks[index % masks.count]
            try place.write(
                maskWriter(mask.indices, mask.width, mask.height), to: "other/masks/" + stem + "_labels" + maskSuffix)
        }
    }

    private struct Unexpected: Error {}

    @Test("score what the same pictures score as PNG, in folders and, where the build reads them, in archives")
    func score() async throws {
        let place = try await Workplace()
        try convert(place)
        let plain = try await place.score()
        #expect(plain.status == 0, "\(plain.error)")
        // The masks' names differ in their endings alone, so that their order is the same.
        let expected = try place.scores().sorted { $0.key < $1.key }.map(\.value)
        let folders = try await place.score(["images": "other/images", "masks": "other/masks", "output": "folders"])
        #expect(folders.status == 0, "\(folders.error)")
        #expect(try place.scores("folders").sorted { $0.key < $1.key }.map(\.value) == expected)
        #expect(expected.count == 3)
        guard ArchiveLibrary.isBuilt else { return }
        for folder in ["images", "masks"] {
            let packed = try await Subprocess.run(
                .name("tar"), arguments: ["-C", "other", "-cf", "\(folder).tar", folder],
                workingDirectory: .init(place.path), output: .discarded, error: .discarded)
            #expect(packed.terminationStatus.isSuccess)
        }
        let archives = try await place.score(["images": "images.tar", "masks": "masks.tar", "output": "archives"])
        #expect(archives.status == 0, "\(archives.error)")
        #expect(try place.bytes("archives/rca_dice_scores.csv") == place.bytes("folders/rca_dice_scores.csv"))
    }

    @Test(
        "tell the millimetres of outlines, as --pixel-spacing does",
        .enabled(if: ImageFormats.supports(.dicom), "this build reads no DICOM"))
    func spacing() async throws {
        let place = try await Workplace()
        for name in try place.names("images") {
            let image = try place.image("images/" + name)
            guard case .eightBit(let grey) = image.samples else { throw Unexpected() }
            let bytes = HandmadeFormats.dicom(grey, width: image.width, height: image.height, spacing: "0.5\\0.25")
            try place.write(bytes, to: "dicom/" + name.replacingOccurrences(of: ".png", with: ".dcm"))
        }
        let told = try await place.score(["images": "dicom", "output": "told"], ["--surface"])
        let given = try await place.score(["output": "given"], ["--surface", "--pixel-spacing", "0.5,0.25"])
        #expect(told.status == 0 && given.status == 0, "\(told.error) \(given.error)")
        let rows = try place.text("told/rca_surface.csv")
        #expect(try rows == place.text("given/rca_surface.csv") && rows.contains(",mm"))
    }

    @Test(
        "of NIfTI are read with a slope that is not quite right, and with zeros behind the compressed data",
        .enabled(if: ImageFormats.supports(.nifti), "this build reads no NIfTI"))
    func scaled() async throws {
        let place = try await Workplace()
        let name = "phantom_0001"
        let mask = try place.labels("masks/\(name).png")
        let labels = mask.indices.map { mask.label(ofIndex: $0) }
        var bytes = HandmadeFormats.nifti(labels.map { UInt8(100 * $0) }, width: mask.width, height: mask.height)
        // 200 times the 32-bit .01 is 1.9999999552965164.
        withUnsafeBytes(of: Float(0.01).bitPattern.littleEndian) { bytes.replaceSubrange(112..<116, with: $0) }
        try place.write(bytes, to: "scaled/\(name).nii")
        let zipped = try await Program.run(
            [], in: place.path,
            prefix: ["sh", "-c", "gzip -k scaled/*.nii && head -c 700 /dev/zero >> scaled/\(name).nii.gz"])
        try #require(zipped.status == 0, "\(zipped.error)")
        try place.makeFolder("filled")
        try FileManager.default.moveItem(
            atPath: place.file("scaled/\(name).nii.gz"), toPath: place.file("filled/\(name).nii.gz"))
        try await #expect(place.score(["output": "plain"], ["--quiet"]).status == 0)
        for (folder, file) in [("scaled", "\(name).nii"), ("filled", "\(name).nii.gz")] {
            let result = try await place.score(
                ["masks": folder, "output": folder + "-out"], ["--allow-unpaired", "--quiet"])
            #expect(result.status == 0, "\(result.error)")
            #expect(try place.scores(folder + "-out")[file] == place.scores("plain")["\(name).png"])
        }
    }

    @Test("make references that score the same, build the same bundle's scores, and are evaluated the same")
    func references() async throws {
        let place = try await Workplace()
        try convert(place)
        for (folder, images, labels) in [("plain", "images", "masks"), ("converted", "other/images", "other/masks")] {
            let built = try await place.run(
                "reference", "build", "--images", images, "--labels", labels, "--structures", PhantomFiles.structures,
                "--output", folder + ".rcaref")
            #expect(built.status == 0, "\(built.error)")
            let scored = try await place.score(["reference": folder + ".rcaref", "output": folder])
            #expect(scored.status == 0, "\(scored.error)")
        }
        let expected = try place.scores("plain")
        #expect(try place.scores("converted") == expected && !expected.isEmpty)
    }

    @Test(
        "as run-length masks, a folder of JSON for each structure, or an archive of them, score what binary PNG masks score"
    )
    func runLength() async throws {
        let place = try await Workplace()
        let structures = PhantomFiles.structures.split(separator: ",").map { $0.split(separator: "=") }
        for name in try place.names("images") {
            let mask = try place.labels("masks/" + name)
            for structure in structures {
                let label = try #require(Int(structure[1]))
                let pixels = mask.indices.map { UInt8(mask.label(ofIndex: $0) == label ? 1 : 0) }
                let map = LabelMap(width: mask.width, height: mask.height, indices: pixels)
                try place.write(PNGWriter.encode(map), to: "binary/\(structure[0])/\(name)")
                try place.write(
                    HandmadeFormats.runLength(pixels, width: mask.width, height: mask.height),
                    to: "runs/\(structure[0])/" + (name as NSString).deletingPathExtension + ".json")
            }
        }
        // Other JSON beside them is a document.
        try place.write(Array("{\"version\": \"1\"}".utf8), to: "runs/\(structures[0][0])/rca_run.json")
        let binary = try await place.score(["masks": "binary", "output": "binary-scores"])
        #expect(binary.status == 0, "\(binary.error)")
        let runs = try await place.score(["masks": "runs", "output": "runs-scores"])
        #expect(runs.status == 0, "\(runs.error)")
        let expected = try place.scores("binary-scores").sorted { $0.key < $1.key }.map(\.value)
        #expect(try place.scores("runs-scores").sorted { $0.key < $1.key }.map(\.value) == expected)
        #expect(expected.count == 3)
        guard ArchiveLibrary.isBuilt else { return }
        for archive in ["runs.tar.gz", "runs.tar.xz"] {
            let packed = try await Subprocess.run(
                .name("tar"), arguments: ["-caf", archive, "runs"], workingDirectory: .init(place.path),
                output: .discarded, error: .discarded)
            #expect(packed.terminationStatus.isSuccess)
            let result = try await place.score(["masks": archive, "output": "scores-of-" + archive])
            #expect(result.status == 0, "\(result.error)")
            #expect(
                try place.bytes("scores-of-\(archive)/rca_dice_scores.csv")
                    == place.bytes("runs-scores/rca_dice_scores.csv"))
        }
    }

    @Test("that cannot be read fail alone, each with one line")
    func failures() async throws {
        let place = try await Workplace()
        let image = try place.bytes("images/phantom_0001.png")
        let mask = try place.bytes("masks/phantom_0001.png")
        let plane = [UInt8](repeating: 7, count: 128 * 128)
        let cut = Array(HandmadeFormats.npy(plane, width: 128, height: 128).dropLast())
        try place.write(cut, to: "images/cut.npy")
        try place.write(mask, to: "masks/cut.png")
        try place.write(image, to: "images/unknown.png")
        try place.write(HandmadeFormats.npy(plane, width: 128, height: 128), to: "masks/unknown.npy")
        let result = try await place.score()
        #expect(result.status == 2)
        #expect(result.error.contains("images/cut.npy: ends before its picture does"))
        #expect(result.error.contains("masks/unknown.npy: has labels that no structure was given for: 7"))
        #expect(try place.scores().count == 3)
    }

    @Test(
        "whose DICOM claims gigabytes that are not there take no such memory",
        .enabled(if: ImageFormats.supports(.dicom), "this build reads no DICOM"))
    func claims() async throws {
        let place = try await Workplace()
        let plane = [UInt8](repeating: 7, count: 128 * 128)
        var bytes = HandmadeFormats.dicom(plane, width: 128, height: 128)
        let length = bytes.count - plane.count - 4
        bytes.replaceSubrange(length..<length + 4, with: [0xf0, 0xff, 0xff, 0xff])
        try place.write(bytes, to: "claims.dcm")
        // Less address space than it claims.
        let result = try await place.run(
            "register", "--fixed", "claims.dcm", "--moving", "images/phantom_0001.png", "--output", "out",
            prefix: ["prlimit", "--as=3000000000"])
        #expect(result.error.hasPrefix("rca-cli: claims.dcm: ends before its picture does"), "\(result.error)")
        #expect(result.status == 64)
    }

    @Test("are listed by --version")
    func version() async throws {
        let place = try await Workplace(isEmpty: true)
        let version = try await place.run("--version")
        for format in ImageFormats.supported where format.format != .png {
            guard let library = format.library, let release = format.version else { continue }
            #expect(version.output.contains("\n\(library) \(release), reads \(format.format.rawValue)"))
        }
    }
}
