internal import COpenSSL

/// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto: of bytes at once, or of pieces one after another.
package struct SHA256: ~Copyable {
    /// OpenSSL's release, `3.0.19` for one.
    package static var libraryVersion: String { String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)) }

    private let context: OpaquePointer

    package init() {
        // These fail for want of memory alone, or where libcrypto has no SHA-256.
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(status == 1, "libcrypto takes bytes of any number")
    }

    package mutating func update(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// The 32 bytes of the digest.
    package consuming func finalize() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
            var length: UInt32 = 0
            let status = EVP_DigestFinal_ex(context, bytes.baseAddress, &length)
            precondition(status == 1 && length == 32, "a digest of SHA-256 has 32 bytes")
            count = Int(length)
        }
    }

    /// The 32 bytes of the digest of these bytes.
    package static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }
}

extension [UInt8] {
    /// Two lower-case hexadecimal digits a byte.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
