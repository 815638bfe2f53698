// The library's face: whoever imports RCA sees the types that its own functions take and give.
@_exported import Archives
@_exported import Evaluation
@_exported import Files
@_exported import Fusion
@_exported import Imaging
@_exported import Machine
@_exported import Presentation
@_exported import Registration
@_exported import Reporting
@_exported import Scoring
@_exported import Segmentation
