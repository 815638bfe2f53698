import Cases
import Imaging

/// Images and outlines of one's own.
enum FolderLayouts {
    /// Masks in either form that `score` takes: label maps, or a sub-folder of binary masks for each structure.
    static func masks(images: String, masks: String, _ request: ImportRequest) throws(InputError) -> ImportListing {
        let pairing = try ImageFolder(path: images, suffixes: request.suffixes)
            .paired(withMasksIn: masks, structures: request.structures.map(\.name))
        var listing = ImportListing(.own)
        for item in pairing.pairs {
            let outlines = request.structures.enumerated().flatMap { position, structure in
                item.masks.compactMap { file -> ImportCase.Outline? in
                    guard file.structure == nil || file.structure == structure.name else { return nil }
                    return ImportCase.Outline(
                        part: structure.name, structure: position,
                        shape: file.structure == nil
                            ? .label(file.path, structure, of: request.structures) : .binaryMask(file.path))
                }
            }
            listing.cases.append(
                ImportCase(id: stem(item.imageName, request), image: .file(item.imagePath), outlines: outlines))
        }
        listing.leftOut = pairing.failures.map { .failure(stem($0.fname, request), $0.error) }
        return listing
    }

    /// Outlines as points: a table (``LandmarkTable``) or JSON (``LandmarkJSON``) of all images, or a folder of text
    /// files called like the images (``LandmarkText``).
    static func landmarks(
        images: String, landmarks: String, _ request: ImportRequest
    ) throws(InputError) -> ImportListing {
        let folder = try FolderListing(path: images)
        var byStem: [String: [String]] = [:]
        for name in folder.files where FolderListing.isPicture(name) {
            byStem[stem(name, request), default: []].append(joined(images, name))
        }
        var outlines = try Landmarks.read(landmarks, structures: request.structures, suffixes: request.suffixes)
        var listing = ImportListing(.own)
        listing.leftOut = outlines.failures
        let failed = Set(outlines.failures.map(\.id))
        for stem in byStem.keys.sorted() where !failed.contains(stem) {
            do throws(InputError) {
                let image = try OnlyFile.of(stem, in: byStem, what: "image", folder: images)
                guard let found = outlines.byStem.removeValue(forKey: stem) else {
                    throw InputError(.pairingFailed, image, "has no landmarks in \(landmarks)", remedy: "add them")
                }
                var shapes: [ImportCase.Outline] = []
                for (position, structure) in request.structures.enumerated() {
                    guard let polygons = found[structure.name] else {
                        throw InputError(
                            .structureMissing, image, "has no landmarks of \(structure.name) in \(landmarks)",
                            remedy: "add them")
                    }
                    shapes.append(
                        ImportCase.Outline(
                            part: structure.name, structure: position,
                            shape: .polygons(polygons, side: nil, name: "\(landmarks), \(stem), \(structure.name)")))
                }
                listing.cases.append(ImportCase(id: stem, image: .file(image), outlines: shapes))
            } catch {
                listing.leftOut.append(.failure(stem, error))
            }
        }
        for stem in outlines.byStem.keys.sorted() where byStem[stem] == nil {
            listing.leftOut.append(
                .failure(stem, InputError(.pairingFailed, landmarks, "no image in \(images) is called \(stem)")))
        }
        return listing
    }

    private static func stem(_ name: String, _ request: ImportRequest) -> String {
        FileStem(of: name, droppingSuffixes: request.suffixes).text
    }
}
