import CProcessor
package import Files

/// Whether this processor has the instructions that the library was compiled for.
package enum ProcessorSupport {
    /// - Throws: ``InputError`` (`machine unsupported`). A program that may meet such a processor calls this before
    ///   anything else: other code of a fast build may use newer instructions from its first line.
    package static func check() throws(InputError) {
        guard rca_processor_is_supported() == 0 else { return }
        throw InputError(
            .machineUnsupported, "this processor", "lacks AVX2 or FMA, which this build needs",
            remedy: "rebuild it with RCA_PORTABLE=1")
    }
}
