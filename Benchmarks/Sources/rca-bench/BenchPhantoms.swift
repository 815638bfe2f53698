/// Phantoms as the program itself draws them.
struct BenchPhantoms {
    static let structures = "lungs=1,heart=2"

    /// The rca-cli that draws them.
    let program: String

    /// - Parameters:
    ///   - size: width and height in pixels.
    ///   - isReference: images and labels alone, without predictions.
    func draw(count: Int, seed: Int, size: Int, isReference: Bool, to folder: String) throws {
        _ = try Throughput.wallSeconds(
            program,
            [
                "phantom", "--count", "\(count)", "--seed", "\(seed)", "--size", "\(size)", "--output", folder,
                "--overwrite",
            ] + (isReference ? ["--reference-only"] : []))
    }
}
