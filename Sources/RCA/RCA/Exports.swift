// The library's face: whoever imports RCA sees the types that its own functions take and give.
@_exported import Archives
@_exported import Cases
@_exported import Checks
@_exported import Cluster
@_exported import DataSets
@_exported import Evaluation
@_exported import Files
@_exported import Fusion
@_exported import Imaging
@_exported import Journal
@_exported import Machine
@_exported import Presentation
@_exported import Registration
@_exported import Reporting
@_exported import Runs
@_exported import Scoring
@_exported import Segmentation
@_exported import Studies
@_exported public import struct SystemPackage.FilePath
