// What can be wrong with a file is an `InputError`: whoever reads images needs it, and what is beside it.
@_exported public import Files
