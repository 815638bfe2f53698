"""Many cases and several threads."""

import gc
import threading

import pytest
from conftest import STRUCTURES

import rca


def test_progress_is_told_and_ends_the_work(place):
    seen = []
    built = rca.ReferenceSet.build(
        place.images, place.masks, STRUCTURES, progress=lambda done, total: seen.append((done, total))
    )
    assert [done for done, _ in seen] == list(range(1, seen[0][1] + 1)) and built.path is None

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rca.ReferenceSet.build(place.images, place.masks, STRUCTURES, progress=interrupt)


def test_closing_waits_for_calls_that_run(place):
    for _ in range(5):
        references = rca.ReferenceSet(place.bundle)
        results = []

        def work():
            try:
                while True:
                    results.append(references.score(place.image, place.mask).dice)
            except rca.ClosedError:
                results.append("closed")

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        while len(results) < 3:
            pass
        references.close()
        for thread in threads:
            thread.join()
        assert results.count("closed") == 3 and len(set(results)) == 2


def test_several_threads_use_one_set(place):
    expected = [place.references.score(image, mask) for image, mask in zip(place.images, place.masks)]
    for workers in (1, 2, 5):
        scores = place.references.score_many(place.images, place.masks, workers=workers)
        assert list(scores) == expected


def test_many_are_read_no_further_than_needed(place):
    read = []

    def images():
        for number in range(100):
            read.append(number)
            yield place.images[number % 6]

    scores = place.references.score_many(images(), (place.masks[at % 6] for at in range(100)), workers=2)
    for _ in range(3):
        next(scores)
    assert 3 <= len(read) <= 3 + 2 * 2 + 1
    del scores
    gc.collect()
    assert threading.active_count() < 10


def test_a_bad_case_is_raised_or_returned(place):
    masks = [place.masks[0], place.masks[1] + 9, place.masks[2]]
    with pytest.raises(ValueError, match="case b: .*labels that no structure"):
        list(place.references.score_many(place.images[:3], masks, names=["a", "b", "c"]))
    scores = place.references.score_many(place.images[:3], masks, names=["a", "b", "c"], errors="return")
    table = scores.to_table()
    assert table["fname"] == ["a", "b", "c"] and "no structure" in table["error"][1] and table["error"][0] is None
    with pytest.raises(ValueError, match="there are more images than names"):
        list(place.references.score_many(place.images[:3], place.masks[:3], names=["a"]))


def test_frames(place):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    scores = place.references.score_many(place.images, place.masks, names=place.names)
    first = next(scores)
    frame = scores.to_frame()
    assert isinstance(frame, pandas.DataFrame) and list(frame["fname"]) == place.names
    assert frame["heart_expected"][0] == first["heart"].expected
    assert isinstance(scores.to_frame("polars"), polars.DataFrame)
    with pytest.raises(ValueError, match="library is 'arrow'"):
        scores.to_frame("arrow")
