// The streams that DCMTK reads files in memory from.
#ifndef RCA_DICOM_STREAM_HPP
#define RCA_DICOM_STREAM_HPP

#include "reader.hpp"

#include <dcmtk/dcmdata/dcistrmb.h>

#include <memory>
#include <utility>

namespace rca_dicom {

// Bytes that outlive the stream and what is read from it.
//
// DCMTK makes room for as many bytes as an element claims before it looks whether there are as many, unless the stream
// can be opened again: then it passes over elements above DCM_MaxReadLength, which fails where there are fewer bytes,
// and reads them when they are asked for. After such a failure there is nothing to read, since it makes room first then,
// too.
class ByteStream : public DcmInputBufferStream {
  public:
    ByteStream(const uint8_t *bytes, size_t size) : bytes(bytes), size(size) {
        setBuffer(bytes, static_cast<offile_off_t>(size));
        setEos();
    }

    DcmInputStreamFactory *newFactory() const override {
        const size_t read = static_cast<size_t>(tell());
        return new Factory(bytes + read, size - read, ends_early);
    }

    offile_off_t skip(offile_off_t length) override {
        const offile_off_t skipped = DcmInputBufferStream::skip(length);
        if (skipped < length) *ends_early = true;
        return skipped;
    }

    // Deflated files are unpacked before: positions would be of other bytes here, and nothing bounds what they grow to.
    OFCondition installCompressionFilter(E_StreamCompression) override { return EC_UnsupportedEncoding; }

  private:
    class Factory : public DcmInputStreamFactory {
      public:
        Factory(const uint8_t *bytes, size_t size, std::shared_ptr<const bool> ends_early)
            : bytes(bytes), size(size), ends_early(std::move(ends_early)) {}
        DcmInputStream *create() const override { return new ByteStream(bytes, *ends_early ? 0 : size); }
        DcmInputStreamFactory *clone() const override { return new Factory(bytes, size, ends_early); }
        // DCMTK has no name for this kind; it asks only where it writes over the file that it reads.
        DcmInputStreamFactoryType ident() const override { return DFT_DcmInputTempFileStreamFactory; }

      private:
        const uint8_t *bytes;
        size_t size;
        std::shared_ptr<const bool> ends_early;
    };

    const uint8_t *bytes;
    size_t size;
    std::shared_ptr<bool> ends_early = std::make_shared<bool>(false);
};

} // namespace rca_dicom

#endif
