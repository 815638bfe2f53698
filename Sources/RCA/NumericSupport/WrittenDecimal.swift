extension Float {
    /// Its shortest decimal, as it stands in a file: 0.7 for the Float nearest to it, whose own digits as a Double are
    /// 0.699999988 and so lie below a threshold of 0.7.
    package var asWritten: Double { Double(description) ?? Double(self) }
}
