import Files

/// How the array of a file that says how its picture lies in the patient (NIfTI) is laid on a picture of a format that
/// says nothing of the kind (PNG and others).
public enum MaskOrientation: String, Sendable, CaseIterable {
    /// As the file says.
    case patient
    /// The array's first side runs down and its second across, as NumPy has rows first.
    case rows
    /// The array's first side runs across and its second down, as a picture's columns are numbered first.
    case columns

    /// The ways in which a mask may lie on its picture: several where only one of both files says how it lies in the
    /// patient. Those that lead to the same pixels are one; the first is the file's word.
    ///
    /// - Parameters:
    ///   - pictureTurn: how the picture's array was laid down; nil for a format that says nothing of the kind.
    ///   - given: the way that the user names; nil where it is open.
    package static func readings(
        of mask: LabelMap, on pictureTurn: PictureTurn?, as given: MaskOrientation?
    ) -> [(orientation: MaskOrientation, map: LabelMap)] {
        guard (mask.fileTurn == nil) != (pictureTurn == nil) else { return [(.patient, mask)] }
        var readings: [(orientation: MaskOrientation, map: LabelMap)] = []
        for orientation in given.map({ [$0] }) ?? allCases {
            let map = orientation.laid(mask, on: pictureTurn)
            if !readings.contains(where: { $0.map.hasSamePixels(as: map) }) { readings.append((orientation, map)) }
        }
        return readings
    }

    /// Whether the file's word is how arrays are shown anyway, so that nothing speaks against it.
    package static func isPlain(_ mask: LabelMap, on pictureTurn: PictureTurn?) -> Bool {
        (mask.fileTurn ?? pictureTurn)?.isIdentity ?? true
    }

    /// The one way in which a mask lies on its picture, where nothing can be tried: the file's word where it is plain.
    ///
    /// - Parameter isAskedFor: whether the user can name the way; if not, the error says what else helps.
    /// - Throws: ``InputError`` where there are several.
    package static func reading(
        of mask: LabelMap, on pictureTurn: PictureTurn?, as given: MaskOrientation?, isAskedFor: Bool = true,
        named name: String
    ) throws(InputError) -> LabelMap {
        let readings = readings(of: mask, on: pictureTurn, as: given)
        if given == nil, isPlain(mask, on: pictureTurn) { return mask }
        guard readings.count == 1 else {
            throw refusal(readings.map(\.orientation), named: name, isAskedFor: isAskedFor)
        }
        return readings[0].map
    }

    /// - Parameter figures: how well each fits, in brackets; or nothing.
    package static func refusal(
        _ orientations: [MaskOrientation], named name: String, figures: String = "", isAskedFor: Bool = true
    ) -> InputError {
        let ways = orientations.map(\.rawValue).joined(separator: " or ")
        return InputError(
            .formatUnsupported, name,
            "may lie on its image in several ways: only one of both files says how it lies in the patient\(figures)",
            remedy: isAskedFor
                ? "give --mask-orientation \(ways), or save both in one format"
                : "save both in one format; references may be built by 'rca-cli reference build --mask-orientation' \(ways)"
        )
    }

    private func laid(_ mask: LabelMap, on pictureTurn: PictureTurn?) -> LabelMap {
        guard self != .patient else { return mask }
        // Back to the array, its first side across.
        let array = mask.fileTurn.map { mask.turned($0.inverse) } ?? mask
        let shown = self == .rows ? array.turned(.transposing(array)) : array
        guard let turn = pictureTurn else { return shown }
        // The picture was turned when it was laid down, and so is what lies on its array.
        return shown.turned(turn.ofPicture(width: shown.width, height: shown.height))
    }
}

extension PictureTurn {
    fileprivate static func transposing(_ map: LabelMap) -> PictureTurn {
        PictureTurn(transposed: true, flippedAcross: false, flippedDown: false, width: map.width, height: map.height)
    }

    fileprivate func ofPicture(width: Int, height: Int) -> PictureTurn {
        PictureTurn(
            transposed: transposed, flippedAcross: flippedAcross, flippedDown: flippedDown, width: width,
            height: height)
    }
}

extension LabelMap {
    /// The same map, laid down another way.
    fileprivate func turned(_ turn: PictureTurn) -> LabelMap {
        let spacing = pixelSpacing.flatMap {
            turn.transposed ? PixelSpacing(row: $0.column, column: $0.row) : $0
        }
        return LabelMap(
            width: turn.newWidth, height: turn.newHeight, indices: turn.applied(to: indices), wideValues: wideValues,
            pixelSpacing: spacing)
    }

    fileprivate func hasSamePixels(as other: LabelMap) -> Bool {
        width == other.width && height == other.height && indices == other.indices
    }
}
