/// Features of many samples, each in a byte: whoever measures them knows their range, and 256 steps of it are finer than
/// a tree has samples to split by.
package struct FeatureTable: Sendable, Equatable {
    package let featureCount: Int
    /// Sample after sample, each with all its features: one sample's lie on one or two lines of the cache.
    package let values: [UInt8]

    package var sampleCount: Int { values.count / featureCount }

    /// - Precondition: there is a feature, and every sample has all of them.
    package init(featureCount: Int, values: [UInt8]) {
        precondition(featureCount > 0 && featureCount <= Int(UInt16.max), "a table has 1 to 65535 features")
        precondition(values.count % featureCount == 0, "a sample lacks features")
        self.featureCount = featureCount
        self.values = values
    }
}
