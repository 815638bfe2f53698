import Evaluation
import Files
public import Tables

extension Verification {
    /// The report for JSON and CSV. Keys are stable, and documented in docs/formats.md.
    public var document: ReportValue {
        .branch([
            "published": Self.file(published, listed: listed),
            "computed": computed.map { Self.file($0, listed: listed) } ?? .undefined,
            "join": join.map(Self.joined) ?? .undefined,
            "comparison": comparison.map(Self.compared) ?? .undefined,
            "sample": recomputation.map(Self.sample) ?? .undefined,
            "checks": .list(
                checks.map {
                    .branch(["option": .text($0.option), "held": .flag($0.isHeld), "message": .text($0.message)])
                }),
            "held": .flag(isHeld),
        ])
    }

    private static func file(_ file: ScoreFile, listed: Int) -> ReportValue {
        .branch([
            "path": .text(file.path), "sound": .flag(file.isSound), "rows": .integer(file.rowCount),
            "names": .integer(file.entries.count), "problems": .list(file.problems.map(finding)),
            "notes": .list(file.notes.map(finding)),
            "summary": file.distribution.map(summary) ?? .undefined,
            "worst": .list(
                file.worst(listed).map { .branch(["fname": .text($0.fname), "dice": .score($0.score)]) }),
        ])
    }

    private static func finding(_ finding: ScoreFileFinding) -> ReportValue {
        .branch([
            "kind": .text(finding.kind.rawValue), "count": .integer(finding.count),
            "places": .list(
                finding.places.map { place in
                    .branch([
                        "line": place.line.map(ReportValue.integer) ?? .undefined,
                        "column": place.column.map(ReportValue.text) ?? .undefined, "problem": .text(place.problem),
                    ])
                }),
        ])
    }

    private static func summary(_ figures: ScoreDistribution) -> ReportValue {
        .branch([
            "count": .integer(figures.count), "mean": .number(figures.mean),
            "standardDeviation": .number(figures.standardDeviation),
            "quantiles": .list(
                figures.quantiles.map {
                    .branch(["probability": .number($0.probability), "value": .number($0.value)])
                }),
            "below": .list(
                figures.below.map {
                    .branch(["threshold": .number($0.threshold), "count": .integer($0.count)])
                }),
            "histogram": .list(
                figures.histogram.map {
                    .branch(["lower": .number($0.lower), "upper": .number($0.upper), "count": .integer($0.count)])
                }),
        ])
    }

    private static func joined(_ join: ScoreFileJoin) -> ReportValue {
        func missing(_ names: [String]) -> ReportValue {
            .branch(["count": .integer(names.count), "first": .list(names.prefix(20).map(ReportValue.text))])
        }
        return .branch([
            "pairs": .integer(join.pairs.count), "onlyPublished": missing(join.onlyInFirst),
            "onlyComputed": missing(join.onlyInSecond), "withoutUsableScore": .integer(join.unusable),
        ])
    }

    private static func compared(_ comparison: ScoreComparison) -> ReportValue {
        let agreement = comparison.agreement
        let decisions = comparison.decisions
        return .branch([
            "count": .integer(agreement.count), "pearson": .number(agreement.pearson),
            "spearman": .number(agreement.spearman), "concordance": .number(agreement.concordance),
            "meanAbsoluteError": .number(agreement.meanAbsoluteError), "bias": .number(agreement.bias),
            "limitsOfAgreement": .branch([
                "lower": .number(agreement.limits?.lower), "upper": .number(agreement.limits?.upper),
            ]),
            "tolerance": .number(comparison.tolerance),
            "shareWithinTolerance": .number(comparison.shareWithinTolerance),
            "decision": .branch([
                "threshold": .score(Float(comparison.threshold)), "kappa": .number(decisions?.kappa),
                "bothBelow": .integer(decisions?.truePositives ?? 0),
                "onlyComputedBelow": .integer(decisions?.falsePositives ?? 0),
                "onlyPublishedBelow": .integer(decisions?.falseNegatives ?? 0),
                "neitherBelow": .integer(decisions?.trueNegatives ?? 0),
            ]),
            "furthest": .list(
                comparison.furthest.map {
                    .branch([
                        "fname": .text($0.fname), "published": .score($0.published), "computed": .score($0.computed),
                        "difference": .number($0.difference),
                    ])
                }),
        ])
    }

    private static func sample(_ sample: Recomputation) -> ReportValue {
        let whole = sample.extrapolation
        func estimate(_ estimate: SampleExtrapolation.Estimate) -> ReportValue {
            .branch([
                "value": .number(estimate.value), "lower": .number(estimate.interval?.lower),
                "upper": .number(estimate.interval?.upper),
                "undefinedResamples": estimate.interval.map { .integer($0.undefinedCount) } ?? .undefined,
            ])
        }
        return .branch([
            "size": .integer(sample.size), "seed": .text(String(sample.seed)),
            "withoutFiles": .integer(sample.withoutFiles),
            "drawn": .integer(whole.strata.reduce(0) { $0 + $1.drawn }),
            "recomputed": .integer(whole.strata.reduce(0) { $0 + $1.recomputed }),
            "failures": .list(
                sample.failures.map { .branch(["fname": .text($0.fname), "message": .text($0.message)]) }),
            "strata": .list(
                whole.strata.map {
                    .branch([
                        "lower": .number($0.lower), "upper": .number($0.upper), "population": .integer($0.population),
                        "available": .integer($0.available), "drawn": .integer($0.drawn),
                        "recomputed": .integer($0.recomputed),
                    ])
                }),
            "wholeFile": .branch([
                "represented": .integer(whole.represented), "notRepresented": .integer(whole.notRepresented),
                "strataOfOne": .integer(whole.strataOfOne), "confidence": .number(0.95),
                "meanAbsoluteError": estimate(whole.meanAbsoluteError), "bias": estimate(whole.bias),
                "correlation": estimate(whole.correlation),
                "shareWithinTolerance": estimate(whole.shareWithinTolerance),
            ]),
        ])
    }
}
