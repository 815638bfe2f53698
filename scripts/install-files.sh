#!/bin/sh
# Installs a built rca-cli with its man pages, shell completions and the phantom references, and the library for C, of
# link-library.sh, with its header and what pkg-config says of it. Builds nothing.
# Usage: install-files.sh RCA_CLI PREFIX [LIBRARY]        PREFIX has DESTDIR in front, where there is one.
# ZSH_FOLDER: where zsh looks for completions, below PREFIX. LIBDIR: where libraries are, below PREFIX (lib).
# SOURCE_DATE_EPOCH: the day in the man pages.
set -eu

program=$1
prefix=$2
library=${3:-}
libdir=${LIBDIR:-lib}
here=$(cd "$(dirname "$0")/.." && pwd)

day() {
    if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
        date -u -d "@$SOURCE_DATE_EPOCH" +%F
    else
        git -C "$here" log -1 --format=%cs 2>/dev/null || date -u +%F
    fi
}

# Writes what the program prints for a shell to a file, or fails where it prints nothing.
completions() {
    install -d "$(dirname "$2")"
    "$program" --generate-completion-script "$1" >"$2"
    chmod 644 "$2"
    [ -s "$2" ]
}

umask 022
install -d "$prefix/bin" "$prefix/share/man/man1" "$prefix/share/rca/Reference/images" \
    "$prefix/share/rca/Reference/labels"
install -m 755 "$program" "$prefix/bin/rca-cli"
"$program" manual --output "$prefix/share/man/man1" --date "$(day)" --overwrite
completions bash "$prefix/share/bash-completion/completions/rca-cli"
completions zsh "$prefix/${ZSH_FOLDER:-share/zsh/site-functions}/_rca-cli"
completions fish "$prefix/share/fish/vendor_completions.d/rca-cli.fish"
install -m 644 "$here/Reference/README.md" "$here/Reference/networks.rcanet" "$prefix/share/rca/Reference/"
install -m 644 "$here"/Reference/images/*.png "$prefix/share/rca/Reference/images/"
install -m 644 "$here"/Reference/labels/*.png "$prefix/share/rca/Reference/labels/"

[ -n "$library" ] || exit 0
version=$(sed -n 's/^#define RCA_API_VERSION //p' "$here/Sources/RCA/CRCA/include/rca.h")
install -d "$prefix/include" "$prefix/$libdir/pkgconfig"
install -m 644 "$here/Sources/RCA/CRCA/include/rca.h" "$prefix/include/"
install -m 644 "$library" "$prefix/$libdir/librca.so.$version"
ln -sf "librca.so.$version" "$prefix/$libdir/librca.so"
# The prefix follows from where the file is, so that it holds below DESTDIR as well.
up=$(echo "$libdir/pkgconfig" | sed 's|[^/][^/]*|..|g')
cat >"$prefix/$libdir/pkgconfig/rca.pc" <<END
prefix=\${pcfiledir}/$up
libdir=\${prefix}/$libdir
includedir=\${prefix}/include

Name: rca
Description: quality of segmentation masks without a ground truth
Version: $("$program" --version | sed -n '1s/^rca-cli //p')
Libs: -L\${libdir} -lrca
Cflags: -I\${includedir}
END
chmod 644 "$prefix/$libdir/pkgconfig/rca.pc"
