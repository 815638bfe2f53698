public import Files
public import Imaging
import Machine
public import Scoring
import Synchronization
public import SystemPackage

/// Makes a reference set of images in memory whose true masks are known.
///
///     let builder = try ReferenceSetBuilder(structures: StructureList("lungs=1,heart=2"))
///     for (name, image, labels) in cases { try builder.add(image, labels: labels, named: name) }
///     let references = try builder.build()
///
/// The set is the one that `rca-cli reference build` makes of the same images under the same names, whatever the order
/// and from whichever threads they are added. An image costs a few milliseconds, and half a megabyte until the builder
/// is released.
public final class ReferenceSetBuilder: Sendable {
    public let structures: StructureList
    private let prepared = Mutex<[PreparedReference]>([])

    /// - Throws: ``InputError`` (`machine unsupported`) as ``ReferenceSet/init(_:)``.
    public init(structures: StructureList) throws(InputError) {
        try ProcessorSupport.check()
        self.structures = structures
    }

    /// Images added so far.
    public var count: Int { prepared.withLock { $0.count } }

    /// Adds an image.
    ///
    /// - Parameters:
    ///   - image: of any size.
    ///   - labels: its true mask, of the same aspect ratio.
    ///   - name: by which the set knows and sorts it; each once.
    /// - Throws: ``InputError``: `size mismatch` for another aspect ratio, `label unknown` for a label that no structure
    ///   has, `reference set invalid` for a name that is there.
    public func add(_ image: GrayscaleImage, labels: LabelMap, named name: String) throws(InputError) {
        let reference = try PreparedReference(
            name: name, labelsName: "the labels of \(name)", image: image, labels: labels, structures: structures,
            parameters: .standard)
        let isNew = prepared.withLock { prepared in
            if prepared.contains(where: { $0.name == name }) { return false }
            prepared.append(reference)
            return true
        }
        guard isNew else {
            throw InputError(
                .referenceInvalid, name, "is the name of another reference", remedy: "give each a name of its own")
        }
    }

    /// The set of the images added so far: each is scored against the others, so that the set knows how far its scores
    /// may be off.
    ///
    /// - Parameters:
    ///   - path: a bundle to write as well; an existing file is never replaced.
    ///   - threads: images scored at the same time; nil for one a processor.
    ///   - progress: told on the caller's thread how many steps of how many are done; false ends the work.
    /// - Throws: ``InputError``: `reference set invalid` without an image, `structure missing` where a structure is in
    ///   no image, `output unwritable` where there is a file already or none can be written, `cancelled`.
    public func build(
        savingTo path: FilePath? = nil, threads: Int? = nil,
        progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
    ) throws(InputError) -> ReferenceSet {
        if let path, FileStamp(path: path.string) != nil {
            throw InputError(.outputUnwritable, path.string, "exists already", remedy: "choose another name")
        }
        let references = prepared.withLock { $0 }
        let set = try ReferenceSet.assembled(
            references, structures: structures, named: path?.string ?? "the reference set",
            threads: threads ?? ProcessorCount.available()
        ) { done, total throws(InputError) in
            guard progress(done, total) else {
                throw InputError(.cancelled, "the reference set", "was not finished: the work was cancelled")
            }
        }
        if let path { try ReferenceBundle.write(references, of: set, to: path.string) }
        return set
    }
}
