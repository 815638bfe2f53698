// The library's face: whoever imports RCA sees the types that its own functions take and give. The other layers are for
// the command line.
@_exported import Auditing
@_exported import Cases
@_exported import Files
@_exported import Imaging
@_exported import Runs
@_exported import Scoring
@_exported import Segmentation

@_exported public import struct SystemPackage.FilePath
