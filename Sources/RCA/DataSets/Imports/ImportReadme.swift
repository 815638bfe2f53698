import Imaging
import Scoring

/// What lies beside imported references: where they came from, and what was done to them.
struct ImportReadme {
    let request: ImportRequest
    let origin: ImportOrigin
    let outcome: ReferenceImport.Outcome

    var text: String {
        let failures = outcome.failures.count
        var lines = ["# References: \(origin.title)", ""]
        lines += [
            "\(outcome.imported) images in `images/`, their label maps in `labels/`. Left out: \(outcome.leftOut.count), "
                + "\(failures) of them because something is wrong (`left_out.csv`).", "",
            "| Label | Structure |", "| --- | --- |", "| 0 | background |",
        ]
        lines += request.structures.map { "| \($0.label) | \($0.name) |" }
        lines += [
            "",
            "The longer side is at most \(request.size) pixels. Images are means over areas; a pixel's label is the one "
                + "that covers most of it. Where outlines overlap, the later structure of the list is drawn over the earlier.",
            "",
        ]
        if !outcome.notes.isEmpty { lines += outcome.notes.map { "- \($0)" } + [""] }
        if !request.command.isEmpty { lines += ["Made by:", "", "    \(ShellWord.line(request.command))", ""] }
        lines += [
            "Next:", "",
            "    "
                + ShellWord.line([
                    "rca-cli", "reference", "build", "--images", "images", "--labels", "labels", "--structures",
                    Structure.list(request.writtenStructures), "--output", "references.rcaref",
                ]), "",
        ]
        if !origin.terms.isEmpty { lines += ["## Source and terms", ""] + origin.terms.map { "- \($0)" } + [""] }
        return lines.joined(separator: "\n")
    }
}
