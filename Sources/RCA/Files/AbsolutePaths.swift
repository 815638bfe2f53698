/// Makes the paths in a command line independent of the folder it was typed in.
package enum AbsolutePaths {
    /// `path` itself where it is absolute, else below `folder`.
    package static func path(_ path: String, in folder: String) -> String {
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
        if rest.hasPrefix("/") { return path }
        let start = folder.hasSuffix("/") ? folder : folder + "/"
        return rest.isEmpty || rest == "." ? folder : start + rest
    }

    /// The words with the value of every option among `options` (`--images`) made absolute, whether it follows as a
    /// word or after an equals sign.
    package static func words(_ words: [String], options: Set<String>, in folder: String) -> [String] {
        var isValue = false
        return words.map { word in
            if isValue {
                isValue = false
                return path(word, in: folder)
            }
            if options.contains(word) {
                isValue = true
                return word
            }
            guard let end = word.firstIndex(of: "="), options.contains(String(word[..<end])) else { return word }
            return word[...end] + path(String(word[word.index(after: end)...]), in: folder)
        }
    }
}

/// The path of a file in a folder.
package func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

extension String {
    /// Whether the UTF-8 bytes of this string come before those of `other`: the order of `sort` in the C locale.
    ///
    /// Unlike `<`, which looks at canonical equivalence, it tells every two different file names apart.
    package func precedesInBytes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Whether the UTF-8 bytes are the same; `==` takes a composed and a decomposed `é` for one another.
    package func equalsInBytes(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
