public import CRCA
import Files
import Machine
import RCA
import Scoring
import SystemPackage

/// What `rca_references` is.
final class CReferences: CHandle {
    let scorer: ReferenceScorer
    private(set) var names: [UnsafePointer<CChar>?] = []
    private(set) var structureNames: [UnsafePointer<CChar>?] = []
    private(set) var structures: UnsafePointer<CChar>?
    private(set) var digest: UnsafePointer<CChar>?

    init(_ set: ReferenceSet) {
        scorer = ReferenceScorer(set)
        super.init()
        names = set.references.map { text($0.name) }
        structureNames = set.structures.map { text($0.name) }
        structures = text(Structure.list(set.structures))
        digest = text(set.digest)
    }
}

/// What `rca_builder` is.
final class CBuilder: CHandle {
    let builder: ReferenceSetBuilder

    init(_ builder: ReferenceSetBuilder) { self.builder = builder }
}

func string(_ text: UnsafePointer<CChar>?, named name: String) throws(CFailure) -> String {
    guard let text else { throw .argument(name, "is NULL") }
    guard let string = String(validatingCString: text) else { throw .argument(name, "is not UTF-8") }
    return string
}

func structureList(_ text: UnsafePointer<CChar>?) throws(CFailure) -> StructureList? {
    guard let text else { return nil }
    let list = try string(text, named: "structures")
    return try reading { () throws(InputError) in try StructureList(list) }
}

@_cdecl("rca_swift_references_open")
public func openReferences(
    _ path: UnsafePointer<CChar>?, _ references: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        guard let references else { throw .argument("references", "is NULL") }
        let path = try string(path, named: "path")
        let set = try reading { () throws(InputError) in try ReferenceSet(FilePath(path)) }
        references.pointee = CReferences(set).handedOut()
    }
}

@_cdecl("rca_references_free")
public func freeReferences(_ references: OpaquePointer?) { CHandle.release(references) }

@_cdecl("rca_references_count")
public func countReferences(_ references: OpaquePointer?) -> Int32 {
    Int32(CHandle.peek(references, as: CReferences.self)?.names.count ?? 0)
}

@_cdecl("rca_references_name")
public func nameOfReference(_ references: OpaquePointer?, _ position: Int32) -> UnsafePointer<CChar>? {
    CHandle.peek(references, as: CReferences.self)?.names.element(at: position)
}

@_cdecl("rca_references_structure_count")
public func countStructures(_ references: OpaquePointer?) -> Int32 {
    Int32(CHandle.peek(references, as: CReferences.self)?.structureNames.count ?? 0)
}

@_cdecl("rca_references_structure_name")
public func nameOfStructure(_ references: OpaquePointer?, _ position: Int32) -> UnsafePointer<CChar>? {
    CHandle.peek(references, as: CReferences.self)?.structureNames.element(at: position)
}

@_cdecl("rca_references_structures")
public func structuresOfReferences(_ references: OpaquePointer?) -> UnsafePointer<CChar>? {
    CHandle.peek(references, as: CReferences.self)?.structures
}

@_cdecl("rca_references_digest")
public func digestOfReferences(_ references: OpaquePointer?) -> UnsafePointer<CChar>? {
    CHandle.peek(references, as: CReferences.self)?.digest
}

@_cdecl("rca_version")
public func version() -> UnsafePointer<CChar>? { versionText }

// Safe, since nobody writes to it.
private nonisolated(unsafe) let versionText: UnsafePointer<CChar>? = {
    let text = RCAVersion.current.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
    copy.initialize(from: Array(text), count: text.count)
    return UnsafePointer(copy)
}()

@_cdecl("rca_swift_builder_new")
public func newBuilder(
    _ structures: UnsafePointer<CChar>?, _ builder: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        guard let builder else { throw .argument("builder", "is NULL") }
        guard let list = try structureList(structures) else { throw .argument("structures", "is NULL") }
        let made = try reading { () throws(InputError) in try ReferenceSetBuilder(structures: list) }
        builder.pointee = CBuilder(made).handedOut()
    }
}

@_cdecl("rca_builder_free")
public func freeBuilder(_ builder: OpaquePointer?) { CHandle.release(builder) }

@_cdecl("rca_builder_add")
public func addToBuilder(
    _ builder: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ image: UnsafePointer<rca_image>?,
    _ labels: UnsafePointer<rca_mask>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let builder = try CHandle.of(builder, as: CBuilder.self, named: "builder")
        let name = try string(name, named: "name")
        guard !name.isEmpty else { throw .argument("name", "is empty") }
        let image = try GrayscaleImage(image, named: name)
        let labels = try LabelMap(labels, named: "the labels of \(name)")
        try reading { () throws(InputError) in try builder.builder.add(image, labels: labels, named: name) }
    }
}

@_cdecl("rca_builder_finish")
public func finishBuilder(
    _ builder: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ threads: Int32,
    _ progress: CProgress?, _ context: UnsafeMutableRawPointer?, _ references: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let builder = try CHandle.of(builder, as: CBuilder.self, named: "builder")
        guard let references else { throw .argument("references", "is NULL") }
        guard threads >= 0 else { throw .argument("threads", "is below 0") }
        let path = try path.map { path throws(CFailure) in FilePath(try string(path, named: "path")) }
        let set = try reading { () throws(InputError) in
            try builder.builder.build(savingTo: path, threads: threads == 0 ? nil : Int(threads)) { done, total in
                progress.map { $0(context, Int64(done), Int64(total)) == 0 } ?? true
            }
        }
        references.pointee = CReferences(set).handedOut()
    }
}

extension Array {
    /// Nil outside.
    func element<Value>(at position: Int32) -> Value? where Element == Value? {
        indices.contains(Int(position)) ? self[Int(position)] : nil
    }
}
