import Imaging

/// Both lungs told apart: the patient's left one lies on the right of an upright radiograph.
///
/// The two largest parts are a lung each, and a smaller part belongs to the side that it lies on. Where both lungs hang
/// together, or there is only one, the middle of the chest divides them.
struct LungSides {
    private(set) var left: [PixelRuns.Run] = []
    private(set) var right: [PixelRuns.Run] = []

    /// A part is a lung if it has this share of the larger one's pixels.
    private static let leastShare = 0.1

    /// - Parameter upright: from the image to the frame of the references, both spanning 0...1.
    init(_ runs: PixelRuns, upright: AffineMap) {
        func place(_ x: Double, _ row: Int) -> Double {
            upright.apply(x: x / Double(runs.width), y: (Double(row) + 0.5) / Double(runs.height)).x
        }
        let found = runs.components(.corners)
        let (components, ofRun) = (found.all, found.ofRun)
        var places = components.map { _ in 0.0 }
        var extents = components.map { _ in (least: Double.infinity, greatest: -Double.infinity) }
        for (run, component) in zip(runs.runs, ofRun) {
            let share = Double(run.count) / Double(components[component].count)
            places[component] += share * place(Double(run.start + run.end) / 2, run.row)
            let ends = [place(Double(run.start), run.row), place(Double(run.end), run.row)]
            extents[component].least = min(extents[component].least, ends[0], ends[1])
            extents[component].greatest = max(extents[component].greatest, ends[0], ends[1])
        }
        let order = components.indices.sorted { (components[$0].count, $1) > (components[$1].count, $0) }
        let hasBoth =
            order.count > 1
            && Double(components[order[1]].count) >= Self.leastShare * Double(components[order[0]].count)
        let middle = hasBoth ? (places[order[0]] + places[order[1]]) / 2 : 0.5
        for (run, component) in zip(runs.runs, ofRun) {
            let hangsTogether =
                !hasBoth && component == order[0] && extents[component].least < 0.4
                && extents[component].greatest > 0.6
            guard hangsTogether else {
                add(run, isLeft: places[component] >= middle)
                continue
            }
            // Along a row the side changes once at most.
            let first = place(Double(run.start) + 0.5, run.row) >= middle
            let change =
                (run.start..<run.end).first { (place(Double($0) + 0.5, run.row) >= middle) != first } ?? run.end
            add(PixelRuns.Run(row: run.row, start: run.start, end: change), isLeft: first)
            if change < run.end { add(PixelRuns.Run(row: run.row, start: change, end: run.end), isLeft: !first) }
        }
    }

    private mutating func add(_ run: PixelRuns.Run, isLeft: Bool) {
        if isLeft { left.append(run) } else { right.append(run) }
    }
}
