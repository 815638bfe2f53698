import CVector
package import Imaging

/// Where the pixels of a square label grid on the fixed image fall in a label map of the moving image.
///
/// Holds scratch memory: one instance a worker. Call ``locate(_:frameToImage:width:height:)`` once for a
/// transform and a map size, then ``sample(_:table:into:)`` once for each map of that size: however many masks
/// an image has, the geometry is worked out once. Labels are taken at the nearest pixel of the original map,
/// which is never resampled before.
package final class LabelSampling {
    package let gridSize: Int
    private let intervals: Int
    private let spline: SplineProduct
    private let controlPoints: ScratchBuffer
    private let displacementX: ScratchBuffer
    private let displacementY: ScratchBuffer
    private var indices: [Int32]
    /// What stands at the indices in maps that are sampled together.
    private var layered: [UInt32]
    /// Pixels of the maps that the indices are for.
    private var mapPixelCount = 0

    /// - Parameters:
    ///   - gridSize: pixels a side of the label grid, a multiple of 8.
    ///   - intervals: of the free-form deformations that will be located.
    package init(gridSize: Int, intervals: Int) {
        precondition(gridSize > 0 && gridSize % 8 == 0, "the kernels work on runs of eight pixels")
        self.gridSize = gridSize
        self.intervals = intervals
        spline = SplineProduct(size: gridSize, intervals: intervals)
        controlPoints = ScratchBuffer(count: 2 * (intervals + 3) * (intervals + 3))
        displacementX = ScratchBuffer(count: gridSize * gridSize)
        displacementY = ScratchBuffer(count: gridSize * gridSize)
        indices = Array(repeating: -1, count: gridSize * gridSize)
        layered = Array(repeating: 0, count: gridSize * gridSize)
    }

    /// Works out where each grid pixel falls.
    ///
    /// - Parameters:
    ///   - transform: from the fixed frame to the moving frame.
    ///   - frameToImage: from the moving frame to the moving picture, both spanning 0...1.
    ///   - width, height: of the label maps that will be sampled, which cover the whole picture.
    package func locate(_ transform: SpatialTransform, frameToImage: AffineMap, width: Int, height: Int) {
        precondition(transform.deformation.intervals == intervals, "the deformation has another lattice")
        let controls = intervals + 3
        controlPoints.base.update(from: transform.deformation.controlPoints, count: controlPoints.count)
        for (component, target) in [(0, displacementX), (1, displacementY)] {
            spline.expand(controlPoints.base + component * controls * controls, into: target.base)
        }
        locate(transform.affine, frameToImage: frameToImage, width: width, height: height)
    }

    /// The same for a field of displacements, which is brought to the grid's size bilinearly.
    package func locate(_ transform: DenseTransform, frameToImage: AffineMap, width: Int, height: Int) {
        for (field, target) in [
            (transform.displacementX, displacementX), (transform.displacementY, displacementY),
        ] {
            let values = Image(width: transform.size, height: transform.size, pixels: field).enlarged(to: gridSize)
            target.base.update(from: values, count: values.count)
        }
        locate(transform.affine, frameToImage: frameToImage, width: width, height: height)
    }

    package func locate(_ transform: RegisteredTransform, frameToImage: AffineMap, width: Int, height: Int) {
        switch transform {
        case .freeForm(let transform): locate(transform, frameToImage: frameToImage, width: width, height: height)
        case .dense(let transform): locate(transform, frameToImage: frameToImage, width: width, height: height)
        }
    }

    /// With the displacements that stand in the scratch memory.
    private func locate(_ affine: AffineMap, frameToImage: AffineMap, width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a map of no size")
        mapPixelCount = width * height
        let toPixels = AffineMap(xx: Double(width), xy: 0, x0: 0, yx: 0, yy: Double(height), y0: 0)
        let path = SamplingPath(
            affine: toPixels.after(frameToImage).after(affine), displacementX: displacementX.base,
            displacementY: displacementY.base)
        indices.withUnsafeMutableBufferPointer { indices in
            guard let indices = indices.baseAddress else { return }
            #if RCA_PORTABLE
            LabelSamplingReference.locate(path, gridSize: gridSize, width: width, height: height, into: indices)
            #else
            LabelSamplingKernel.locate(path, gridSize: gridSize, width: width, height: height, into: indices)
            #endif
        }
    }

    /// The labels at the located pixels, translated by a table; 0 outside the map.
    ///
    /// - Parameters:
    ///   - labels: the map's index bytes, of the size given to the last `locate`.
    ///   - table: what each of the 256 index bytes becomes.
    ///   - result: gridSize² values on return.
    package func sample(_ labels: [UInt8], table: [Int32], into result: inout [UInt8]) {
        precondition(table.count == 256 && result.count == gridSize * gridSize, "wrong sizes")
        precondition(labels.count == mapPixelCount, "the pixels were located in a map of another size")
        labels.withUnsafeBufferPointer { labels in
            indices.withUnsafeBufferPointer { indices in
                table.withUnsafeBufferPointer { table in
                    result.withUnsafeMutableBufferPointer { result in
                        #if RCA_PORTABLE
                        LabelSamplingReference.sample(labels, at: indices, table: table, into: result)
                        #else
                        if labels.count < 4 {
                            LabelSamplingReference.sample(labels, at: indices, table: table, into: result)
                        } else {
                            LabelSamplingKernel.sample(labels, at: indices, table: table, into: result)
                        }
                        #endif
                    }
                }
            }
        }
    }

    /// The packed labels at the located pixels; 0 outside the map.
    ///
    /// - Parameters:
    ///   - labels: the map, of the size given to the last `locate`.
    ///   - result: gridSize² values on return: 0, or 1 to 3.
    package func sample(_ labels: PackedLabels, into result: inout [UInt8]) {
        precondition(result.count == gridSize * gridSize, "wrong size")
        precondition(labels.count == mapPixelCount, "the pixels were located in a map of another size")
        labels.words.withUnsafeBufferPointer { words in
            indices.withUnsafeBufferPointer { indices in
                result.withUnsafeMutableBufferPointer { result in
                    #if RCA_PORTABLE
                    LabelSamplingReference.sample(packed: words, at: indices, into: result)
                    #else
                    LabelSamplingKernel.sample(packed: words, at: indices, into: result)
                    #endif
                }
            }
        }
    }

    /// The labels of several maps at the located pixels; 0 outside them.
    ///
    /// - Parameters:
    ///   - labels: the maps, of the size given to the last `locate`.
    ///   - results: for each map, at its place, gridSize² values on return: 0, or 1 to 3. Others stay as they are.
    ///   - places: of the maps' results among them.
    package func sample(_ labels: LayeredLabels, into results: inout [[UInt8]], at places: [Int]) {
        precondition(places.count == labels.mapCount, "one place a map")
        precondition(labels.words.count == mapPixelCount, "the pixels were located in a map of another size")
        let count = indices.count
        layered.withUnsafeMutableBufferPointer { layered in
            labels.words.withUnsafeBufferPointer { words in
                indices.withUnsafeBufferPointer { indices in
                    #if RCA_PORTABLE
                    LabelSamplingReference.sample(layered: words, at: indices, into: layered)
                    #else
                    LabelSamplingKernel.sample(layered: words, at: indices, into: layered)
                    #endif
                }
            }
            for (layer, place) in places.enumerated() {
                precondition(results[place].count == count, "wrong size")
                results[place].withUnsafeMutableBufferPointer { result in
                    for offset in 0..<count {
                        result[offset] = UInt8(truncatingIfNeeded: layered[offset] &>> UInt32(2 * layer) & 3)
                    }
                }
            }
        }
    }
}
