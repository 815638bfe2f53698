public import Files

/// A binary mask as the runs of pixels that belong to it.
///
///     let lung = try RunLengthMask(startsAndLengths: "3 2 9 1", width: 4, height: 3, named: "CheXmask.csv, row 7")
///     lung.paint(1, into: &labels)
public struct RunLengthMask: Sendable, Equatable {
    /// How pixels are counted.
    public enum Order: Sendable, Equatable {
        /// Along the first row, then the second: CheXmask.
        case rows
        /// Down the first column, then the second: COCO, Kaggle.
        case columns
    }

    public let width: Int
    public let height: Int
    public let order: Order
    /// The mask's pixels, counted from 0 in ``order``. Runs are never empty and never overlap.
    public let runs: [Range<Int>]

    /// Reads pairs of a first pixel, counted from 1, and a number of pixels, parted by spaces.
    ///
    /// CheXmask stores a structure of an image so, by rows (Gaggion et al. 2024, `get_mask_from_RLE`). No text is an
    /// empty mask.
    ///
    /// - Parameter name: the file, and the row in it, for the errors.
    /// - Throws: ``InputError`` where a word is no number, a start has no length, a run leaves the image, or runs
    ///   overlap or are out of order.
    public init(
        startsAndLengths text: String, width: Int, height: Int, order: Order = .rows, named name: String,
        limits: ImageLimits = .standard
    ) throws(InputError) {
        try self.init(
            startsAndLengths: Array(text.utf8)[...], width: width, height: height, order: order, named: name,
            limits: limits)
    }

    /// As ``init(startsAndLengths:width:height:order:named:limits:)-(String,_,_,_,_,_)``, of a text's bytes.
    package init(
        startsAndLengths text: ArraySlice<UInt8>, width: Int, height: Int, order: Order = .rows, named name: String,
        limits: ImageLimits = .standard
    ) throws(InputError) {
        let size = try Self.checkedSize(width, height, name, limits)
        var runs: [Range<Int>] = []
        var numbers = WholeNumbers(text)
        var count = 0
        func next() throws(InputError) -> Int? {
            switch numbers.next() {
            case .number(let number):
                count += 1
                return number
            case .end: return nil
            case .word(let word):
                throw Self.damaged(name, "\"\(word)\" in a run-length mask is no whole number")
            }
        }
        var end = 0
        while let start = try next() {
            guard let length = try next() else {
                throw Self.damaged(name, "the run-length mask has \(count) numbers: the last start has no length")
            }
            guard start >= 1, length >= 0, start - 1 <= size, length <= size - (start - 1) else {
                throw Self.damaged(
                    name,
                    "run \(count / 2) of the run-length mask (start \(start), length \(length)) leaves the image of "
                        + "\(width) × \(height) = \(size) pixels", remedy: "check the mask's width and height")
            }
            guard start > end else {
                throw Self.damaged(
                    name,
                    "run \(count / 2) of the run-length mask (start \(start)) begins before the end of the run before it "
                        + "(pixel \(end))")
            }
            if length > 0 {
                runs.append(start - 1..<start - 1 + length)
                end = start - 1 + length
            }
        }
        self.init(width: width, height: height, order: order, runs: runs)
    }

    /// Takes COCO's `counts`: pixels outside the mask, inside, outside, … down the columns (`maskApi`, Lin et al.
    /// 2014).
    ///
    /// - Throws: ``InputError`` where a count is negative, or all together are not the image.
    public init(
        counts: [Int], width: Int, height: Int, named name: String, limits: ImageLimits = .standard
    ) throws(InputError) {
        let size = try Self.checkedSize(width, height, name, limits)
        var runs: [Range<Int>] = []
        var position = 0
        for (index, count) in counts.enumerated() {
            guard count >= 0 else {
                throw Self.damaged(name, "count \(index + 1) of the run-length mask is \(count), less than 0")
            }
            guard count <= size - position else {
                throw Self.damaged(
                    name,
                    "the run-length mask is longer than its image: count \(index + 1) goes beyond \(width) × \(height) = "
                        + "\(size) pixels", remedy: "check \"size\", which is height, then width")
            }
            if !index.isMultiple(of: 2), count > 0 { runs.append(position..<position + count) }
            position += count
        }
        guard position == size else {
            throw Self.damaged(
                name,
                "the run-length mask ends after \(position) of \(size) pixels (\(width) × \(height))",
                remedy: "check \"size\", which is height, then width")
        }
        self.init(width: width, height: height, order: .columns, runs: runs)
    }

    /// Takes COCO's compressed `counts`: base 32, six bits a character from `0` on, the lowest digit first, with a
    /// sign; from the fourth on a count is the difference to the one before the last (`rleToString` of `maskApi`).
    ///
    /// - Throws: ``InputError`` as ``init(counts:width:height:named:limits:)``, and for a character that is no digit.
    public init(
        compressedCounts text: String, width: Int, height: Int, named name: String, limits: ImageLimits = .standard
    ) throws(InputError) {
        var counts: [Int] = []
        var value = 0
        var shift = 0
        for (index, byte) in text.utf8.enumerated() {
            guard (48..<112).contains(byte), shift <= 50 else {
                throw Self.damaged(name, "character \(index + 1) of the compressed run-length mask is no digit")
            }
            let digit = Int(byte) - 48
            value |= (digit & 0x1f) << shift
            shift += 5
            guard digit & 0x20 == 0 else { continue }
            if digit & 0x10 != 0 { value |= -1 << shift }
            counts.append(value &+ (counts.count > 2 ? counts[counts.count - 2] : 0))
            (value, shift) = (0, 0)
        }
        guard shift == 0 else { throw Self.damaged(name, "the compressed run-length mask ends within a count") }
        try self.init(counts: counts, width: width, height: height, named: name, limits: limits)
    }

    /// Takes a polygon of COCO: x and y of each corner by turns, in pixels. It is drawn as pycocotools does.
    ///
    /// - Throws: ``InputError`` for fewer than three corners, and for one that is further from the image than its
    ///   sides.
    public init(polygon points: [Double], _ size: PictureSize, named name: String) throws(InputError) {
        guard points.count >= 6, points.count.isMultiple(of: 2) else {
            throw Self.damaged(
                name, "has a polygon of \(points.count) numbers", remedy: "give x and y of three corners or more")
        }
        for index in points.indices {
            let side = Double(index.isMultiple(of: 2) ? size.width : size.height)
            guard (-side...2 * side).contains(points[index]) else {
                throw Self.damaged(
                    name,
                    "corner \(index / 2 + 1) of a polygon lies far outside the image of \(size.width) × \(size.height)",
                    remedy: "check which image size the polygon belongs to")
            }
        }
        self.init(
            width: size.width, height: size.height, order: .columns,
            runs: COCOPolygon.runs(points, width: size.width, height: size.height))
    }

    private init(width: Int, height: Int, order: Order, runs: [Range<Int>]) {
        self.width = width
        self.height = height
        self.order = order
        self.runs = runs
    }

    /// Gives the mask's pixels a label.
    ///
    /// - Precondition: `labels` holds `width * height` values, row by row.
    public func paint(_ label: UInt16, into labels: inout [UInt16]) {
        precondition(labels.count == width * height, "the labels are of another size")
        for run in runs {
            for pixel in run {
                labels[order == .rows ? pixel : pixel % height * width + pixel / height] = label
            }
        }
    }

    /// As ``paint(_:into:)-(UInt16,_)``, of labels that fit a byte.
    package func paint(_ label: UInt8, into labels: inout [UInt8]) {
        precondition(labels.count == width * height, "the labels are of another size")
        guard order == .rows else {
            for run in runs { for pixel in run { labels[pixel % height * width + pixel / height] = label } }
            return
        }
        labels.withUnsafeMutableBufferPointer { labels in
            for run in runs { labels[run].update(repeating: label) }
        }
    }

    /// The mask as labels: 1 inside, 0 outside.
    public var labelMap: LabelMap {
        var labels = [UInt8](repeating: 0, count: width * height)
        paint(1 as UInt8, into: &labels)
        return LabelMap(width: width, height: height, indices: labels)
    }

    private static func checkedSize(
        _ width: Int, _ height: Int, _ name: String, _ limits: ImageLimits
    ) throws(InputError) -> Int {
        guard width > 0, height > 0 else {
            throw damaged(name, "the run-length mask is \(width) × \(height): it has no pixels")
        }
        try limits.check(width: width, height: height, named: name)
        return width * height
    }

    private static func damaged(
        _ name: String, _ problem: String, remedy: String = "export the mask again"
    ) -> InputError {
        InputError(.fileDamaged, name, problem, remedy: remedy)
    }
}
