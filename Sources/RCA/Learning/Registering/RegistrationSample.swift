import NumericSupport

/// A picture with its labels, as a registration learns from it.
package struct LabelledPicture: Sendable {
    /// side × side values in [0, 1].
    package var grey: [Float]
    /// Each pixel's class, side × side.
    package var classes: [UInt8]

    package init(grey: [Float], classes: [UInt8]) {
        self.grey = grey
        self.classes = classes
    }

    /// Puts the classes, one channel each, and the grey value behind them into maps.
    func load(into maps: FeatureMaps, picture: Int, classCount: Int) {
        precondition(grey.count == maps.side * maps.side && classes.count == grey.count, "a picture of another side")
        precondition(classes.allSatisfy { $0 < classCount }, "a picture has a class that the network lacks")
        for row in 0..<maps.side {
            for column in 0..<maps.side {
                let pixel = maps.row(row, of: picture) + column * maps.stride
                for index in 0..<classCount { pixel[index] = 0 }
                pixel[Int(classes[row * maps.side + column])] = 1
                pixel[classCount] = grey[row * maps.side + column]
            }
        }
    }
}

/// A pair to learn registration from.
package struct RegistrationSample: Sendable {
    package var moving: LabelledPicture
    package var fixed: LabelledPicture

    package init(moving: LabelledPicture, fixed: LabelledPicture) {
        self.moving = moving
        self.fixed = fixed
    }
}

/// The noise that an autoencoder of labels learns to take away.
package enum LabelNoise {
    /// Label maps in which each pixel of an odd column has changed places with its left neighbour by a chance of one in
    /// ten.
    package static func exchanged(_ classes: [UInt8], side: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        var result = classes
        for row in 0..<side {
            for column in Swift.stride(from: 1, to: side, by: 2) where random.uniform() < probability {
                result.swapAt(row * side + column, row * side + column - 1)
            }
        }
        return result
    }

    private static let probability: Float = 0.1
}
