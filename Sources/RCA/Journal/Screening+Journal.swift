import Imaging
package import Scoring

extension Screening {
    private static let mirroredBit = 1
    private static let frontalBit = 2

    /// Size, orientation, polarity, tilt, scale, shifts, picture without margins, figures, references, fingerprint, and
    /// what reaches the edge. Verdict and pose are the entry's own.
    package func write(to line: inout JournalLine.Writer) {
        line.append(size.width)
        line.append(size.height)
        line.append(pose.orientation.rawValue)
        line.append(pose.isInverted ? 1 : 0)
        let frame = pose.rectangle
        for number in [
            pose.rotation, pose.scale, pose.shiftX, pose.shiftY, frame.x, frame.y, frame.width, frame.height,
        ] { line.append(number.description) }
        for number in [cut, blank, clipped] { line.append(number) }
        // One number, so that journals of builds that knew only the first are read.
        line.append((mayBeMirrored ? Self.mirroredBit : 0) | (isFrontal ? Self.frontalBit : 0))
        line.append(knownAs.count)
        for name in knownAs { line.append(name) }
        line.append(fingerprint.text)
        line.append(edgeReach)
    }

    /// Nil where the fields are no screening.
    package init?(_ line: inout JournalLine.Reader, reliability: Reliability) {
        guard let width = line.integer(), let height = line.integer(), width > 0, height > 0,
            let orientation = line.text().flatMap(Orientation.init), let inverted = line.integer()
        else { return nil }
        var numbers: [Double] = []
        for _ in 0..<8 {
            guard let number = line.text().flatMap(Double.init) else { return nil }
            numbers.append(number)
        }
        guard case .some(.some(let cut)) = line.number(), case .some(.some(let blank)) = line.number(),
            case .some(.some(let clipped)) = line.number(), let bits = line.integer(),
            let count = line.integer()
        else { return nil }
        var names: [String] = []
        for _ in 0..<max(count, 0) {
            guard let name = line.text() else { return nil }
            names.append(name)
        }
        guard let fingerprint = line.text().flatMap({ RadiographFingerprint($0) }),
            case .some(let edgeReach) = line.number()
        else { return nil }
        var pose = PresentationState()
        pose.orientation = orientation
        pose.isInverted = inverted == 1
        (pose.rotation, pose.scale, pose.shiftX, pose.shiftY) = (numbers[0], numbers[1], numbers[2], numbers[3])
        pose.rectangle = PresentationState.Rectangle(
            x: numbers[4], y: numbers[5], width: numbers[6], height: numbers[7])
        self.init(
            reliability: reliability, pose: pose, size: PictureSize(width: width, height: height), cut: cut,
            edgeReach: edgeReach, blank: blank, clipped: clipped,
            mayBeMirrored: bits & Self.mirroredBit != 0, isFrontal: bits & Self.frontalBit != 0, knownAs: names,
            fingerprint: fingerprint)
    }
}
