import CRCA
import Glibc

/// An object that C has a handle of.
class CHandle {
    /// The process that made it: a process forked from it has neither its threads nor the owners of its locks.
    private let owner = getpid()
    private var texts: [UnsafeMutablePointer<CChar>] = []

    deinit { for text in texts { free(text) } }

    /// A text that is valid as long as the object is.
    final func text(_ string: String) -> UnsafePointer<CChar>? {
        guard let copy = strdup(string) else { return nil }
        texts.append(copy)
        return UnsafePointer(copy)
    }

    /// The handle, which the caller of the C interface owns.
    final func handedOut() -> OpaquePointer { OpaquePointer(Unmanaged.passRetained(self).toOpaque()) }

    final var isInherited: Bool { owner != getpid() }

    /// The object of a handle.
    ///
    /// - Throws: where the handle is NULL, or was made before a fork.
    static func of<Object: CHandle>(
        _ handle: OpaquePointer?, as type: Object.Type, named name: String
    ) throws(CFailure) -> Object {
        guard let handle else { throw .argument(name, "is NULL") }
        let object = Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
        guard !object.isInherited else {
            throw CFailure(
                code: RCA_ERROR_FORKED, subject: "the \(name)",
                problem: "were made before this process was forked from the one that made them",
                remedy: "open the references in the process that uses them")
        }
        return object
    }

    /// The object of a handle, for what only reads what never changes; nil for NULL.
    static func peek<Object: CHandle>(_ handle: OpaquePointer?, as type: Object.Type) -> Object? {
        handle.map { Unmanaged<Object>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
    }

    /// Gives up a handle. In a forked process the object stays: what it holds may be locked for ever.
    static func release(_ handle: OpaquePointer?) {
        guard let handle else { return }
        let object = Unmanaged<CHandle>.fromOpaque(UnsafeRawPointer(handle))
        if !object.takeUnretainedValue().isInherited { object.release() }
    }
}

/// A structure of rca.h that begins with its size.
protocol SizedStructure {
    init()
    // The name is C's.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var struct_size: Int { get set }
}

extension rca_image: SizedStructure {}
extension rca_mask: SizedStructure {}
extension rca_case: SizedStructure {}
extension rca_mask_score: SizedStructure {}
extension rca_structure_score: SizedStructure {}
extension rca_screen_result: SizedStructure {}

extension SizedStructure {
    /// What the caller has set, however old its header is.
    ///
    /// - Throws: where there is no structure, or it does not say its size.
    init(from caller: UnsafePointer<Self>?, named name: String) throws(CFailure) {
        guard let caller else { throw .argument(name, "is NULL") }
        let size = caller.pointee.struct_size
        guard size > MemoryLayout<Int>.size else { throw .argument(name, "has no struct_size; use RCA_INIT") }
        self.init()
        withUnsafeMutableBytes(of: &self) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: caller, count: min(size, $0.count)))
        }
    }

    /// Gives the caller what it has room for.
    ///
    /// - Returns: RCA_ERROR_ARGUMENT where there is no structure, or it does not say its size.
    func copy(to caller: UnsafeMutablePointer<Self>?) -> Int32 {
        guard let caller, caller.pointee.struct_size > MemoryLayout<Int>.size else { return RCA_ERROR_ARGUMENT }
        var value = self
        value.struct_size = caller.pointee.struct_size
        let room = UnsafeMutableRawBufferPointer(
            start: caller, count: min(value.struct_size, MemoryLayout<Self>.size))
        withUnsafeBytes(of: value) { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<room.count])) }
        return RCA_OK
    }
}
