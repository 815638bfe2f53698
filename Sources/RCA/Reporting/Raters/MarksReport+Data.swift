import Evaluation
import Tables

extension MarksReport {
    /// The report as JSON: the keys are a promise to readers.
    public var json: String {
        ReportValue.branch([
            "agreement": .list(groups.map(Self.value)),
            "confidence": .number(confidence),
            "disagreements": .list(disputed.map(value)),
            "masks": .integer(masks.count),
            "missing": .list(missing.map(ReportValue.text)),
            "open": .integer(masks.count { $0.passes == nil }),
            "passed": .integer(masks.count { $0.passes == true }),
            "failed": .integer(masks.count { $0.passes == false }),
            "passFrom": .integer(passFrom),
            "readers": .list(
                readers.map {
                    .branch([
                        "name": .text($0.name), "passed": .integer($0.passed), "failed": .integer($0.failed),
                        "ratings": .list($0.ratings.map(ReportValue.integer)),
                    ])
                }),
            "resamples": .integer(resamples),
            "seed": .text(String(seed)),
            "unmarked": unmarkedCount.map(ReportValue.integer) ?? .undefined,
        ]).json
    }

    private func value(_ mask: Mask) -> ReportValue {
        .branch([
            "fname": .text(mask.fname),
            "marks": .branch(
                Dictionary(
                    uniqueKeysWithValues: zip(readers, mask.marks).map {
                        ($0.name, $1.isEmpty ? .undefined : .text($1))
                    })),
        ])
    }

    private static func value(_ group: Group) -> ReportValue {
        .branch([
            "readers": .list(group.readers.map(ReportValue.text)),
            "decisions": value(group.decisions),
            "ratings": group.ratings.map(value) ?? .undefined,
        ])
    }

    private static func value(_ agreement: RaterAgreement) -> ReportValue {
        .branch([
            "masks": .integer(agreement.count),
            "same": .number(agreement.equal),
            "kappa": value(agreement.kappa),
            "weightedKappa": agreement.weighted.map(value) ?? .undefined,
        ])
    }

    private static func value(_ measurement: RaterAgreement.Measurement) -> ReportValue {
        .branch([
            "value": .number(measurement.value), "lower": .number(measurement.interval?.lower),
            "upper": .number(measurement.interval?.upper),
        ])
    }

    /// A row a figure; empty where not defined.
    public var csv: [UInt8] {
        var writer = CSVWriter(header: ["readers", "of", "figure", "masks", "value", "lower", "upper"])
        for group in groups {
            for (kind, agreement) in [("pass or fail", group.decisions), ("1 to 5", group.ratings)] {
                guard let agreement else { continue }
                let figures: [(String, Double?, ConfidenceInterval?)] =
                    [
                        ("same", agreement.equal, nil), ("kappa", agreement.kappa.value, agreement.kappa.interval),
                    ] + (agreement.weighted.map { [("weightedKappa", $0.value, $0.interval)] } ?? [])
                for (figure, value, interval) in figures {
                    for field in [group.readers.joined(separator: "; "), kind, figure, String(agreement.count)] {
                        writer.append(field)
                    }
                    for number in [value, interval?.lower, interval?.upper] { writer.append(number?.description ?? "") }
                    writer.endRow()
                }
            }
        }
        return writer.bytes
    }

    /// The masks that pass, or those that fail, as a table of names with how many readers say so.
    package func list(ofPassed isPassed: Bool) -> [UInt8] {
        var writer = CSVWriter(header: ["fname", "pass", "fail"])
        for mask in masks where mask.passes == isPassed {
            for field in [mask.fname, String(mask.passedCount), String(mask.failedCount)] { writer.append(field) }
            writer.endRow()
        }
        return writer.bytes
    }

    /// The masks that readers differ about, with a column for each reader.
    package var disagreementTable: [UInt8] {
        var writer = CSVWriter(header: ["fname"] + readers.map(\.name))
        for mask in disputed {
            for field in [mask.fname] + mask.marks { writer.append(field) }
            writer.endRow()
        }
        return writer.bytes
    }
}
