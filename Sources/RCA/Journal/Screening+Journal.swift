import Imaging
package import Scoring

extension Screening {
    /// Size, orientation, polarity, tilt, scale, shifts, picture without margins, figures, references and fingerprint.
    /// Verdict and pose are the entry's own.
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
        line.append(mayBeMirrored ? 1 : 0)
        line.append(knownAs.count)
        for name in knownAs { line.append(name) }
        line.append(fingerprint.text)
        line.append(edgeReach)
        line.append(isFrontal ? 1 : 0)
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
            case .some(.some(let clipped)) = line.number(), let mayBeMirrored = line.integer(),
            let count = line.integer()
        else { return nil }
        var names: [String] = []
        for _ in 0..<max(count, 0) {
            guard let name = line.text() else { return nil }
            names.append(name)
        }
        guard let fingerprint = line.text().flatMap({ RadiographFingerprint($0) }),
            case .some(let edgeReach) = line.number(), let frontal = line.integer()
        else { return nil }
        var pose = PresentationState()
        pose.orientation = orientation
        pose.isInverted = inverted == 1
        (pose.rotation, pose.scale, pose.shiftX, pose.shiftY) = (numbers[0], numbers[1], numbers[2], numbers[3])
        pose.rectangle = PresentationState.Rectangle(
            x: numbers[4], y: numbers[5], width: numbers[6], height: numbers[7])
        self.init(
            reliability: reliability, pose: pose, size: PictureSize(width: width, height: height), cut: cut,
            edgeReach: edgeReach, blank: blank, clipped: clipped, mayBeMirrored: mayBeMirrored == 1,
            isFrontal: frontal == 1, knownAs: names, fingerprint: fingerprint)
    }
}
