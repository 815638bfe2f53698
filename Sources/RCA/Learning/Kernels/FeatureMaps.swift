/// Where the feature maps of some pictures lie in memory: a view that owns nothing.
///
/// Channels are neighbours in memory, then come columns, rows and pictures. A frame of one pixel lies around each
/// picture; it is zero, which is the zero padding of a 3 × 3 convolution, and no layer writes it. A view may be of some
/// channels of wider maps: so are two maps concatenated, by layers that write into the two parts of a third.
package struct FeatureMaps {
    /// The first channel of the first pixel inside the frame of the first picture.
    package let first: UnsafeMutablePointer<Float>
    package let pictures: Int
    /// Pixels along a row and along a column, without the frame.
    package let side: Int
    package let channels: Int
    /// Numbers from one pixel to the next: at least `channels`.
    package let stride: Int

    var rowStride: Int { (side + 2) * stride }
    var pictureStride: Int { (side + 2) * (side + 2) * stride }

    /// How many numbers the maps of one picture take, with their frame.
    package static func size(side: Int, channels: Int) -> Int { (side + 2) * (side + 2) * channels }

    /// Maps that start, with their frame, at `memory`.
    package init(memory: UnsafeMutablePointer<Float>, pictures: Int, side: Int, channels: Int) {
        self.init(
            first: memory + (side + 3) * channels, pictures: pictures, side: side, channels: channels, stride: channels)
    }

    private init(first: UnsafeMutablePointer<Float>, pictures: Int, side: Int, channels: Int, stride: Int) {
        self.first = first
        self.pictures = pictures
        self.side = side
        self.channels = channels
        self.stride = stride
    }

    /// Some of the channels.
    package func channels(_ range: Range<Int>) -> FeatureMaps {
        FeatureMaps(
            first: first + range.lowerBound, pictures: pictures, side: side, channels: range.count, stride: stride)
    }

    /// The first pixel of a row of a picture.
    @inline(__always)
    package func row(_ row: Int, of picture: Int) -> UnsafeMutablePointer<Float> {
        first + (picture &* pictureStride &+ row &* rowStride)
    }
}
