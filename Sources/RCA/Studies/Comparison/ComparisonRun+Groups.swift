import Evaluation
import Imaging
import Reporting

extension ComparisonRun {
    /// The groups of each segmenter's masks; none without a table.
    ///
    /// - Parameters:
    ///   - patients: of the images, or the images themselves.
    ///   - notes, missing: what is to be said of them is added.
    /// - Throws: ``InputError`` where the table cannot be read, or does not have what is asked for.
    func groups(
        _ segmenters: [ComparedSegmenter], _ patients: [FileStem: String], _ bootstrap: ClusterBootstrap?,
        _ notes: inout [String], _ missing: inout [String]
    ) throws(InputError) -> [ComparisonReport.Group] {
        guard let path = request.metadata else { return [] }
        let metadata = try MetadataTable(path: path, suffixes: request.suffixes)
        for variable in request.variables { try metadata.check(variable) }
        guard segmenters.contains(where: { $0.order.contains(where: metadata.has) }) else {
            throw InputError(
                .pairingFailed, path, "has no row of any image that was scored",
                remedy: "check its column of images, or name the endings to ignore by --suffix")
        }
        var groups: [ComparisonReport.Group] = []
        for segmenter in segmenters {
            let known = segmenter.order.filter(metadata.has)
            for image in segmenter.order where !metadata.has(image) {
                missing.append("\(segmenter.masks[image]?.fname ?? image.text): no row in \(path)")
            }
            let masks = known.compactMap { segmenter.masks[$0] }
            let clusters = known.map { patients[$0] ?? $0.text }
            for variable in request.variables {
                var members: [String: Set<Int>] = [:]
                for (place, image) in known.enumerated() {
                    for value in try metadata.groups(of: image, by: variable) ?? [] {
                        members[value, default: []].insert(place)
                    }
                }
                for (value, places) in members.sorted(by: { Self.precedes($0.key, $1.key) }) {
                    let group = group(
                        places, masks, clusters, bootstrap,
                        segmenter: segmenters.count > 1 ? segmenter.name : "", variable: variable.name,
                        value: value)
                    if let group { groups.append(group) }
                }
            }
        }
        let scored = Set(segmenters.flatMap(\.order))
        let extra = metadata.imageCount - scored.count(where: metadata.has)
        if extra > 0 { notes.append("\(extra) images of \(path) have no scored mask.") }
        return groups
    }

    private func group(
        _ places: Set<Int>, _ masks: [ComparedSegmenter.Mask], _ clusters: [String], _ bootstrap: ClusterBootstrap?,
        segmenter: String,
        variable: String, value: String
    ) -> ComparisonReport.Group? {
        let own = places.sorted()
        let known = own.filter { masks[$0].real != nil }
        guard
            let predicted = ClusteredMean(
                own.map { masks[$0].predicted }, clusters: own.map { clusters[$0] }, bootstrap: bootstrap,
                confidence: request.confidence)
        else { return nil }
        return ComparisonReport.Group(
            segmenter: segmenter, variable: variable, value: value, predicted: predicted,
            real: ClusteredMean(
                known.compactMap { masks[$0].real }, clusters: known.map { clusters[$0] },
                bootstrap: bootstrap,
                confidence: request.confidence),
            difference: ClusteredMean(
                differenceOf: masks.map(\.predicted), clusters: clusters,
                isFirst: masks.indices.map(places.contains),
                bootstrap: bootstrap, confidence: request.confidence))
    }

    /// Numbers by their size, texts by their bytes.
    private static func precedes(_ first: String, _ second: String) -> Bool {
        let numbers = [first, second].map { Double($0.prefix { $0 != " " }) }
        if let a = numbers[0], let b = numbers[1], a != b { return a < b }
        return first.precedesInBytes(second)
    }
}
