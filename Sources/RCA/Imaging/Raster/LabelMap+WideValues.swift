public import Files

extension LabelMap {
    /// A map of 16-bit labels: kept as they are where all fit a byte, otherwise through ``wideValues``.
    ///
    /// - Throws: `formatUnsupported`, naming `name`, where there are more than 256 different labels.
    /// - Precondition: both sides are positive and `labels` holds `width * height` values.
    public init(width: Int, height: Int, labels: [UInt16], named name: String) throws(InputError) {
        if labels.allSatisfy({ $0 <= 255 }) {
            self.init(width: width, height: height, indices: labels.map { UInt8(truncatingIfNeeded: $0) })
            return
        }
        var isPresent = [Bool](repeating: false, count: 1 << 16)
        for label in labels { isPresent[Int(label)] = true }
        let values = isPresent.indices.filter { isPresent[$0] }.map { UInt16($0) }
        guard values.count <= 256 else {
            throw InputError(
                .formatUnsupported, name, "has \(values.count) different values, too many for a label map (256)",
                remedy: "give a file of labels, not of grey values")
        }
        var indexOfValue = [UInt8](repeating: 0, count: 1 << 16)
        for (index, value) in values.enumerated() { indexOfValue[Int(value)] = UInt8(index) }
        self.init(width: width, height: height, indices: labels.map { indexOfValue[Int($0)] }, wideValues: values)
    }
}
