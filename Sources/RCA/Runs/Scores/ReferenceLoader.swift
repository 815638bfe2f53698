import Cases
package import Imaging
package import Logging
import Machine
package import Scoring

/// Loads reference sets, several images at a time where they come from a folder.
package enum ReferenceLoader {
    /// The references in a folder: `images/` and `labels/`, paired like images and masks.
    ///
    /// - Parameters:
    ///   - images: folder of the images.
    ///   - labels: folder of their true label maps, or of binary masks for each structure.
    ///   - structures: what the labels mean.
    ///   - maskOrientation: how label maps lie on images where only one of both files says how it lies in the patient;
    ///     nil where that must not be.
    ///   - asksForOrientation: whether the user can give `maskOrientation`.
    ///   - parameters: how images are prepared.
    ///   - threads: images prepared at the same time.
    ///   - isQuiet: shows no progress on stderr.
    ///   - logger: what an operator can follow; nil for none.
    /// - Throws: ``InputError`` for the first (by name) image or label map that cannot be used, or a pairing that
    ///   fails: a reference set must be sound, so nothing in it is passed over.
    package static func prepare(
        images: String, labels: String, structures: StructureList, maskOrientation: MaskOrientation? = nil,
        asksForOrientation: Bool = true, parameters: ReferenceParameters = .standard,
        threads: Int = ProcessorCount.available(), isQuiet: Bool = true, logger: Logger? = nil
    ) async throws(InputError) -> [PreparedReference] {
        try AddressSpace.check(workers: threads)
        let pairing = try ImageFolder(path: images).paired(withMasksIn: labels, structures: structures.map(\.name))
        if let failure = pairing.failures.first { throw failure.error }
        let cases = pairing.pairs
        logger?.info(
            "reference images and labels paired", metadata: ["count": "\(cases.count)", "threads": "\(threads)"])
        let progress = ProgressReporter(total: cases.count, quiet: isQuiet, sharesOutput: logger != nil)
        let results = await ParallelMap.run(cases.count, threads: threads) {
            index -> Result<PreparedReference, InputError> in
            let item = cases[index]
            let stopwatch = Stopwatch()
            defer {
                progress.caseFinished()
                logger?.debug(
                    "reference prepared", metadata: ["image": "\(item.imageName)", "ms": "\(stopwatch.milliseconds)"])
            }
            do throws(InputError) {
                let image = try ImageReader.readGrayscaleImage(at: item.imagePath)
                let labels = try MaskReader.labels(
                    item.masks, structures: structures, imageSize: image.size)
                let map = try MaskOrientation.reading(
                    of: labels, on: image.fileTurn, as: maskOrientation, isAskedFor: asksForOrientation,
                    named: item.masks[0].path)
                return .success(
                    try PreparedReference(
                        name: item.imageName, labelsName: item.masks[0].path, image: image, labels: map,
                        structures: structures, parameters: parameters))
            } catch {
                return .failure(error)
            }
        }
        progress.finish()
        var prepared: [PreparedReference] = []
        for result in results { prepared.append(try result.get()) }
        return prepared
    }

    /// The set at a path: a bundle, or a folder with `images/` and `labels/`, and `networks.rcanet` where networks were
    /// trained on it.
    ///
    /// - Parameters:
    ///   - path: of the bundle or folder.
    ///   - structures: what a folder's labels mean. A bundle knows; where structures are given for one, it has to have
    ///     them all (`ReportedStructures`).
    ///   - threads: images prepared at the same time, where they come from a folder.
    ///   - logger: what an operator can follow; nil for none.
    /// - Throws: ``InputError`` where the bundle is missing, damaged or of another version, a folder's references do
    ///   not make a set, or a structure is asked for that there is not.
    package static func load(
        _ path: String, structures: StructureList?, threads: Int = ProcessorCount.available(), logger: Logger? = nil
    ) async throws(InputError) -> ReferenceSet {
        let stopwatch = Stopwatch()
        let set = try await read(path, structures: structures, threads: threads, logger: logger)
        logger?.info(
            "references loaded",
            metadata: [
                "path": "\(path)", "count": "\(set.references.count)",
                "structures": "\(Structure.list(set.structures))",
                "digest": "\(set.digest)", "ms": "\(stopwatch.milliseconds)",
            ])
        return set
    }

    private static func read(
        _ path: String, structures: StructureList?, threads: Int, logger: Logger?
    ) async throws(InputError) -> ReferenceSet {
        guard FolderListing.isFolder(path) else {
            let set = try ReferenceBundle.open(path)
            _ = try ReportedStructures(structures, of: set, named: path)
            return set
        }
        guard let structures else {
            throw InputError(
                .optionInvalid, path, "a folder of references does not say what its labels mean",
                remedy: "add --structures, for example lungs=1,heart=2")
        }
        let prepared = try await prepare(
            images: joined(path, "images"), labels: joined(path, "labels"), structures: structures,
            asksForOrientation: false, threads: threads, logger: logger)
        let set = try await assemble(prepared, structures: structures, named: path, threads: threads)
        return try NetworksFile.added(to: set, in: path)
    }

    /// The set of prepared references, with its statistics: every reference is scored against the others, the
    /// yardstick of ``Reliability``.
    ///
    /// - Parameters:
    ///   - prepared: the references, in their order.
    ///   - structures: what their labels mean.
    ///   - name: the folder or bundle, for the errors.
    ///   - threads: references scored at the same time.
    ///   - isQuiet: shows no progress on stderr.
    /// - Throws: ``InputError`` where the references do not make a set.
    package static func assemble(
        _ prepared: [PreparedReference], structures: StructureList, named name: String,
        threads: Int = ProcessorCount.available(), isQuiet: Bool = true
    ) async throws(InputError) -> ReferenceSet {
        var progress: ProgressReporter?
        defer { progress?.finish() }
        return try ReferenceSet.assembled(prepared, structures: structures, named: name, threads: threads) {
            _, total throws(InputError) in
            if progress == nil {
                progress = ProgressReporter(total: total, quiet: isQuiet)
                progress?.note("every reference against the others, unchanged and perturbed")
            }
            progress?.caseFinished()
        }
    }
}
