/// The structures of a phantom's label map, with the labels that JSRT/SCR sets use here: background is 0.
public enum PhantomStructure: UInt8, Sendable, CaseIterable {
    /// Both lung fields, under one label: what of the lungs neither heart, mediastinum nor diaphragm covers.
    case lungs = 1
    /// The whole shadow of the heart, also where it overlies spine, mediastinum and diaphragm.
    case heart = 2

    public var label: UInt8 { rawValue }

    /// `lungs` or `heart`, as the command line's `--structures lungs=1,heart=2` names them.
    public var name: String {
        switch self {
        case .lungs: "lungs"
        case .heart: "heart"
        }
    }
}
