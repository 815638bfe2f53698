import Glibc

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

    /// The words with the values of every option among `options` (`--images`) made absolute, whether they follow as
    /// words, all those up to the next option, or one after an equals sign.
    package static func words(_ words: [String], options: Set<String>, in folder: String) -> [String] {
        var takes = false
        return words.map { word in
            guard word.hasPrefix("-") else { return takes ? path(word, in: folder) : word }
            takes = options.contains(word)
            guard let end = word.firstIndex(of: "="), options.contains(String(word[..<end])) else { return word }
            return word[...end] + path(String(word[word.index(after: end)...]), in: folder)
        }
    }
}

/// The path without links, detours and relative parts; nil where it leads nowhere.
package func realPath(of path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
}

/// The path of a file in a folder.
package func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

/// What a path names in its folder, whether or not a slash follows it; the path itself where it has no such part.
package func lastPart(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

/// The folder that a file lies in by its path: `.` where the path names none.
package func parentFolder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
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
