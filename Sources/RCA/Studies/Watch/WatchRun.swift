import Evaluation
import Files
public import Imaging
import Presentation
import Reporting
import Runs

/// Whether a segmenter's results have drifted: what `rca-cli watch` does.
///
/// The report is a function of the baseline and of the images in their order, so that several calls with a state file
/// give what one call with all images gives.
public struct WatchRun: Sendable {
    let request: WatchRequest

    public init(_ request: WatchRequest) { self.request = request }

    /// Reads all tables, measures masks, and writes the state and the page that were asked for.
    ///
    /// - Throws: ``InputError`` where a table cannot be read, there are too few images, or a file may not be written.
    public func run() async throws(InputError) -> WatchOutcome {
        let baseline = try WatchSource.sources(at: request.baseline, mayBeMasks: request.structures != nil)
        let new = try WatchSource.sources(at: request.new, mayBeMasks: request.structures != nil)
        let outputs = try outputs((baseline + new).flatMap(\.tables))
        var reading = try WatchReading(request)
        let known = try await reading.baseline(baseline)
        let state = WatchState(
            baseline: known, alpha: request.alpha, seed: request.seed, features: reading.features,
            by: request.variables.map(\.text), patients: request.patientPattern)
        var watched = state
        if let path = request.state, FileIdentity.isTaken(path) { watched = try state.resumed(from: path) }
        let added = try await reading.new(new, after: watched.images)
        watched.images += added
        let isBlind = !added.isEmpty && added.allSatisfy { $0.values.allSatisfy { $0 == nil } }
        guard !watched.images.isEmpty else {
            throw InputError(
                .pairingFailed, request.new.joined(separator: ", "), "has no image that is not in the baseline",
                remedy: "give the scores or masks of images that have come since")
        }
        let report = report(known, watched.images, reading.features)
        if let path = request.state { try outputs[path]?.write(watched.bytes, to: path) }
        if let path = request.page {
            let title = request.baseline.joined(separator: ", ")
            try outputs[path]?.write(DriftPage.html(report, title: title), to: path)
        }
        let records = (baseline + new).compactMap { source in source.record.map { (source.path, $0) } }
        return WatchOutcome(
            report: report, notes: RecordedRun.differences(records) + reading.notes, missing: reading.missing,
            failures: reading.failures,
            blind: isBlind ? reading.features : [])
    }

    /// For each file to write what says whether it may be: asked before anything is read.
    private func outputs(_ tables: [String]) throws(InputError) -> [String: OutputGuard] {
        var outputs: [String: OutputGuard] = [:]
        for path in [request.state, request.page].compactMap(\.self) {
            let parent = parentFolder(of: path)
            let output = OutputGuard(
                "watch", inputs: request.baseline + request.new + tables + [request.metadata],
                overwrites: request.overwrites
            ).inRunFolder(parent)
            try output.check(path)
            outputs[path] = output
        }
        if let state = request.state, let page = request.page,
            state == page || FileIdentity(path: state).map({ $0 == FileIdentity(path: page) }) ?? false
        {
            throw InputError(
                .optionInvalid, page, "is the --state as well as the --page", remedy: "name two files")
        }
        return outputs
    }

    private func report(
        _ baseline: [WatchedImage], _ images: [WatchedImage], _ features: [String]
    ) -> DriftReport {
        var small: [DriftReport.SmallGroup] = []
        var tests = tests("", "", baseline, images, baseline.indices.map(\.self), images.indices.map(\.self), features)
        for (place, variable) in request.variables.enumerated() {
            let before = Self.members(baseline, place)
            let after = Self.members(images, place)
            for value in Set(before.keys).union(after.keys).sorted(by: { $0.precedesInBytes($1) }) {
                let own = before[value] ?? []
                if own.count < WatchFeatures.fewest {
                    small.append(DriftReport.SmallGroup(variable: variable.name, value: value, count: own.count))
                } else {
                    tests += self.tests(
                        variable.name, value, baseline, images, own, after[value] ?? [], features)
                }
            }
        }
        return DriftReport(
            tests: tests, smallGroups: small, alpha: request.alpha, baselineCount: baseline.count,
            images: images.map(\.image), unit: request.patientPattern == nil ? "image" : "patient")
    }

    /// The tests of all features that enough of the baseline's images have: how many there are does not depend on what
    /// comes later.
    private func tests(
        _ variable: String, _ group: String, _ baseline: [WatchedImage], _ images: [WatchedImage], _ before: [Int],
        _ after: [Int], _ features: [String]
    ) -> [DriftReport.Test] {
        features.indices.compactMap { feature in
            let known = before.compactMap { baseline[$0].values[feature] }
            guard known.count >= WatchFeatures.fewest else { return nil }
            let places = after.filter { images[$0].values[feature] != nil }
            let stream = places.compactMap { place in
                images[place].values[feature].map {
                    DriftTest.Observation(image: images[place].image, value: $0)
                }
            }
            let name = features[feature]
            return DriftReport.Test(
                feature: name, variable: variable, group: group,
                drift: DriftTest(baseline: known, stream: stream, feature: name, seed: request.seed), places: places)
        }
    }

    private static func members(_ images: [WatchedImage], _ variable: Int) -> [String: [Int]] {
        images.indices.reduce(into: [:]) { members, place in
            for value in images[place].groups[variable] ?? [] { members[value, default: []].append(place) }
        }
    }
}
