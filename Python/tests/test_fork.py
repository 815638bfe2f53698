"""Forked processes: an inherited set says so, one that is opened there works."""

import multiprocessing

import pytest

import rca


def child(work):
    """What ``work`` gives in a forked process."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe()

    def run():
        try:
            sender.send(work())
        except BaseException as error:  # noqa: BLE001
            sender.send((type(error).__name__, str(error)))

    process = context.Process(target=run)
    process.start()
    assert receiver.poll(60), "the forked process hangs"
    result = receiver.recv()
    process.join(60)
    assert process.exitcode == 0
    return result


def test_an_inherited_set_says_so(place):
    place.references.score(place.image, place.mask)
    name, text = child(lambda: place.references.score(place.image, place.mask).dice)
    assert name == "ForkedError" and "open the references in the process that uses them" in text
    name, _ = child(lambda: place.references.segment(place.image).verdict)
    assert name == "ForkedError"


def test_a_set_opened_there_works(place):
    expected = place.references.score(place.image, place.mask).dice
    list(place.references.score_many(place.images, place.masks, workers=2))

    def work():
        place.references.close()
        references = rca.ReferenceSet(place.bundle)
        return [references.score(place.image, place.mask).dice, *list(map(lambda s: s.dice, references.score_many(
            [place.image], [place.mask], workers=2)))]  # fmt: skip

    assert child(work) == [expected, expected]
    built = child(lambda: rca.ReferenceSet.build(place.images, place.masks, {"lungs": 1, "heart": 2}).digest)
    assert built == rca.ReferenceSet.build(place.images, place.masks, {"lungs": 1, "heart": 2}).digest
    assert place.references.score(place.image, place.mask).dice == expected


def test_workers_of_a_data_loader(place):
    torch = pytest.importorskip("torch")

    class Cases(torch.utils.data.Dataset):
        def __init__(self, references):
            self.references = references
            self.own = None

        def __len__(self):
            return len(place.images)

        def __getitem__(self, at):
            if self.references is None:
                self.own = self.own or rca.ReferenceSet(place.bundle)
            return (self.references or self.own).score(place.images[at], place.masks[at]).dice

    expected = [score.dice for score in place.references.score_many(place.images, place.masks)]
    loader = torch.utils.data.DataLoader(
        Cases(None), batch_size=None, num_workers=2, multiprocessing_context="fork"
    )
    assert [float(dice) for dice in loader] == expected
    inherited = torch.utils.data.DataLoader(
        Cases(place.references), batch_size=None, num_workers=1, multiprocessing_context="fork"
    )
    with pytest.raises(RuntimeError, match="open the references in the process that uses them"):
        list(inherited)
