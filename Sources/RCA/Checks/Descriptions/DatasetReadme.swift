/// The same description for people, as Markdown: the files, and the table of microdata with which published data sets
/// are found by search engines that read a repository's page.
struct DatasetReadme {
    let document: DatasetDocument
    let licenseName: String?
    let totalBytes: Int

    static let firstLine = "<!-- Written by 'rca-cli dataset describe'. Change its options, not this file. -->"

    var text: String {
        var lines = [Self.firstLine, "", "# \(Self.inline(document.name))", "", Self.inline(document.description), ""]
        lines += [
            "## Files", "", "\(document.distribution.count) files, \(totalBytes) bytes.", "",
            "| File | Bytes | What it holds | SHA-256 |", "| --- | ---: | --- | --- |",
        ]
        for file in document.distribution {
            let size = file.contentSize.split(separator: " ")[0]
            let summary = file.description ?? file.encodingFormat
            lines.append("| [\(Self.cell(file.name))](\(file.contentUrl)) | \(size) | \(summary) | `\(file.sha256)` |")
        }
        lines += ["", "Check what you downloaded: `sha256sum FILE`.", ""]
        if let variables = document.variableMeasured {
            lines += ["## What was measured", "", "| Column | Meaning |", "| --- | --- |"]
            lines += variables.map { "| `\($0.name)` | \($0.description.map(Self.cell) ?? "") |" }
            lines.append("")
        }
        if let techniques = document.measurementTechnique {
            lines += ["## How", ""] + techniques.map { "- \(Self.inline($0))" } + [""]
        }
        lines += ["## Data set metadata", ""] + metadata + [""]
        if let citations = document.citation {
            lines += ["## Cite", ""] + citations.map { "- \(Self.inline($0))" } + [""]
        }
        lines += ["## Licence", "", "[\(Self.inline(licenseName ?? document.license))](\(document.license))", ""]
        return lines.joined(separator: "\n")
    }

    /// A table of microdata, as the published repository has it.
    private var metadata: [String] {
        var rows = [("name", document.name), ("description", document.description)]
        rows += [("url", document.url), ("identifier", document.identifier), ("version", document.version)]
            .compactMap { name, value in value.map { (name, $0) } }
        rows += document.datePublished.map { [("datePublished", $0)] } ?? []
        rows += (document.citation ?? []).map { ("citation", $0) }
        rows += (document.keywords ?? []).map { ("keywords", $0) }
        rows += (document.isBasedOn ?? []).map { ("isBasedOn", $0) }
        var lines = [#"<div itemscope itemtype="https://schema.org/Dataset">"#, "<table>"]
        for (name, value) in rows {
            lines.append(
                "<tr><td>\(name)</td><td><code itemprop=\"\(name)\">\(Self.escaped(value))</code></td></tr>")
        }
        for agent in document.creator {
            lines.append(
                "<tr><td>creator</td><td>"
                    + Self.item(
                        "creator", agent.type, [("name", agent.name)] + (agent.url.map { [("url", $0)] } ?? []))
                    + "</td></tr>")
        }
        let license = (licenseName.map { [("name", $0)] } ?? []) + [("url", document.license)]
        lines.append("<tr><td>license</td><td>" + Self.item("license", "CreativeWork", license) + "</td></tr>")
        return lines + ["</table>", "</div>"]
    }

    private static func item(_ property: String, _ type: String, _ values: [(String, String)]) -> String {
        let cells = values.map { "<code itemprop=\"\($0)\">\(escaped($1))</code>" }.joined(separator: " ")
        return "<div itemprop=\"\(property)\" itemscope itemtype=\"https://schema.org/\(type)\">\(cells)</div>"
    }

    private static func escaped(_ text: String) -> String {
        [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("\n", " ")].reduce(text) {
            $0.replacing($1.0, with: $1.1)
        }
    }

    /// Text in which Markdown and HTML are only text.
    private static func inline(_ text: String) -> String {
        ["\\", "`", "*", "_", "[", "]"].reduce(escaped(text)) { $0.replacing($1, with: "\\" + $1) }
    }

    private static func cell(_ text: String) -> String { inline(text).replacing("|", with: "\\|") }
}
