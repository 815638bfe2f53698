import Auditing
import Cases
import Imaging
import Journal
import Scoring

/// Measures masks one after another.
struct AuditWorker: CaseWorker {
    let structures: StructureList

    func entries(of item: AuditCase, _ ready: ReadFiles) -> [JournalEntry] {
        var files = CaseFiles()
        do throws(InputError) {
            var image: GrayscaleImage?
            if let path = item.imagePath {
                let content = try ready.content(path)
                files.image = content.digest
                image = try ImageReader.grayscaleImage(from: content.bytes, named: path)
            }
            var contents: [FileContent] = []
            for file in item.item.masks { contents.append(try ready.content(file.path)) }
            files.masks = contents.map(\.digest)
            // An entry stands for files that are known: without an image the mask is all that there is.
            if image == nil { files.image = contents[0].digest }
            let imageSize = image?.size
            let layers = try MaskReader.layers(
                item.item.masks, contents: contents, structures: structures, imageSize: imageSize)
            if let imageSize {
                try AspectRatio.check(
                    PictureSize(width: layers[0].width, height: layers[0].height), against: imageSize,
                    named: item.item.masks[0].path)
            }
            let shapes = MaskShapes.measure(
                layers, canOverlap: item.item.masks[0].structure != nil || contents[0].row != nil)
            return [
                entry(
                    item, files,
                    .scored(
                        JournalEntry.Scores(
                            dice: nil, structures: [], reliability: nil, details: [], intervals: [], shapes: shapes)))
            ]
        } catch {
            return [entry(item, files, .failed(error))]
        }
    }

    private func entry(_ item: AuditCase, _ files: CaseFiles, _ outcome: JournalEntry.Outcome) -> JournalEntry {
        JournalEntry(key: item.key, time: JournalRecord.now(), files: files, outcome: outcome)
    }
}
