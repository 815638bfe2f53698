import Cases
import Imaging

/// The chest X-rays of the National Library of Medicine: images in `CXR_png`, masks beside it.
enum TuberculosisLayouts {
    /// `ManualMask/leftMask` and `ManualMask/rightMask`, a file of the image's name in each.
    static func montgomery(_ folder: String, _ request: ImportRequest) throws(InputError) -> ImportListing {
        let parts = try StructureParts.parts(of: request.structures, available: ["left lung", "right lung"])
        let tree = try FileTree(folder)
        let images = tree.pictures(inFoldersNamed: "cxr_png")
        try check(images, folder, "CXR_png")
        let masks = ["left lung": "leftmask", "right lung": "rightmask"].mapValues {
            tree.pictures(inFoldersNamed: $0, suffixes: ["_mask"])
        }
        var listing = ImportListing(.montgomery)
        listing.expected = (138, "138 images")
        for stem in images.keys.sorted() {
            do throws(InputError) {
                let image = try OnlyFile.of(stem, in: images, what: "image", folder: folder)
                var outlines: [ImportCase.Outline] = []
                for (part, structure) in parts {
                    let path = try OnlyFile.of(
                        stem, in: masks[part] ?? [:], what: "mask of the \(part)", folder: joined(folder, "ManualMask"))
                    outlines.append(ImportCase.Outline(part: part, structure: structure, shape: .binaryMask(path)))
                }
                listing.cases.append(ImportCase(id: stem, image: .file(image), outlines: outlines))
            } catch {
                listing.leftOut.append(.failure(stem, error))
            }
        }
        return listing
    }

    /// `mask/NAME_mask.png`, both lungs in one. Of the 662 images 96 have none, which is no failure.
    static func shenzhen(
        _ folder: String, masks maskFolder: String?, _ request: ImportRequest
    ) throws(InputError) -> ImportListing {
        let parts = try StructureParts.parts(of: request.structures, available: ["lungs"])
        let images = try FileTree(folder).pictures(inFoldersNamed: "cxr_png")
        try check(images, folder, "CXR_png")
        let masks: [String: [String]]
        if let maskFolder {
            masks = try FileTree(maskFolder).byStem(["_mask"]) { $0.last.map(FolderListing.isPicture) ?? false }
        } else {
            masks = try FileTree(folder).pictures(inFoldersNamed: "mask", suffixes: ["_mask"])
        }
        guard !masks.isEmpty else {
            throw InputError(
                .fileMissing, maskFolder ?? joined(folder, "mask"), "holds no masks",
                remedy: "the masks are a download of their own: put them into 'mask', or give --masks")
        }
        var listing = ImportListing(.shenzhen)
        listing.expected = (662, "662 images, 566 of them with masks")
        for stem in images.keys.sorted() {
            do throws(InputError) {
                let image = try OnlyFile.of(stem, in: images, what: "image", folder: folder)
                guard masks[stem] != nil else {
                    listing.leftOut.append(.notAskedFor(stem, "\(image): the data set has no mask of it"))
                    continue
                }
                let path = try OnlyFile.of(stem, in: masks, what: "mask", folder: maskFolder ?? folder)
                listing.cases.append(
                    ImportCase(
                        id: stem, image: .file(image),
                        outlines: parts.map {
                            ImportCase.Outline(part: $0.part, structure: $0.structure, shape: .binaryMask(path))
                        }))
            } catch {
                listing.leftOut.append(.failure(stem, error))
            }
        }
        for stem in masks.keys.sorted() where images[stem] == nil {
            listing.leftOut.append(
                .failure(stem, InputError(.pairingFailed, masks[stem]?[0] ?? stem, "has no image in \(folder)")))
        }
        return listing
    }

    private static func check(
        _ images: [String: [String]], _ folder: String, _ name: String
    ) throws(InputError) {
        guard images.isEmpty else { return }
        throw InputError(
            .fileMissing, folder, "has no folder \(name) with images", remedy: "give the unpacked data set's folder")
    }
}
