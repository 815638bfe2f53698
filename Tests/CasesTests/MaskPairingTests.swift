import Foundation
import Imaging
import RCA
import TestSupport
import Testing

@Suite("Masks and images")
struct MaskPairingTests {
    @Test(
        "have the stem of their name in common",
        arguments: [
            ("00000001_000_labels.png", "00000001_000"), ("00000001_000.png", "00000001_000"),
            ("JPCLN012.IMG", "JPCLN012"), ("JPCLN012.IMG.png", "JPCLN012"), ("JPCLN012.IMG_mask.png", "JPCLN012"),
            ("x_labels_seg.PNG", "x"), ("a b,c.png", "a b,c"), ("_mask.png", "_mask"), ("no extension", "no extension"),
            ("1.2.840.113", "1.2.840.113"), ("1.2.840.113.png", "1.2.840.113"), ("x_Labels.png", "x_Labels"),
            ("masked.png", "masked"), ("x.", "x."), ("case_1_seg.nii.gz", "case_1"), ("case_1.nii", "case_1"),
            ("x.gz", "x"), (".nii.gz", ".nii"), ("x.nii.gz.png", "x.nii.gz"), ("1.2.840.113.dcm", "1.2.840.113"),
        ])
    func stems(name: String, stem: String) {
        #expect(FileStem(of: name, droppingSuffixes: ImageFolder.defaultSuffixes).text == stem)
    }

    @Test("pair by stem, sorted by bytes, with names of every kind")
    func pairing() throws {
        let folder = try TemporaryFolder()
        let stems = ["b", "B", "a b", "a,b", "a\"b\"", "a\nb", "é", "e\u{301}", "日本", "🫁", "x.y"]
        for stem in stems { try folder.create("images/\(stem).png", "masks/\(stem)_labels.png") }
        let pairing = try pair(folder)
        #expect(pairing.failures.isEmpty)
        let expected = stems.map { "\($0)_labels.png" }.sorted {
            Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
        }
        #expect(pairing.pairs.map { Array($0.fname.utf8) } == expected.map { Array($0.utf8) })
        for item in pairing.pairs {
            #expect(Array(item.imageName.utf8) == Array((item.fname.dropLast("_labels.png".count) + ".png").utf8))
            #expect(item.imagePath == folder.path + "/images/" + item.imageName)
            #expect(item.masks.map(\.path) == [folder.path + "/masks/" + item.fname])
            #expect(item.masks.map(\.structure) == [nil])
        }
    }

    @Test("with no partner or two candidates are failures of that case alone, which name the files")
    func failures() throws {
        let folder = try TemporaryFolder()
        try folder.create(
            "images/good.png", "images/double.png", "images/double.jpg", "images/lonely.png", "images/twice.png",
            "images/Case.png",
            "masks/good.png", "masks/double_mask.png", "masks/orphan.png", "masks/twice.png", "masks/twice_seg.png",
            "masks/case.png")
        let pairing = try pair(folder)
        #expect(pairing.pairs.map(\.fname) == ["good.png"])
        let errors = pairing.failures.map { "\($0.error)".replacing(folder.path + "/", with: "") }
        #expect(
            errors == [
                "images/Case.png: missing mask: no file in masks has this name; add the mask, or take the image away",
                "masks/case.png: missing image: no file in images is called case; "
                    + "add the image, or set the suffixes that the names of masks end in",
                "masks/double_mask.png: several images fit: images/double.jpg, images/double.png; keep one of them",
                "images/lonely.png: missing mask: no file in masks has this name; add the mask, or take the image away",
                "masks/orphan.png: missing image: no file in images is called orphan; "
                    + "add the image, or set the suffixes that the names of masks end in",
                "masks/twice.png: several masks fit the image twice.png: masks/twice.png, masks/twice_seg.png; "
                    + "keep one of them, or give the others in a mask folder of their own",
                "masks/twice_seg.png: several masks fit the image twice.png: masks/twice.png, masks/twice_seg.png; "
                    + "keep one of them, or give the others in a mask folder of their own",
            ])
        #expect(
            pairing.failures.map(\.fname) == [
                "Case.png", "case.png", "double_mask.png", "lonely.png", "orphan.png", "twice.png", "twice_seg.png",
            ])
        #expect(pairing.failures.allSatisfy { $0.error.code == .pairingFailed })
    }

    @Test("take the suffixes they are told")
    func suffixes() throws {
        let folder = try TemporaryFolder()
        try folder.create("images/a.png", "masks/a-unet.png")
        #expect(try pair(folder).pairs.isEmpty)
        #expect(try pair(folder, suffixes: ["-unet", ""]).pairs.map(\.fname) == ["a-unet.png"])
        #expect(try pair(folder, suffixes: []).pairs.isEmpty)
    }

    @Test("with a folder for every structure make one case of several files")
    func structureFolders() throws {
        let folder = try TemporaryFolder()
        try folder.create(
            "images/a.png", "images/b.png", "images/c.png", "masks/lungs/a_mask.png", "masks/lungs/b.png",
            "masks/heart/a.png", "masks/heart/c.png", "masks/clavicles/a.png", "masks/.DS_Store")
        let pairing = try pair(folder)
        #expect(pairing.pairs.map(\.fname) == ["a_mask.png"])
        #expect(pairing.pairs[0].masks.map(\.structure) == ["lungs", "heart"])
        #expect(
            pairing.pairs[0].masks.map(\.path)
                == ["lungs/a_mask.png", "heart/a.png"].map { folder.path + "/masks/" + $0 })
        #expect(pairing.failures.map(\.fname) == ["b.png", "c.png"])
        #expect(pairing.failures[0].error.problem.hasSuffix("/masks/heart is called b"))
        #expect(pairing.failures[1].error.problem.hasSuffix("/masks/lungs is called c"))
    }

    @Test("in several mask folders are paired each alone")
    func severalFolders() throws {
        let folder = try TemporaryFolder()
        try folder.create("images/a.png", "images/b.png", "one/a.png", "one/b.png", "two/a.png")
        let images = try ImageFolder(path: folder.path + "/images/")
        let one = try images.paired(withMasksIn: folder.path + "/one", structures: ["lungs"])
        let two = try images.paired(withMasksIn: folder.path + "/two/", structures: ["lungs"])
        #expect(images.count == 2)
        #expect(one.pairs.count == 2 && one.failures.isEmpty)
        #expect(two.pairs.map { $0.masks[0].path } == [folder.path + "/two/a.png"])
        #expect(two.failures.map(\.fname) == ["b.png"])
    }

    @Test("with documents beside them are paired as if these were not there")
    func documents() throws {
        let folder = try TemporaryFolder()
        try folder.create(
            "images/a.png", "images/patients.csv", "images/README.TXT", "images/Thumbs.db", "masks/a.png",
            "masks/rca_dice_scores.csv", "masks/rca_run.json", "parts/lungs/a.png", "parts/heart/a.png",
            "parts/about.md", "papers/list.csv")
        #expect(try ImageFolder(path: folder.path + "/images").count == 1)
        for masks in ["masks", "parts"] {
            let pairing = try pair(folder, masks: masks)
            #expect(pairing.pairs.map(\.fname) == ["a.png"] && pairing.failures.isEmpty)
        }
        #expect(code { _ = try pair(folder, masks: "papers") } == .fileEmpty)
        #expect(code { _ = try ImageFolder(path: folder.path + "/papers") } == .fileEmpty)
    }

    @Test("whose names are not UTF-8 are failures")
    func invalidNames() throws {
        let folder = try TemporaryFolder()
        try folder.create("images/a.png", "masks/a.png")
        folder.create(nameBytes: [0xff, 0x2e, 0x70, 0x6e, 0x67], in: "masks")
        let pairing = try pair(folder)
        #expect(pairing.pairs.map(\.fname) == ["a.png"])
        #expect(pairing.failures.map(\.fname) == ["\u{fffd}.png"])
        #expect(pairing.failures[0].error.problem.hasPrefix("the file's name is not valid UTF-8 "))
    }

    @Test("in folders that are empty, the same, or lack a structure are refused as a whole")
    func folders() throws {
        let folder = try TemporaryFolder()
        try folder.create(
            "images/a.png", "masks/a.png", "empty/.hidden", "half/lungs/a.png", "epochs/01/a.png", "hollow/lungs/",
            "hollow/heart/a.png")
        try folder.link("images again", to: "images")
        #expect(code { _ = try ImageFolder(path: folder.path + "/empty") } == .fileEmpty)
        #expect(code { _ = try ImageFolder(path: folder.path + "/none") } == .fileMissing)
        let expected: [(String, InputError.Code)] = [
            ("none", .fileMissing), ("masks/a.png", .fileUnreadable), ("empty", .fileEmpty), ("images", .optionInvalid),
            ("images again", .optionInvalid), ("half", .structureMissing), ("epochs", .fileEmpty),
            ("hollow", .fileEmpty),
        ]
        for (name, expectedCode) in expected {
            #expect(code { _ = try pair(folder, masks: name) } == expectedCode, "\(name)")
        }
    }

    private func pair(
        _ folder: TemporaryFolder, masks: String = "masks", suffixes: [String] = ImageFolder.defaultSuffixes
    ) throws -> MaskPairing {
        try ImageFolder(path: folder.path + "/images", suffixes: suffixes)
            .paired(withMasksIn: folder.path + "/" + masks, structures: ["lungs", "heart"])
    }

    private func code(_ body: () throws -> Void) -> InputError.Code? {
        do { try body() } catch { return (error as? InputError)?.code }
        return nil
    }
}
