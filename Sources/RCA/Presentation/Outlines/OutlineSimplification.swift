/// Leaves out the points of a closed line that it hardly needs (Ramer 1972; Douglas and Peucker 1973).
package enum OutlineSimplification {
    /// - Parameters:
    ///   - loop: a closed line, its first point not repeated.
    ///   - tolerance: how far a point that is left out may lie from the line that stays, in the points' unit.
    /// - Returns: three points or more, in order; none where the loop has fewer than three.
    package static func simplified(_ loop: [OutlinePoint], tolerance: Double) -> [OutlinePoint] {
        guard loop.count > 3 else { return loop.count == 3 ? loop : [] }
        // The line is split at two points far from each other, which both stay.
        let far = loop.indices.max { squaredDistance(loop[0], loop[$0]) < squaredDistance(loop[0], loop[$1]) } ?? 0
        var stays = [Bool](repeating: false, count: loop.count)
        stays[0] = true
        stays[far] = true
        var open = [(0, far), (far, loop.count)]
        while let (start, end) = open.popLast() {
            var (worst, place) = (tolerance, -1)
            for index in start + 1..<max(end, start + 1) {
                let distance = distance(loop[index], loop[start], loop[end % loop.count])
                if distance > worst { (worst, place) = (distance, index) }
            }
            guard place >= 0 else { continue }
            stays[place] = true
            open.append((start, place))
            open.append((place, end))
        }
        let result = loop.indices.filter { stays[$0] }.map { loop[$0] }
        return result.count > 2 ? result : Array(loop.prefix(3))
    }

    private static func squaredDistance(_ a: OutlinePoint, _ b: OutlinePoint) -> Double {
        (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
    }

    /// From a point to the piece of line between two others.
    private static func distance(_ point: OutlinePoint, _ start: OutlinePoint, _ end: OutlinePoint) -> Double {
        let length = squaredDistance(start, end)
        guard length > 0 else { return squaredDistance(point, start).squareRoot() }
        let along = ((point.x - start.x) * (end.x - start.x) + (point.y - start.y) * (end.y - start.y)) / length
        let share = min(max(along, 0), 1)
        let nearest = OutlinePoint(x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y))
        return squaredDistance(point, nearest).squareRoot()
    }
}
