package import Files

extension MaskPairing {
    /// The masks of one folder without images: every stem is a case.
    ///
    /// A stem that lacks the mask of a structure, or has two, is a failure of that case alone, as is a name that is not
    /// UTF-8.
    package init(ofAlone sources: [MaskSource], maskFolder: String) {
        var pairs: [Pair] = []
        var failures: [Failure] = []
        for stem in Set(sources.flatMap { $0.namesByStem.keys }) {
            do throws(PairingProblem) {
                let masks = try Self.maskFiles(stem, sources: sources)
                pairs.append(Pair(fname: masks.fname, masks: masks.files, imageName: "", imagePath: ""))
            } catch {
                failures += error.failures(stem, sources: sources)
            }
        }
        for source in sources { failures += ImageFolder.invalidNameFailures(source.folder, source.invalidNames) }
        self.init(
            maskFolder: maskFolder, pairs: pairs.sorted { $0.fname.precedesInBytes($1.fname) },
            failures: failures.sorted { $0.fname.precedesInBytes($1.fname) })
    }

    /// The only mask of a stem in every source, and the name of the first.
    /// - Parameter image: what several masks would be of, for the message; nil for a name alone.
    package static func maskFiles(
        _ stem: FileStem, sources: [MaskSource], image: String? = nil
    ) throws(PairingProblem) -> (fname: String, files: [MaskFile]) {
        var names: [String] = []
        for source in sources {
            let masks = source.namesByStem[stem] ?? []
            guard let mask = masks.first else {
                throw PairingProblem(
                    problem: "missing mask: no file in \(source.folder) is called \(stem.text)",
                    remedy: "add the mask, all background if the structure is absent")
            }
            if masks.count > 1 {
                let what = image.map { "image \($0)" } ?? "name \(stem.text)"
                throw PairingProblem(
                    problem: "several masks fit the \(what): \(list(masks, in: source.folder))",
                    remedy: "keep one of them, or give the others in a mask folder of their own")
            }
            names.append(mask)
        }
        return (names[0], zip(sources, names).map { MaskFile(path: joined($0.folder, $1), structure: $0.structure) })
    }

    static func list(_ names: [String], in folder: String) -> String {
        names.map { joined(folder, $0) }.joined(separator: ", ")
    }
}
