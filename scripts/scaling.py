#!/usr/bin/env python3
"""Measures how rca-cli behaves with very many cases: docs/scaling.md has the figures.

    scripts/scaling.py --cases 1000000 --folder /scratch/scaling

Makes drawn chest X-rays, and as many cases as wanted by hard links to them; scores 1,000 of them and all of them, and
compares time and memory; divides the journal of the whole run into 64 shards, and merges these. Needs nothing but
Python and the program.
"""
import argparse
import json
import os
import shutil
import subprocess
import time

LINKS_A_FILE = 40_000  # ext4 allows 65,000.


def run(program, words, folder):
    """Wall seconds, processor seconds and peak memory in MB of a command."""
    start = time.time()
    process = subprocess.Popen([program] + words, cwd=folder, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(words)} ended with status {status}")
    return time.time() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def link_cases(folder, name, count):
    """Folders `name`/images and `name`/masks of `count` files."""
    source = sorted(os.listdir(f"{folder}/phantoms/images"))
    for kind, origin in (("images", "images"), ("masks", "predictions/boundary_2")):
        os.makedirs(f"{folder}/{name}/{kind}")
        for case in range(count):
            target = f"{folder}/{name}/{kind}/{case:08d}_000.png"
            if case % LINKS_A_FILE == 0:
                first = target
                shutil.copy(f"{folder}/phantoms/{origin}/{source[case // LINKS_A_FILE % len(source)]}", target)
            else:
                os.link(first, target)


def score(program, folder, cases, output, more=()):
    return run(
        program,
        ["score", "--images", f"{cases}/images", "--masks", f"{cases}/masks", "--reference", "reference.rcaref",
         "--output", output, "--references-per-case", "1", "--quiet", *more], folder)


CRC = []
for value in range(256):
    for _ in range(8):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    CRC.append(value)


def line(*fields):
    """A journal's line of these fields, with its CRC-32C."""
    text = "\t".join(fields).encode()
    register = 0xFFFFFFFF
    for byte in text:
        register = register >> 8 ^ CRC[register & 0xFF ^ byte]
    return text + b"\t%08x\n" % (register ^ 0xFFFFFFFF)


def stem_hash(stem):
    mask = (1 << 64) - 1
    value = 0xCBF29CE484222325
    for byte in stem:
        value = (value ^ byte) * 0x100000001B3 & mask
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & mask
    value = (value ^ value >> 27) * 0x94D049BB133111EB & mask
    return value ^ value >> 31


def divide(folder, source, output, shards):
    """The journal of an undivided run as the journals of its shards."""
    os.makedirs(f"{folder}/{output}/journal")
    files, counts = [], [0] * shards
    with open(f"{folder}/{source}/journal/shard-0001-of-0001.journal", "rb") as journal:
        header = json.loads(journal.readline().split(b"\t")[1].replace(b"\\\\", b"\\"))
        for index in range(shards):
            name = f"shard-{index + 1:04d}-of-{shards:04d}.journal"
            files.append(open(f"{folder}/{output}/journal/{name}", "wb", buffering=1 << 18))
            header["shard"], header["shards"] = index + 1, shards
            files[-1].write(line("journal", json.dumps(header).replace("\\", "\\\\")))
        for text in journal:
            if text.startswith(b"case\t"):
                shard = stem_hash(text.split(b"\t", 3)[2].rsplit(b".", 1)[0]) % shards
                counts[shard] += 1
                files[shard].write(text)
    for file, count in zip(files, counts):
        file.write(line("complete", str(int(time.time() * 1000)), str(count), str(count)))
        file.close()
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--shards", type=int, default=64)
    parser.add_argument("--folder", required=True, help="made anew; needs 2 files a case")
    parser.add_argument("--program", default=os.path.join(os.path.dirname(__file__), "../.build/release/rca-cli"))
    options = parser.parse_args()
    program, folder = os.path.abspath(options.program), os.path.abspath(options.folder)
    os.makedirs(folder)

    run(program, ["phantom", "--count", "40", "--size", "64", "--output", "phantoms"], folder)
    run(program, ["phantom", "--count", "40", "--size", "64", "--seed", "9", "--reference-only", "--output", "reference"],
        folder)
    run(program, ["reference", "build", "--images", "reference/images", "--labels", "reference/labels", "--structures",
                  "lungs=1,heart=2", "--output", "reference.rcaref"], folder)
    for name, count in (("few", 1000), ("many", options.cases)):
        link_cases(folder, name, count)
        wall, processor, memory = score(program, folder, name, name + "-scores")
        print(f"{count} cases: {wall:.1f} s, {processor:.1f} s of processor time, {memory:.1f} MB", flush=True)
    size = os.path.getsize(f"{folder}/many-scores/journal/shard-0001-of-0001.journal")
    print(f"journal: {size / 1e6:.1f} MB, {size / options.cases:.0f} bytes a case")
    wall, _, memory = score(program, folder, "many", "many-scores")
    print(f"the same again, with nothing to do: {wall:.1f} s, {memory:.1f} MB", flush=True)

    counts = divide(folder, "many-scores", "merged", options.shards)
    print(f"shards: {min(counts)} to {max(counts)} cases")
    wall, _, memory = run(program, ["merge", "merged", "--quiet"], folder)
    same = all(
        open(f"{folder}/merged/{table}", "rb").read() == open(f"{folder}/many-scores/{table}", "rb").read()
        for table in ("rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"))
    print(f"merge of {options.shards} shards: {wall:.1f} s, {memory:.1f} MB, tables {'the same' if same else 'DIFFER'}")
    os.remove(f"{folder}/merged/journal/shard-0002-of-{options.shards:04d}.journal")
    start = time.time() * 1000
    process = subprocess.Popen(
        [program, "score", "--images", "many/images", "--masks", "many/masks", "--reference", "reference.rcaref",
         "--output", "merged", "--references-per-case", "1", "--shard", f"2/{options.shards}", "--quiet"],
        cwd=folder, stderr=subprocess.DEVNULL)
    journal = f"{folder}/merged/journal/shard-0002-of-{options.shards:04d}.journal"
    times = []
    while process.poll() is None and not times:
        time.sleep(0.1)
        if os.path.exists(journal):
            times = [int(text.split(b"\t")[4]) for text in open(journal, "rb") if text.startswith(b"case\t")]
    print(f"the first case of a shard is done {(min(times) - start) / 1000:.2f} s after its process began")
    process.terminate()
    process.wait()


if __name__ == "__main__":
    main()
