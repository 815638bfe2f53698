import Foundation
import Scoring

/// Reliability diagrams side by side, as SVG: what was said against how often it was true.
enum ReliabilityDrawing {
    struct Curve {
        let panel: String
        let name: String
        let diagram: ReliabilityDiagram
    }

    private static let side = 200.0
    private static let gap = 60.0
    private static let colours = ["#1f6f8b", "#c1440e"]

    static func svg(_ curves: [Curve]) -> String {
        var panels: [String] = []
        for curve in curves where !panels.contains(curve.panel) { panels.append(curve.panel) }
        let width = gap + Double(panels.count) * (side + gap)
        let height = side + 100
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(whole(width)) \(whole(height))" \
            font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>

            """
        for (position, panel) in panels.enumerated() {
            let left = gap + Double(position) * (side + gap)
            text += "<g transform=\"translate(\(whole(left)) 40)\">\n"
            text += "<text x=\"\(whole(side / 2))\" y=\"-12\" text-anchor=\"middle\">\(panel)</text>\n"
            text += "<path d=\"M0 0V\(whole(side))H\(whole(side))\" fill=\"none\" stroke=\"#444\"/>\n"
            text += "<path d=\"M0 \(whole(side))L\(whole(side)) 0\" stroke=\"#aaa\" stroke-dasharray=\"4 4\"/>\n"
            for tick in [0.0, 0.5, 1] {
                let place = tick * side
                text += "<text x=\"\(whole(place))\" y=\"\(whole(side + 16))\" text-anchor=\"middle\">\(tick)</text>\n"
                text += "<text x=\"-6\" y=\"\(whole(side - place + 4))\" text-anchor=\"end\">\(tick)</text>\n"
            }
            text +=
                "<text x=\"\(whole(side / 2))\" y=\"\(whole(side + 34))\" text-anchor=\"middle\">probability</text>\n"
            for (index, curve) in curves.filter({ $0.panel == panel }).enumerated() {
                let points = curve.diagram.bins.filter { $0.pixels > 0 }.map { bin in
                    "\(tenth(Double(bin.predicted) * side)),\(tenth(side - Double(bin.observed) * side))"
                }
                let colour = colours[index % colours.count]
                text += """
                    <polyline points="\(points.joined(separator: " "))" fill="none" stroke="\(colour)" \
                    stroke-width="2"/>
                    <text x="8" y="\(14 + 16 * index)" fill="\(colour)">\(curve.name)</text>

                    """
            }
            text += "</g>\n"
        }
        return text
            + "<text x=\"14\" y=\"\(whole(40 + side / 2))\" text-anchor=\"middle\" "
            + "transform=\"rotate(-90 14 \(whole(40 + side / 2)))\">share that is true</text>\n</svg>\n"
    }

    private static func whole(_ value: Double) -> String { String(format: "%.0f", value) }
    private static func tenth(_ value: Double) -> String { String(format: "%.1f", value) }
}
