// Debian keeps niftilib's headers in a folder of their own, from where they include each other as if it were searched.
#include <nifti/znzlib.h>
