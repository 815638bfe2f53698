import FoundationEssentials
import Imaging
import Mustache

/// A report as one HTML file that needs nothing beside it, nor any network.
///
/// The same content gives the same bytes. Everything that comes from files is escaped: by the templates in HTML, and
/// here in what scripts read. A content security policy lets the page's own script run and no other.
public enum ReportPage {
    public static func html(_ content: ReportContent) -> [UInt8] {
        let script = "(() => {\n\"use strict\";\n" + Resources.scripts.joined(separator: "\n") + "\n})();"
        let values = PageValues(
            content, style: Resources.style, script: script,
            scriptDigest: Data(SHA256.hash(script.utf8)).base64EncodedString())
        guard let text = Resources.library.render(values, withTemplate: "report") else {
            preconditionFailure("the template of the report is among the resources")
        }
        return Array(text.utf8)
    }
}

/// The files below `Resources`, compiled into the program.
enum Resources {
    static let style = text(PackageResources.report_css)
    static let scripts = [
        PackageResources.unpack_js, PackageResources.marks_js, PackageResources.table_js, PackageResources.page_js,
    ].map(text)

    static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (name, bytes) in [
            ("report", PackageResources.report_mustache), ("picture", PackageResources.picture_mustache),
            ("card", PackageResources.card_mustache), ("histogram", PackageResources.histogram_mustache),
            ("agreement", PackageResources.agreement_mustache), ("figures", PackageResources.figures_mustache),
            ("risk", PackageResources.risk_mustache), ("groups", PackageResources.groups_mustache),
            ("run", PackageResources.run_mustache), ("sheet", PackageResources.sheet_mustache),
            ("drift", PackageResources.drift_mustache), ("martingale", PackageResources.martingale_mustache),
        ] {
            do {
                try library.register(text(bytes), named: name)
            } catch {
                preconditionFailure("the template \(name) cannot be read: \(error)")
            }
        }
        return library
    }()

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
