package import Imaging

/// Why the masks and images of one stem do not make a case.
package struct PairingProblem: Error {
    package let problem: String
    package let remedy: String
    package let lacksPartner: Bool

    package init(problem: String, remedy: String, lacksPartner: Bool = false) {
        self.problem = problem
        self.remedy = remedy
        self.lacksPartner = lacksPartner
    }

    /// A failure for every mask of the stem in the first folder that has one.
    package func failures(_ stem: FileStem, sources: [MaskSource]) -> [MaskPairing.Failure] {
        guard let source = sources.first(where: { $0.namesByStem[stem] != nil }) else { return [] }
        return (source.namesByStem[stem] ?? []).map {
            let error = InputError(.pairingFailed, joined(source.folder, $0), problem, remedy: remedy)
            return MaskPairing.Failure(fname: $0, error: error, lacksPartner: lacksPartner)
        }
    }
}

extension ImageFolder {
    /// The case of one stem: its only image, and its only mask in every source.
    package func pairedCase(_ stem: FileStem, sources: [MaskSource]) throws(PairingProblem) -> MaskPairing.Pair {
        let images = namesByStem[stem] ?? []
        guard let image = images.first else {
            // macOS writes letters with accents in two parts. Only such names are looked for one by one.
            if stem.text.utf8.contains(where: { $0 >= 0x80 }),
                namesByStem.keys.contains(where: { $0.text == stem.text })
            {
                throw PairingProblem(
                    problem: "missing image: in \(path) the name \(stem.text) has another Unicode form (NFC or NFD)",
                    remedy: "rename one of them, for example with convmv", lacksPartner: true)
            }
            throw PairingProblem(
                problem: "missing image: no file in \(path) is called \(stem.text)",
                remedy: "add the image, or set the suffixes that the names of masks end in", lacksPartner: true)
        }
        if images.count > 1 {
            throw PairingProblem(
                problem: "several images fit: \(MaskPairing.list(images, in: path))", remedy: "keep one of them")
        }
        let masks = try MaskPairing.maskFiles(stem, sources: sources, image: image)
        return MaskPairing.Pair(
            fname: masks.fname, masks: masks.files,
            imageName: lastPart(of: image), imagePath: joined(path, image))
    }

    package static func invalidNameFailures(_ folder: String, _ names: [String]) -> [MaskPairing.Failure] {
        names.map { MaskPairing.Failure(fname: $0, error: invalidName(joined(folder, $0))) }
    }

    /// - Parameter path: with U+FFFD for what is not UTF-8.
    package static func invalidName(_ path: String) -> InputError {
        InputError(
            .pairingFailed, path, "the file's name is not valid UTF-8 (shown with \u{FFFD} for what is not)",
            remedy: "rename the file")
    }
}
