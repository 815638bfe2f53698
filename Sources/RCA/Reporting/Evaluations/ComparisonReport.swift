public import Evaluation

/// How groups of masks, or several segmenters, compare: what `rca-cli compare` prints.
public struct ComparisonReport: Sendable, Equatable {
    /// The masks of one group of images, against all others of the same segmenter.
    public struct Group: Sendable, Equatable {
        /// The segmenter; empty where there is only one.
        public let segmenter: String
        /// What masks are grouped by, and the group's value of it.
        public let variable: String
        public let value: String
        public let predicted: ClusteredMean
        /// Nil without a truth.
        public let real: ClusteredMean?
        /// The predicted mean less that of the others; nil where there are none.
        public let difference: ClusteredMean?
        /// The p-value of the difference, with regard to all groups that were tested.
        public var adjusted: Double?

        public init(
            segmenter: String, variable: String, value: String, predicted: ClusteredMean,
            real: ClusteredMean?,
            difference: ClusteredMean?
        ) {
            self.segmenter = segmenter
            self.variable = variable
            self.value = value
            self.predicted = predicted
            self.real = real
            self.difference = difference
        }

        /// Whether it has too few clusters to say much.
        public var isSmall: Bool { predicted.clusterCount < ClusteredMean.fewClusters }
    }

    /// Two segmenters on the images that both have a mask of.
    public struct Pair: Sendable, Equatable {
        public let first: String
        public let second: String
        /// The first's predicted Dice less the second's, image by image.
        public let predicted: ClusteredMean
        /// The same of the true Dice; nil without a truth.
        public let real: ClusteredMean?
        /// On how many images each is better by more than ``margin``.
        public let firstBetter: Int
        public let secondBetter: Int
        public var adjusted: Double?

        public init(
            first: String, second: String, predicted: ClusteredMean, real: ClusteredMean?,
            firstBetter: Int,
            secondBetter: Int
        ) {
            self.first = first
            self.second = second
            self.predicted = predicted
            self.real = real
            self.firstBetter = firstBetter
            self.secondBetter = secondBetter
        }
    }

    /// Smaller differences of predicted Dice mean nothing.
    public static let margin = 0.01

    public var groups: [Group]
    public var pairs: [Pair]
    /// What a reader of the figures has to know.
    public var notes: [String]
    /// Masks without what they should be grouped by, a line each.
    public var missing: [String]
    public var confidence: Double
    /// What counts as one: `image`, or `patient`.
    public var cluster: String

    /// The p-values are corrected for all groups together, and for all pairs together.
    public init(
        groups: [Group], pairs: [Pair], notes: [String], missing: [String], confidence: Double,
        cluster: String
    ) {
        self.groups = zip(
            groups, Holm.adjusted(groups.map { $0.isSmall ? nil : $0.difference?.pValue })
        ).map {
            var group = $0
            group.adjusted = $1
            return group
        }
        self.pairs = zip(pairs, Holm.adjusted(pairs.map(\.predicted.pValue))).map {
            var pair = $0
            pair.adjusted = $1
            return pair
        }
        self.notes = notes
        self.missing = missing
        self.confidence = confidence
        self.cluster = cluster
    }
}

extension ComparisonReport {
    /// The report for a person.
    public var text: String {
        let legend =
            "Intervals: \(DecimalText.percent(confidence)), from resamples of \(cluster)s. p: corrected by Holm."
        return groupsText + pairsText + ([legend] + notes).map { $0 + "\n" }.joined()
    }

    private typealias Column = (title: String, alignment: TextTable.Alignment)

    private var groupsText: String {
        guard !groups.isEmpty else { return "" }
        let hasTruth = groups.contains { $0.real != nil }
        let hasSegmenters = groups.contains { !$0.segmenter.isEmpty }
        var columns: [Column] = hasSegmenters ? [("segmenter", .left)] : []
        columns += [("by", .left), ("group", .left), ("masks", .right), ("\(cluster)s", .right)]
        columns += [("predicted Dice", .right), ("interval", .right)]
        if hasTruth { columns.append(("true Dice", .right)) }
        columns += [
            ("less the others", .right), ("interval", .right), ("p (Holm)", .right), ("", .left),
        ]
        var table = TextTable(columns: columns)
        for group in groups {
            let predicted = group.predicted
            var cells = hasSegmenters ? [group.segmenter] : []
            cells += [
                group.variable, group.value, String(predicted.count), String(predicted.clusterCount),
            ]
            cells += [DecimalText.rounded(predicted.value), Self.range(predicted.interval)]
            if hasTruth { cells.append(Self.value(group.real)) }
            cells += [Self.value(group.difference), Self.range(group.difference?.interval)]
            cells.append(group.adjusted.map(DecimalText.threeDigits) ?? "")
            cells.append(
                group.isSmall ? "small: fewer than \(ClusteredMean.fewClusters) \(cluster)s" : "")
            table.append(cells)
        }
        return "groups of masks\n\n\(table.text)\n"
    }

    private var pairsText: String {
        guard !pairs.isEmpty else { return "" }
        let hasTruth = pairs.contains { $0.real != nil }
        var columns: [Column] = [("first", .left), ("second", .left), ("images", .right)]
        columns += [
            ("predicted Dice, first less second", .right), ("interval", .right), ("p (Holm)", .right),
        ]
        columns += [("first better", .right), ("second better", .right)]
        if hasTruth { columns += [("true Dice, first less second", .right), ("interval", .right)] }
        var table = TextTable(columns: columns)
        for pair in pairs {
            var cells = [
                pair.first, pair.second, String(pair.predicted.count), Self.value(pair.predicted),
            ]
            cells += [
                Self.range(pair.predicted.interval), pair.adjusted.map(DecimalText.threeDigits) ?? "",
            ]
            cells += [String(pair.firstBetter), String(pair.secondBetter)]
            if hasTruth { cells += [Self.value(pair.real), Self.range(pair.real?.interval)] }
            table.append(cells)
        }
        return "segmenters on the same images\n\n\(table.text)\n"
    }

    private static func value(_ mean: ClusteredMean?) -> String {
        mean.map { DecimalText.rounded($0.value) } ?? ""
    }

    private static func range(_ interval: ConfidenceInterval?) -> String {
        interval.map { "\(DecimalText.rounded($0.lower)) to \(DecimalText.rounded($0.upper))" } ?? ""
    }

    /// A row a group and a pair; empty where not defined. Numbers are the shortest decimals that read back as the same
    /// 64-bit float.
    public var csv: [UInt8] {
        var writer = CSVWriter(header: [
            "kind", "first", "second", "figure", "count", "clusters", "value", "lower", "upper", "p",
            "p_holm",
        ])
        func append(
            _ kind: String, _ first: String, _ second: String, _ figure: String, _ mean: ClusteredMean?,
            _ adjusted: Double?
        ) {
            guard let mean else { return }
            for field in [kind, first, second, figure, String(mean.count), String(mean.clusterCount)] {
                writer.append(field)
            }
            let numbers: [Double?] = [
                mean.value, mean.interval?.lower, mean.interval?.upper, mean.pValue, adjusted,
            ]
            for number in numbers { writer.append(number?.description ?? "") }
            writer.endRow()
        }
        for group in groups {
            let name = group.segmenter.isEmpty ? group.variable : "\(group.segmenter): \(group.variable)"
            append("group", name, group.value, "predicted", group.predicted, nil)
            append("group", name, group.value, "true", group.real, nil)
            append(
                "group", name, group.value, "predicted less the others", group.difference, group.adjusted)
        }
        for pair in pairs {
            append(
                "pair", pair.first, pair.second, "predicted, first less second", pair.predicted,
                pair.adjusted)
            append("pair", pair.first, pair.second, "true, first less second", pair.real, nil)
        }
        return writer.bytes
    }
}
