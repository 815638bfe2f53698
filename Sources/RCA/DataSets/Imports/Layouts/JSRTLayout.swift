import Cases
import Imaging

/// JSRT radiographs and SCR outlines: `JPCLN001.IMG`, …, and `fold1/masks/left lung/JPCLN001.gif` or
/// `fold1/landmarks/JPCLN001.pfs`, odd radiographs in one fold and even ones in the other.
enum JSRTLayout {
    private static let parts = ["left lung", "right lung", "heart", "left clavicle", "right clavicle"]
    private static let landmarkExtensions: Set<String> = ["pfs", "lm"]

    static func listing(
        radiographs: String, outlines: String, takesLandmarks: Bool, _ request: ImportRequest
    ) throws(InputError) -> ImportListing {
        let parts = try StructureParts.parts(of: request.structures, available: parts)
        let tree = try FileTree(radiographs)
        let found = tree.byStem([]) { $0.last?.lowercased().hasSuffix(".img") ?? false }
        guard !found.isEmpty else {
            throw InputError(
                .fileMissing, radiographs, "holds no .IMG file",
                remedy: "give the folder of the JSRT radiographs, unpacked")
        }
        let outlineTree = try FileTree(outlines)
        var masks: [String: [String: [String]]] = [:]
        for (part, _) in parts { masks[part] = outlineTree.pictures(inFoldersNamed: part) }
        let landmarks = outlineTree.byStem([]) { path in
            guard let name = path.last, let dot = name.lastIndex(of: ".") else { return false }
            return landmarkExtensions.contains(name[name.index(after: dot)...].lowercased())
        }
        guard takesLandmarks ? !landmarks.isEmpty : masks.values.contains(where: { !$0.isEmpty }) else {
            throw InputError(
                .fileMissing, outlines,
                takesLandmarks ? "holds no .pfs file" : "holds no folder 'left lung' with masks",
                remedy: "give the SCR folder, unpacked, with fold1 and fold2")
        }
        var listing = ImportListing(.jsrt)
        listing.expected = (247, "247 radiographs")
        for stem in found.keys.sorted() {
            do throws(InputError) {
                let radiograph = try OnlyFile.of(stem, in: found, what: "radiograph", folder: radiographs)
                var shapes: [ImportCase.Outline] = []
                if takesLandmarks {
                    let path = try OnlyFile.of(stem, in: landmarks, what: "landmark file", folder: outlines)
                    let file = try LandmarkText(path: path, names: Self.parts)
                    for (part, structure) in parts {
                        let polygon = try file.polygon(part)
                        let side = (request.landmarkSide, request.landmarkSide)
                        shapes.append(
                            ImportCase.Outline(
                                part: part, structure: structure,
                                shape: .polygons([polygon], side: side, name: "\(path), \(part)")))
                    }
                } else {
                    for (part, structure) in parts {
                        let path = try OnlyFile.of(
                            stem, in: masks[part] ?? [:], what: "mask of the \(part)", folder: outlines)
                        shapes.append(
                            ImportCase.Outline(part: part, structure: structure, shape: .binaryMask(path)))
                    }
                }
                listing.cases.append(ImportCase(id: stem, image: .radiograph(radiograph), outlines: shapes))
            } catch {
                listing.leftOut.append(.failure(stem, error))
            }
        }
        return listing
    }
}
