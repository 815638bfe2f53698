import Imaging
import Testing

@testable import Presentation
