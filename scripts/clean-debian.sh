# For other scripts to source: a clean Debian to try things in.

# clean_debian ROOT LOG [COPY]: makes a minimal Debian in ROOT, from where this machine has its own packages, or copies
# the clean one that COPY is.
clean_debian() {
    if [ -n "${3:-}" ]; then
        cp -a "$3" "$1"
        return
    fi
    # shellcheck disable=SC2016
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
    debootstrap --variant=minbase bookworm "$1" "$mirror" >"$2" || {
        tail "$2" >&2
        exit 1
    }
}
