import Imaging
import Registration
import Scoring
import TestSupport
import Testing

@Suite("Reference sets")
struct ReferenceSetTests {
    @Test("references are sorted by name, and the digest tells sets apart")
    func sorted() throws {
        let set = try makeSet(PhantomSet.prepared.reversed())
        #expect(set.references.map(\.name) == PhantomSet.set.references.map(\.name))
        #expect(set.digest == PhantomSet.set.digest)
        #expect(try makeSet(PhantomSet.prepared.dropLast()).digest != set.digest)
        var other = PhantomSet.radiographs[0]
        other.labels.indices[0] = 2
        let changed = try PhantomSet.prepare(other.image, other.labels, name: PhantomSet.name(0))
        #expect(try makeSet([changed] + PhantomSet.prepared.dropFirst()).digest != set.digest)
        let renamed = try PhantomSet.prepare(
            PhantomSet.radiographs[0].image, PhantomSet.radiographs[0].labels, name: "a.png")
        #expect(try makeSet([renamed] + PhantomSet.prepared.dropFirst()).digest != set.digest)
    }

    @Test("structure sizes count the label grid")
    func sizes() {
        for reference in PhantomSet.set.references {
            #expect(reference.labels.count == 128 * 128)
            #expect(reference.structureSizes == [1, 2].map { label in reference.labels.count { $0 == label } })
            #expect(reference.structureSizes.allSatisfy { $0 > 500 })
        }
    }

    @Test("no reference at all is an error that names the folder")
    func empty() {
        let error = #expect(throws: InputError.self) { try makeSet([]) }
        #expect(error?.description == "folder: holds no reference image")
    }

    @Test("two references of one name are refused")
    func duplicates() {
        let error = #expect(throws: InputError.self) { try makeSet(PhantomSet.prepared + [PhantomSet.prepared[2]]) }
        #expect(error?.code == .referenceInvalid)
        #expect(error?.problem == "two references are called 'phantom_2.png'")
    }

    @Test("a structure that no reference shows is refused; one that some lack is not")
    func missingStructure() throws {
        let heartless = try PhantomSet.radiographs.enumerated().map { index, radiograph in
            try PhantomSet.prepare(
                radiograph.image, PhantomSet.removing([2], from: radiograph.labels), name: PhantomSet.name(index))
        }
        let error = #expect(throws: InputError.self) { try makeSet(heartless) }
        #expect(error?.code == .structureMissing)
        #expect(
            error?.description
                == "folder: no reference has structure 'heart' (label 2); "
                + "leave it out of --structures or add references that show it")
        let mixed = try makeSet(heartless.prefix(3) + PhantomSet.prepared.suffix(1))
        #expect(mixed.references.map { $0.structureSizes[1] > 0 } == [false, false, false, true])
    }

    @Test("parameters that the kernels cannot work with are refused")
    func parameters() {
        let changes: [(inout ReferenceParameters) -> Void] = [
            { $0.preparation.size = 24 }, { $0.preparation.size = 0 }, { $0.preparation.size = 1024 },
            { $0.labelGridSize = 100 }, { $0.labelGridSize = 0 }, { $0.registration.coarseIntervals = 0 },
            { $0.registration.fineIterations = -1 },
        ]
        for change in changes {
            var parameters = ReferenceParameters.standard
            change(&parameters)
            let error = #expect(throws: InputError.self) {
                try ReferenceSet([], structures: PhantomSet.structures, parameters: parameters, named: "folder")
            }
            #expect(error?.code == .optionInvalid)
        }
    }

    @Test("a reference's labels must fit its image and the structures; the error names the label file")
    func badLabels() {
        let radiograph = PhantomSet.radiographs[0]
        func prepare(_ labels: LabelMap) throws {
            _ = try PreparedReference(
                name: "a.png", labelsName: "labels/a.png", image: radiograph.image, labels: labels,
                structures: PhantomSet.structures, parameters: .standard)
        }
        let narrow = LabelMap(width: 64, height: 128, indices: [UInt8](repeating: 0, count: 64 * 128))
        #expect(#expect(throws: InputError.self) { try prepare(narrow) }?.code == .sizeMismatch)
        var unknown = radiograph.labels
        unknown.indices[5] = 9
        let error = #expect(throws: InputError.self) { try prepare(unknown) }
        #expect(error?.code == .labelUnknown && error?.subject == "labels/a.png")
    }

    @Test("a reference may be used after its set is gone")
    func lifetime() throws {
        let storage = try makeSet(PhantomSet.prepared).references[3].fixed.storage
        #expect(storage.values == PhantomSet.set.references[3].fixed.storage.values)
    }

    private func makeSet(_ prepared: some Sequence<PreparedReference>) throws -> ReferenceSet {
        try ReferenceSet(
            Array(prepared), structures: PhantomSet.structures, parameters: PhantomSet.parameters, named: "folder")
    }
}
