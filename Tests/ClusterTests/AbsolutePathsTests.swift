import RCA
import Testing

@Suite("Paths in a command line")
struct AbsolutePathsTests {
    @Test(
        "become absolute, and stay what they are where they are",
        arguments: [
            ("images", "/home/me/images"), ("./images", "/home/me/images"), (".//images/", "/home/me/images/"),
            (".", "/home/me"), ("./", "/home/me"), ("../x", "/home/me/../x"), ("/data/x", "/data/x"),
            ("a b\n$", "/home/me/a b\n$"), (".hidden", "/home/me/.hidden"), ("", "/home/me"),
        ])
    func path(path: String, absolute: String) {
        #expect(AbsolutePaths.path(path, in: "/home/me") == absolute)
        #expect(AbsolutePaths.path("images", in: "/") == "/images")
    }

    @Test("are found behind their options alone, after a space or an equals sign")
    func words() {
        let words = [
            "score", "--images", "a", "--masks=b", "--masks", "c=d", "/x", "c2", "--suffix", "e", "--structures=x=1",
            "-v",
        ]
        #expect(
            AbsolutePaths.words(words, options: ["--images", "--masks"], in: "/h") == [
                "score", "--images", "/h/a", "--masks=/h/b", "--masks", "/h/c=d", "/x", "/h/c2", "--suffix", "e",
                "--structures=x=1", "-v",
            ])
    }
}
