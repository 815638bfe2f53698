import Cases
import Imaging
import Machine
import NumericSupport
import Reporting
import Scoring

/// The parameters of a run: those that are listed, and those of them that scores depend on.
struct RunSettings {
    let request: ScoringRequest
    let set: ReferenceSet
    let structures: ReportedStructures
    /// Nil where none are asked for.
    let intervals: RunIntervals?

    /// The instructions that the numeric kernels were compiled for: sums in another order differ in their last bits.
    #if RCA_PORTABLE
    static let instructions = "portable"
    #else
    static let instructions = "x86-64-v3"
    #endif

    /// For `rca_run.json`. The mask folder is each table's own.
    func parameters() -> [RunParameter] {
        [
            RunParameter("images", .text(request.images)),
            RunParameter("structures", .text(structures.drawn.text)),
            RunParameter("references-per-case", .integer(request.referencesPerCase)),
            RunParameter("similarity", .text(request.similarity.rawValue)),
            RunParameter("estimator", .text(request.estimator.rawValue)),
            RunParameter("threads", .integer(request.threads)),
            RunParameter("suffixes", .list(request.suffixes)),
            RunParameter("details", .flag(request.writesDetails)),
            RunParameter("fail-fast", .flag(request.stopsAtFirstFailure)),
        ] + classifier + (request.allowsUnpaired ? [RunParameter("allow-unpaired", .flag(true))] : [])
            + request.maskTables.parameters + structures.unread + orientation + engine + (intervals?.parameters ?? [])
            + surfaces + (request.errorMaps.map { [RunParameter("error-maps", .text($0))] } ?? [])
    }

    /// What a journal's rows depend on, beside the reference set and the structures.
    var decisive: [String: String] {
        var settings = [
            "version": RCAVersion.current, "instructions": Self.instructions,
            "references-per-case": "\(request.referencesPerCase)", "similarity": request.similarity.rawValue,
            "estimator": request.estimator.rawValue, "suffixes": request.suffixes.joined(separator: " "),
            "details": "\(request.writesDetails)",
            "labels": structures.drawn.text,
        ]
        for parameter in engine {
            settings[parameter.name] =
                switch parameter.value {
                case .integer(let value): "\(value)"
                case .number(let value): "\(value)"
                case .flag, .text, .list: nil
                }
        }
        for (name, value) in intervals?.decisive ?? [:] { settings[name] = value }
        // Only that there are maps: where they are is looked at for each case.
        if request.errorMaps != nil { settings["error-maps"] = "true" }
        settings["ignore-labels"] = structures.list.ignoredLabelsText
        for (name, digest) in set.learnedDigests { settings[name] = digest }
        for parameter in classifier + orientation + surfaces + request.maskTables.parameters {
            settings[parameter.name] = Self.text(parameter.value)
        }
        return settings
    }

    /// None for the classifier of the published scores: its runs are those that know of no other.
    private var classifier: [RunParameter] {
        request.classifier == .freeForm ? [] : [RunParameter("classifier", .text(request.classifier.rawValue))]
    }

    /// None where nobody says how masks lie.
    private var orientation: [RunParameter] {
        request.maskOrientation.map { [RunParameter("mask-orientation", .text($0.rawValue))] } ?? []
    }

    private var engine: [RunParameter] {
        let preparation = set.parameters.preparation
        let registration = set.parameters.registration
        return [
            RunParameter("frame-size", .integer(preparation.size)),
            RunParameter("label-grid-size", .integer(set.parameters.labelGridSize)),
            RunParameter("affine-iterations", .integer(registration.affineIterations)),
            RunParameter("coarse-intervals", .integer(registration.coarseIntervals)),
            RunParameter("coarse-iterations", .integer(registration.coarseIterations)),
            RunParameter("fine-iterations", .integer(registration.fineIterations)),
            RunParameter("coarse-bending", number(registration.coarseBending)),
            RunParameter("fine-bending", number(registration.fineBending)),
            RunParameter("residual-limit", number(registration.residualLimit)),
            RunParameter("boundary-band", number(registration.boundaryBand)),
            RunParameter("background-weight", number(registration.backgroundWeight)),
        ]
    }

    /// None where outlines are not measured: the rows are then those of a run that knows of none.
    private var surfaces: [RunParameter] {
        guard let surfaces = request.surfaces else { return [] }
        return [
            RunParameter("surface", .flag(true)),
            RunParameter("surface-tolerance", surfaces.tolerance.map { .number($0) } ?? .text("default")),
            RunParameter("pixel-spacing", .text(surfaces.spacing?.text ?? "unknown")),
            RunParameter("pixel-spacing-of", .text("images")),
        ]
    }

    private static func text(_ value: RunParameter.Value) -> String {
        switch value {
        case .flag(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): value
        case .list(let values): values.joined(separator: " ")
        }
    }

    private func number(_ value: Float) -> RunParameter.Value { .number(value.asWritten) }
}

extension MaskTableOptions {
    /// None where tables are read as CheXmask's.
    var parameters: [RunParameter] {
        (takesLandmarks ? [RunParameter("landmarks", .flag(true))] : [])
            + (idColumn.map { [RunParameter("id-column", .text($0))] } ?? [])
    }
}

extension ReportedStructures {
    /// What of masks and references is not looked at; none where all of it is.
    var unread: [RunParameter] {
        (list.ignoredLabelsText.map { [RunParameter("ignore-labels", .text($0))] } ?? [])
            + (leftOut.isEmpty ? [] : [RunParameter("structures-not-scored", .list(leftOut))])
    }
}
