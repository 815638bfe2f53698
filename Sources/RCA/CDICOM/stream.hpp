// The streams that DCMTK reads files in memory from.
#ifndef RCA_DICOM_STREAM_HPP
#define RCA_DICOM_STREAM_HPP

#include "reader.hpp"

#include <dcmtk/dcmdata/dcistrmb.h>

namespace rca_dicom {

// Bytes that outlive the stream and what is read from it.
//
// DCMTK makes room for as many bytes as an element claims before it looks whether there are as many, unless the stream
// can be opened again: then it passes over elements above DCM_MaxReadLength, which fails where there are fewer bytes,
// and reads them when they are asked for.
class ByteStream : public DcmInputBufferStream {
  public:
    ByteStream(const uint8_t *bytes, size_t size) : bytes(bytes), size(size) {
        setBuffer(bytes, static_cast<offile_off_t>(size));
        setEos();
    }

    DcmInputStreamFactory *newFactory() const override {
        const size_t read = static_cast<size_t>(tell());
        return new Factory(bytes + read, size - read);
    }

    // Deflated files are unpacked before: positions would be of other bytes here, and nothing bounds what they grow to.
    OFCondition installCompressionFilter(E_StreamCompression) override { return EC_UnsupportedEncoding; }

  private:
    class Factory : public DcmInputStreamFactory {
      public:
        Factory(const uint8_t *bytes, size_t size) : bytes(bytes), size(size) {}
        DcmInputStream *create() const override { return new ByteStream(bytes, size); }
        DcmInputStreamFactory *clone() const override { return new Factory(bytes, size); }
        // DCMTK has no name for this kind; it asks only where it writes over the file that it reads.
        DcmInputStreamFactoryType ident() const override { return DFT_DcmInputTempFileStreamFactory; }

      private:
        const uint8_t *bytes;
        size_t size;
    };

    const uint8_t *bytes;
    size_t size;
};

} // namespace rca_dicom

#endif
