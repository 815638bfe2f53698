import Imaging
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// FIPS 180-4's examples, by NIST ("Cryptographic Standards and Guidelines: Example Values").
    @Test(
        "is that of the standard's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(text: String, digest: String) {
        #expect(hexadecimal(SHA256.hash(text.utf8)) == digest)
    }

    @Test("of a million letters, in pieces of any length, is that of them at once", arguments: [1 << 20, 4096, 999])
    func pieces(length: Int) {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        var hash = SHA256()
        for start in stride(from: 0, to: text.count, by: length) {
            hash.update(text[start..<min(start + length, text.count)])
        }
        #expect(
            hexadecimal(hash.finalize()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
