import CPage
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

/// What CPage's files hold, which are compiled into the program: it is installed as one file.
enum Resources {
    static let style = text("report.css")
    static let scripts = ["unpack.js", "marks.js", "table.js", "page.js"].map(text)

    static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for name in [
            "report", "picture", "card", "histogram", "agreement", "figures", "risk", "groups", "run", "sheet", "drift",
            "martingale",
        ] {
            do {
                try library.register(text(name + ".mustache"), named: name)
            } catch {
                preconditionFailure("the template \(name) cannot be read: \(error)")
            }
        }
        return library
    }()

    private static func text(_ name: String) -> String {
        guard let text = unsafe rca_page_part(name) else { preconditionFailure("there is no \(name) in CPage") }
        return unsafe String(cString: text)
    }
}
