extension String {
    /// Whether the UTF-8 bytes of this string come before those of `other`: the order of `sort` in the C locale.
    ///
    /// Unlike `<`, which looks at canonical equivalence, it tells every two different file names apart.
    public func precedesInBytes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Whether the UTF-8 bytes are the same; `==` takes a composed and a decomposed `é` for one another.
    public func equalsInBytes(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
