package import Auditing

extension MaskShape {
    /// Area, components, holes, edge, figures, what encloses and overlaps it, and the digest.
    package func write(to line: inout JournalLine.Writer) {
        line.append(area)
        line.append(componentCount)
        for numbers in [largest.map(Optional.some), figures] {
            line.append(numbers.count)
            for number in numbers { line.append(number) }
        }
        line.append(holes)
        line.append(edge)
        for share in [enclosed, overlap] {
            line.append(share?.share)
            line.append(share?.other ?? 0)
        }
        line.append(Int(bitPattern: UInt(digest)))
    }

    /// Nil where the fields are no shape.
    package init?(_ line: inout JournalLine.Reader) {
        self.init()
        guard case .some(.some(let area)) = line.number(), let components = line.integer(),
            let largest = line.numbers(), let figures = line.numbers(), case .some(.some(let holes)) = line.number(),
            case .some(.some(let edge)) = line.number(), let enclosed = line.share(), let overlap = line.share(),
            let digest = line.integer()
        else { return nil }
        self.area = area
        componentCount = components
        self.largest = largest.compactMap { $0 }
        self.figures = figures
        self.holes = holes
        self.edge = edge
        self.enclosed = enclosed
        self.overlap = overlap
        self.digest = UInt64(UInt(bitPattern: digest))
    }
}

extension JournalLine.Reader {
    /// A count and so many numbers, nil for those that are not defined.
    fileprivate mutating func numbers() -> [Float?]? {
        guard let count = integer() else { return nil }
        var numbers: [Float?] = []
        for _ in 0..<max(count, 0) {
            guard let number = number() else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    fileprivate mutating func share() -> MaskShape.Share?? {
        guard let share = number(), let other = integer() else { return nil }
        return .some(share.map { MaskShape.Share(share: $0, other: other) })
    }
}
