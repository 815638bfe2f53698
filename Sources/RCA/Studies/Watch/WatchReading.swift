import Imaging
import Runs

/// Reads the images of a call: each once, with its features and groups.
struct WatchReading {
    private let request: WatchRequest
    /// Endings of file names that do not tell one image from another.
    private let suffixes: [String]
    private let metadata: MetadataTable?
    private let orderColumn: GroupVariable?
    private let pattern: PatientPattern?
    private var images: Set<FileStem> = []
    private var patients: Set<String> = []
    private var spellings: [String: String] = [:]
    private(set) var features: [String] = []
    /// What is to be said of the files, in sentences.
    private(set) var notes: [String] = []
    /// Masks that could not be read, a line each.
    private(set) var failures: [String] = []
    /// Images that the metadata do not have, a line each.
    private(set) var missing: [String] = []

    /// Those of the baseline, from when new ones are read.
    private var baselineImages: Set<FileStem> = []

    private static let baselinePart = "baseline"

    /// An image, with the features of all its masks.
    private struct Found {
        let image: FileStem
        private(set) var features: [String: FeatureTable.Sum]

        init(_ image: FileStem, _ features: [String: FeatureTable.Sum]) {
            (self.image, self.features) = (image, features)
        }

        var values: [String: Double] { features.mapValues(\.mean) }

        mutating func add(_ others: [String: FeatureTable.Sum]) { features.merge(others) { $0 + $1 } }
    }

    /// The images of one side, in the order in which they came.
    private struct Collected {
        var images: [Found] = []
        var places: [FileStem: Int] = [:]
        /// Images that are in the baseline, and such as were watched before.
        var (known, watched) = (0, 0)
    }

    /// - Throws: ``InputError`` where the metadata cannot be read, or lack a column.
    init(_ request: WatchRequest) throws(InputError) {
        self.request = request
        let suffixes = RecordedRun.suffixes(request.suffixes, at: request.baseline + request.new)
        self.suffixes = suffixes
        metadata = try request.metadata.map { path throws(InputError) in
            try MetadataTable(path: path, suffixes: suffixes)
        }
        orderColumn = try request.order.map { name throws(InputError) in try GroupVariable(parsing: name) }
        pattern = try request.patientPattern.map { text throws(InputError) in try PatientPattern(text) }
        for variable in request.variables + [orderColumn].compactMap(\.self) { try metadata?.check(variable) }
    }

    /// - Throws: ``InputError`` where a table cannot be read, or there are fewer images than are needed.
    mutating func baseline(_ sources: [WatchSource]) async throws(InputError) -> [WatchedImage] {
        var collected = Collected()
        for source in sources {
            noteFailures(source)
            try await add(source, to: &collected)
        }
        let found = try firstOfPatients(collected.images, "baseline images")
        let subject = request.baseline.joined(separator: ", ")
        guard found.count >= WatchFeatures.fewest else {
            throw InputError(
                .pairingFailed, subject,
                "has \(found.count) \(request.patientPattern == nil ? "images" : "patients"), and a baseline needs \(WatchFeatures.fewest)",
                remedy: "give the scores or masks of more images of which it is known that all was well")
        }
        let all = WatchFeatures.all(found.map(\.values))
        features = try WatchFeatures.chosen(request.features, of: all)
        guard !features.isEmpty else {
            throw InputError(
                .pairingFailed, subject, "has no feature that \(WatchFeatures.fewest) images have",
                remedy: "give the output folder of 'rca-cli score'")
        }
        return try found.map { image throws(InputError) in try watched(image, in: Self.baselinePart) }
    }

    /// The images that have come since, in their order.
    /// - Throws: ``InputError`` where a table cannot be read.
    mutating func new(
        _ sources: [WatchSource], after earlier: [WatchedImage]
    ) async throws(InputError) -> [WatchedImage] {
        baselineImages = images
        for image in earlier {
            let stem = FileStem(Array(image.image.utf8)[...])
            images.insert(stem)
            if let pattern { patients.insert(try pattern.patient(of: stem.text)) }
            for group in image.groups.compactMap(\.self).joined() { spelled(group) }
        }
        var collected = Collected()
        for source in sources {
            noteFailures(source)
            try await add(source, to: &collected)
        }
        let (known, before) = (collected.known, collected.watched)
        if known > 0 { notes.append("\(known) images are in the baseline too, and are left out.") }
        if before > 0 { notes.append("\(before) images were watched before, and are left out.") }
        let ordered = try firstOfPatients(inOrder(collected.images), "images")
        for (place, feature) in features.enumerated() where !ordered.isEmpty {
            let none = ordered.allSatisfy { $0.values[feature] == nil }
            if none { notes.append("No new image has \(features[place]).") }
        }
        return try ordered.map { image throws(InputError) in try watched(image, in: "new images") }
    }

    private mutating func noteFailures(_ source: WatchSource) {
        guard source.failedCount > 0 else { return }
        notes.append("\(source.path): \(source.failedCount) cases failed, have no scores and are not watched.")
    }

    /// Without the images of patients that had one before; the patients are known from then on.
    ///
    /// - Parameters:
    ///   - found: in their order.
    ///   - images: what they are called in a note.
    private mutating func firstOfPatients(_ found: [Found], _ images: String) throws(InputError) -> [Found] {
        guard let pattern else { return found }
        var first: [Found] = []
        for image in found {
            let patient = try pattern.patient(of: image.image.text)
            if patients.insert(patient).inserted { first.append(image) }
        }
        let others = found.count - first.count
        if others > 0 { notes.append("\(others) \(images) are of patients that had one before, and are left out.") }
        return first
    }

    /// Adds the images of a source that were not there in an earlier call. One that is in several sources counts once, at
    /// its first place, with all its masks.
    private mutating func add(_ source: WatchSource, to collected: inout Collected) async throws(InputError) {
        for entry in try await features(of: source).images {
            if let place = collected.places[entry.image] {
                collected.images[place].add(entry.features)
                continue
            }
            guard images.insert(entry.image).inserted else {
                if baselineImages.contains(entry.image) { collected.known += 1 } else { collected.watched += 1 }
                continue
            }
            collected.places[entry.image] = collected.images.count
            collected.images.append(Found(entry.image, entry.features))
        }
    }

    private mutating func features(of source: WatchSource) async throws(InputError) -> FeatureTable {
        guard source.tables.isEmpty, let structures = request.structures else {
            return try FeatureTable(source.tables, suffixes: suffixes)
        }
        let figures = try await MaskFigures(
            of: source.path,
            MaskFigures.Options(
                structures: structures, suffixes: suffixes, tables: request.maskTables,
                threads: request.threads, isQuiet: request.isQuiet))
        failures += figures.failures
        return FeatureTable(figures, suffixes: suffixes)
    }

    private mutating func watched(_ found: Found, in part: String) throws(InputError) -> WatchedImage {
        var groups: [[String]?] = []
        for variable in request.variables {
            groups.append(try metadata?.groups(of: found.image, by: variable)?.map { spelled($0) })
        }
        if let metadata, !metadata.has(found.image), part != Self.baselinePart || !request.variables.isEmpty {
            missing.append("\(found.image.text) (\(part)): no row in \(request.metadata ?? "")")
        }
        return WatchedImage(image: found.image.text, groups: groups, values: features.map { found.values[$0] })
    }

    /// As the first image wrote it: values that differ in case alone are one group.
    @discardableResult
    private mutating func spelled(_ group: String) -> String {
        let known = spellings[group.lowercased(), default: group]
        spellings[group.lowercased()] = known
        return known
    }

    /// By the column that was asked for, numbers by their size, texts by their bytes; what has no row, or no value in it,
    /// comes last, and equal ones stay as they are.
    private mutating func inOrder(_ found: [Found]) throws(InputError) -> [Found] {
        guard let orderColumn, let metadata else { return found }
        var keyed: [(key: String?, place: Int)] = []
        for (place, image) in found.enumerated() {
            let values = try metadata.groups(of: image.image, by: orderColumn)
            keyed.append((values == [GroupVariable.unknown] ? nil : values?.joined(separator: "|"), place))
        }
        let keys = keyed.compactMap(\.key)
        let numbers = keys.count { Double($0) != nil }
        let isNumeric = numbers == keys.count
        let (unknown, texts) = (found.count - keys.count, keys.count - numbers)
        if unknown > 0 {
            let images = unknown == 1 ? "1 new image has" : "\(unknown) new images have"
            notes.append("\(images) no value in \(orderColumn.name), to be ordered last.")
        }
        if numbers > 0, !isNumeric {
            let images = texts == 1 ? "1 new image has" : "\(texts) new images have"
            notes.append("\(images) no number in \(orderColumn.name): all are ordered as text.")
        }
        return keyed.sorted { left, right in
            guard let first = left.key else { return right.key == nil && left.place < right.place }
            guard let second = right.key else { return true }
            if isNumeric, let a = Double(first), let b = Double(second), a != b { return a < b }
            if !isNumeric, first != second { return first.precedesInBytes(second) }
            return left.place < right.place
        }.map { found[$0.place] }
    }
}
