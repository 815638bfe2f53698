#ifndef RCA_CPROCESSOR_H
#define RCA_CPROCESSOR_H

/// 1 when this processor runs what the library was compiled for, else 0.
int rca_processor_is_supported(void);

/// The names of what this x86-64 processor has of AVX2, FMA, BMI2 and AVX-512, with spaces between; empty elsewhere.
const char *rca_processor_features(void);

/// The commit that was built, or an empty text where the build was not told.
const char *rca_build_revision(void);

/// Asks the C library to keep freed blocks of up to the given number of bytes for later ones, where it can.
void rca_keep_freed_memory(int bytes);

/// From now on, ends the process with one line and exit code 64 where memory that a file is mapped to is gone, since the
/// file was cut short.
void rca_explain_lost_memory(void);

/// Where the process's address space is limited, asks the C library not to reserve tens of megabytes for each thread.
void rca_share_memory_pool(void);

#endif
