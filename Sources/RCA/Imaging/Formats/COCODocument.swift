import FoundationEssentials

/// What a JSON file of masks says, in COCO's words.
struct COCODocument {
    let entries: [Entry]
    /// The images that a data set lists; none elsewhere.
    let images: [ListedImage]

    /// - Throws: `DecodingError`, of the text itself with an empty path.
    init(_ bytes: [UInt8]) throws {
        let decoder = JSONDecoder()
        let data = Data(bytes)
        if let list = try? decoder.decode([Entry].self, from: data) {
            (entries, images) = (list, [])
        } else if let set = try? decoder.decode(DataSet.self, from: data) {
            (entries, images) = (set.annotations, set.images ?? [])
        } else {
            (entries, images) = ([try decoder.decode(Entry.self, from: data)], [])
        }
    }

    /// A number or a text: programs write image and category either way.
    enum Name: Decodable, Hashable, CustomStringConvertible {
        case number(Int)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var description: String {
            switch self {
            case .number(let number): "\(number)"
            case .text(let text): text
            }
        }

        var number: Int? {
            switch self {
            case .number(let number): number
            case .text(let text): Int(text)
            }
        }
    }

    struct ListedImage: Decodable {
        let id: Name?
        let width: Int?
        let height: Int?
    }

    private struct DataSet: Decodable {
        let annotations: [Entry]
        let images: [ListedImage]?
    }

    /// A mask, or an annotation that has one.
    struct Entry: Decodable {
        let shape: Shape
        let category: Name?
        /// The image that an annotation is of.
        let image: Name?

        enum Key: String, CodingKey {
            case segmentation
            case category = "category_id"
            case image = "image_id"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            category = try container.decodeIfPresent(Name.self, forKey: .category)
            image = try container.decodeIfPresent(Name.self, forKey: .image)
            if container.contains(.segmentation) {
                shape = (try? container.decode(Shape.self, forKey: .segmentation)) ?? .unknown
            } else {
                shape = .runs(try Runs(from: decoder))
            }
        }
    }

    enum Shape: Decodable {
        case runs(Runs)
        /// x and y of the corners by turns.
        case polygons([[Double]])
        /// Neither of both.
        case unknown

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let runs = try? container.decode(Runs.self) {
                self = .runs(runs)
            } else if let polygons = try? container.decode([[Double]].self) {
                self = .polygons(polygons)
            } else {
                self = .polygons([try container.decode([Double].self)])
            }
        }
    }

    struct Runs: Decodable {
        enum Counts {
            case plain([Int])
            case compressed(String)
        }

        /// Height, then width.
        let size: [Int]
        let counts: Counts

        enum Key: String, CodingKey { case size, counts }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            size = try container.decode([Int].self, forKey: .size)
            if let text = try? container.decode(String.self, forKey: .counts) {
                counts = .compressed(text)
            } else {
                counts = .plain(try container.decode([Int].self, forKey: .counts))
            }
        }
    }
}
