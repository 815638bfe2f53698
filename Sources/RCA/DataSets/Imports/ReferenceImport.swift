public import Imaging
import Machine
import Runs
import Scoring
import Tables

/// Makes a folder of references of a data set as it was downloaded: what `rca-cli reference import` does.
///
/// Every case stands for itself: one that cannot be read is left out, with the reason in `left_out.csv`.
public struct ReferenceImport: Sendable {
    private let request: ImportRequest

    public init(_ request: ImportRequest) { self.request = request }

    /// What came of it.
    public struct Outcome: Sendable {
        public let imported: Int
        /// In the order of their names.
        public let leftOut: [ImportLeftOut]
        /// What a person should know: what the data set should hold, and what overlaps.
        public let notes: [String]

        public var failures: [ImportLeftOut] { leftOut.filter(\.isFailure) }
    }

    /// - Throws: ``InputError`` where the data set is not there or no reference can be made of it, the options do not
    ///   fit it, or the output cannot be written.
    public func run() async throws(InputError) -> Outcome {
        try checkOptions()
        let outputs = OutputGuard("reference import", inputs: request.source.paths).inRunFolder(request.output)
        try outputs.checkFolder(request.output)
        for name in ["left_out.csv", "README.md"] { try outputs.check(joined(request.output, name)) }
        var listing = try list()
        leaveOutDuplicates(&listing)
        let kinds = ["images", "labels"]
        for folder in kinds.map({ joined(request.output, $0) }) {
            try outputs.checkFolder(folder)
            guard !FileIdentity.isTaken(folder) || FolderEntries.isEmpty(folder) else {
                throw InputError(
                    .optionInvalid, folder,
                    FolderListing.isFolder(folder) ? "holds files already" : "is there already",
                    remedy: "choose a new output folder")
            }
        }
        // Half a set would pass for a whole one: pictures get their place when all are drawn.
        let begun = BegunFolder(in: request.output)
        BegunFolder.removeAbandoned(in: request.output)
        let folders = kinds.map { joined(begun.path, $0) }
        for folder in folders { try OutputFolders.makeFolder(folder) }
        defer { begun.remove() }
        var drawn: [Drawn] = []
        var leftOut = listing.leftOut
        func draw(_ cases: [Result<ImportCase, ImportFailure>]) async throws(InputError) {
            for result in await ParallelMap.run(
                cases.count, threads: request.threads, { self.drawn(cases[$0], folders) })
            {
                switch result {
                case .success(let one): drawn.append(one)
                case .failure(let failure):
                    if failure.error.code == .outputUnwritable { throw failure.error }
                    leftOut.append(.failure(failure.id, failure.error))
                }
            }
        }
        if let rows = listing.rows {
            try await rows.forEachPiece(of: listing.cases) { cases throws(InputError) in try await draw(cases) }
        } else {
            try await draw(listing.cases.map { .success($0) })
        }
        leftOut.sort { ($0.id, $0.problem) < ($1.id, $1.problem) }
        var table = CSVWriter(header: ["id", "kind", "problem"])
        for entry in leftOut {
            for field in [entry.id, entry.kind, entry.problem] { table.append(field) }
            table.endRow()
        }
        try outputs.write(table.bytes, to: joined(request.output, "left_out.csv"))
        guard !drawn.isEmpty else {
            throw InputError(
                .referenceInvalid, request.output, "no reference could be made; \(leftOut.count) were left out",
                remedy: "see left_out.csv there" + (leftOut.first.map { "; the first: \($0.problem)" } ?? ""))
        }
        try begun.place(kinds)
        let outcome = Outcome(
            imported: drawn.count, leftOut: leftOut, notes: notes(listing, drawn: drawn, leftOut: leftOut))
        let readme = ImportReadme(request: request, origin: listing.origin, outcome: outcome)
        try outputs.write(readme.text.utf8, to: joined(request.output, "README.md"))
        return outcome
    }

    private func checkOptions() throws(InputError) {
        guard (32...4096).contains(request.size) else {
            throw InputError(.optionInvalid, "--size", "\(request.size) is not 32 to 4096")
        }
        if let structure = request.structures.first(where: { $0.label > 255 }) {
            throw InputError(
                .optionInvalid, "--structures", "\(structure.name)=\(structure.label) is above 255",
                remedy: "give labels from 1 to 255")
        }
        var hasLabelMaps = false
        if case .folders = request.source { hasLabelMaps = true }
        if !hasLabelMaps, let structure = request.structures.first(where: { $0.labels.count > 1 }) {
            throw InputError(
                .optionInvalid, "--structures", "\(Structure.list([structure])): a structure is drawn with one label",
                remedy: "give \(structure.name)=\(structure.label)")
        }
        try AddressSpace.check(workers: request.threads)
    }

    private func list() throws(InputError) -> ImportListing {
        switch request.source {
        case .jsrt(let radiographs, let outlines, let takesLandmarks):
            try JSRTLayout.listing(
                radiographs: radiographs, outlines: outlines, takesLandmarks: takesLandmarks, request)
        case .montgomery(let folder): try TuberculosisLayouts.montgomery(folder, request)
        case .shenzhen(let folder, let masks): try TuberculosisLayouts.shenzhen(folder, masks: masks, request)
        case .chexmask(let table, let images, let options):
            try CheXmaskLayout.listing(table: table, images: images, options: options, request)
        case .folders(let images, let masks): try FolderLayouts.masks(images: images, masks: masks, request)
        case .landmarks(let images, let landmarks):
            try FolderLayouts.landmarks(images: images, landmarks: landmarks, request)
        }
    }

    /// Two cases of one name would be written over one another.
    private func leaveOutDuplicates(_ listing: inout ImportListing) {
        var seen: [String: String] = [:]
        listing.cases = listing.cases.filter { item in
            guard let earlier = seen[item.id] else {
                seen[item.id] = item.image.path
                return true
            }
            let error = InputError(
                .pairingFailed, item.image.path, "has the name of \(earlier), which is taken", remedy: "rename one")
            listing.leftOut.append(.failure(item.id, error))
            return false
        }
    }

    private struct Drawn: Sendable {
        let overlaps: [LabelComposition.Pair: Double]
    }

    private func drawn(
        _ item: Result<ImportCase, ImportFailure>, _ folders: [String]
    ) -> Result<Drawn, ImportFailure> {
        item.flatMap { item in
            do throws(InputError) {
                return .success(try draw(item, in: folders))
            } catch {
                return .failure(ImportFailure(id: item.id, error: error))
            }
        }
    }

    /// Writes one case's image and label map.
    private func draw(_ item: ImportCase, in folders: [String]) throws(InputError) -> Drawn {
        let image: GrayscaleImage
        switch item.image {
        case .file(let path): image = try ImageReader.readGrayscaleImage(at: path)
        case .radiograph(let path): image = try JSRTRadiograph.image(from: InputFile.read(at: path), named: path)
        }
        let composition = try LabelComposition(
            item.outlines, structures: request.structures, width: image.width, height: image.height,
            pictureTurn: image.fileTurn)
        let scale = min(1, Double(request.size) / Double(max(image.width, image.height)))
        let width = max(1, Int((Double(image.width) * scale).rounded()))
        let height = max(1, Int((Double(image.height) * scale).rounded()))
        let labels = composition.labels.resampledByMajority(width: width, height: height)
        for outline in item.outlines {
            let label = UInt8(request.structures[outline.structure].label)
            guard labels.indices.contains(label) else {
                throw InputError(
                    .structureMissing, outline.shape.name,
                    "nothing is left of \(outline.part) at \(width) × \(height)", remedy: "give a larger --size")
            }
        }
        let name = item.id + ".png"
        try PNGWriter.write(ResizedPicture.image(image, width: width, height: height), to: joined(folders[0], name))
        try PNGWriter.write(labels, to: joined(folders[1], name))
        return Drawn(overlaps: composition.overlaps)
    }

    private func notes(_ listing: ImportListing, drawn: [Drawn], leftOut: [ImportLeftOut]) -> [String] {
        var notes: [String] = []
        if let expected = listing.expected {
            let found = listing.cases.count + listing.leftOut.count
            notes.append(
                found == expected.count
                    ? "The data set is complete: \(expected.text)."
                    : "Found \(found); the complete data set has \(expected.text).")
        }
        let pairs = Set(drawn.flatMap { $0.overlaps.keys })
        for pair in pairs.sorted(by: { ($0.first, $0.second) < ($1.first, $1.second) }) {
            let shares = drawn.compactMap { $0.overlaps[pair] }
            let most = DecimalText.threeDigits(shares.max() ?? 0)
            notes.append(
                "\(pair.first) and \(pair.second) overlap in \(shares.count) images, at most by \(most) of the smaller; "
                    + "\(pair.second) is drawn over it.")
        }
        return notes
    }
}
