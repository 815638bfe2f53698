import DataSets
import Foundation
import RCA
import TestSupport
import Testing

/// Phantom references, an image and its mask, in memory and as files.
private struct Place: Sendable {
    let folder: TemporaryFolder
    let set: ReferenceSet
    let image: GrayscaleImage
    let mask: LabelMap

    static let shared = Task { try await Place() }

    private init() async throws {
        folder = try TemporaryFolder()
        let path = folder.path
        try await PhantomFolders.write(
            count: 9, seed: 11, width: 96, height: 96, includesPredictions: false, to: path + "/reference")
        try await PhantomFolders.write(
            count: 1, seed: 5, width: 96, height: 96, includesPredictions: true, to: path + "/cases")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: path + "/cases/images").first)
        image = try ImageReader.readGrayscaleImage(at: "\(path)/cases/images/\(name)")
        mask = try ImageReader.readLabelMap(at: "\(path)/cases/predictions/boundary_2/\(name)")
        let structures = try Structure.parseList(PhantomFolders.structures)
        let prepared = try await ReferenceLoader.prepare(
            images: path + "/reference/images", labels: path + "/reference/labels", structures: structures)
        set = try await ReferenceLoader.assemble(prepared, structures: structures, named: "phantoms")
        try ReferenceBundle.write(prepared, of: set, to: path + "/set.rcaref")
    }
}

@Suite("A reference set as a library")
struct ReferenceSetScoringTests {
    @Test("scores a mask in memory as the scorer does, with structures by name")
    func named() async throws {
        let place = try await Place.shared.value
        let result = try place.set.score(place.image, mask: place.mask)
        let scorer = CaseScorer(
            set: place.set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 9))
        let score = scorer.score(
            place.image, masks: [try StructureMap(place.mask, structures: place.set.structures, named: "mask")])
        #expect(result.names == ["lungs", "heart"])
        #expect(result.dice == score.masks[0].dice && result.expected == score.masks[0].expected)
        #expect(result["heart"] == score.masks[0].structures[1] && result["lungs"] == score.masks[0].structures[0])
        #expect(result.reliability == score.reliability && result.pose == score.pose)
    }

    @Test("scores the same whatever the order in which the structures are given, and some of them alone")
    func structures() async throws {
        let place = try await Place.shared.value
        let usual = try place.set.score(place.image, mask: place.mask)
        let turned = try place.set.score(
            place.image, mask: place.mask, structures: try Structure.parseList("heart=2,lungs=1"))
        #expect(turned == usual)
        let lungs = try place.set.score(
            place.image, mask: place.mask, structures: try Structure.parseList("lungs=1,heart=-"))
        #expect(lungs.names == ["lungs"] && lungs["lungs"] == usual["lungs"] && lungs.dice == usual["lungs"].dice)
    }

    @Test("scores several masks of one image with one registration, each as it scores alone")
    func several() async throws {
        let place = try await Place.shared.value
        var empty = place.mask
        for pixel in empty.indices.indices { empty.indices[pixel] = 0 }
        let both = try place.set.score(place.image, masks: [place.mask, empty])
        #expect(both[0] == (try place.set.score(place.image, mask: place.mask)))
        #expect(both[1].dice == 0 && both[1]["lungs"].dice == 0)
        #expect(try place.set.score(place.image, masks: []).isEmpty)
    }

    @Test("gives the same from several threads at once")
    func threads() async throws {
        let place = try await Place.shared.value
        let alone = try place.set.score(place.image, mask: place.mask)
        let results = try await withThrowingTaskGroup(of: NamedScore.self) { group in
            for _ in 0..<6 { group.addTask { try place.set.score(place.image, mask: place.mask) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: alone, count: 6))
    }

    @Test("refuses a mask of another aspect ratio, with labels that nobody knows, and structures that the set has not")
    func refused() async throws {
        let place = try await Place.shared.value
        let wide = try LabelMap(width: 96, height: 48, labels: [UInt16](repeating: 1, count: 96 * 48), named: "wide")
        #expect(code { try place.set.score(place.image, mask: wide) } == .sizeMismatch)
        let strange = try LabelMap(width: 96, height: 96, labels: [UInt16](repeating: 7, count: 96 * 96), named: "x")
        #expect(code { try place.set.score(place.image, mask: strange) } == .labelUnknown)
        let spleen = try Structure.parseList("spleen=1")
        #expect(code { try place.set.score(place.image, mask: place.mask, structures: spleen) } == .structureMissing)
    }

    @Test("opens bundles and files by path, and says what is wrong with one")
    func files() async throws {
        let place = try await Place.shared.value
        let path = place.folder.path
        #expect(code { try ReferenceSet(FilePath("\(path)/none.rcaref")) } == .fileMissing)
        #expect(code { try GrayscaleImage(FilePath("\(path)/none.png")) } == .fileMissing)
        #expect(code { try LabelMap(FilePath("\(path)/none.png")) } == .fileMissing)
        let opened = try ReferenceSet(FilePath("\(path)/set.rcaref"))
        #expect(try opened.score(place.image, mask: place.mask) == (try place.set.score(place.image, mask: place.mask)))
    }

    private func code<Value>(_ body: () throws -> Value) -> InputError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? InputError)?.code
        }
    }
}
