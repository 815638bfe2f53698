/// Numbers in a text that people or programs wrote in whatever form.
package enum NumberText {
    /// The numbers of a text, whatever stands between them.
    package static func numbers(in text: some StringProtocol) -> [Double] {
        text.split { !($0.isNumber || "+-.eE".contains($0)) }.compactMap { Double($0) }.filter(\.isFinite)
    }
}
