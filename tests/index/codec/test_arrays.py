"""Files of arrays: what was written is what is mapped, and nothing else opens."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import numpy as np
import pytest

from index.codec import arrays as arrays_module
from index.codec.arrays import ArrayFile, ArrayWriter
from index.errors import SearchIndexError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with ArrayWriter(tmp_path / "arrays") as writer:
        writer.add("numbers", np.arange(1000, dtype=np.int64))
        growing = writer.reserve("growing", np.uint16, 100)
        writer.add("empty", np.empty(0, np.float32))
        growing.append(np.array([1, 2], np.uint16))
        growing.append(np.array([3], np.int64))
        gathered = writer.gather("gathered", np.uint8)
        gathered.append(np.arange(5))
        gathered.append(np.arange(2))
    return tmp_path / "arrays"


def test_arrays_are_read_as_they_were_written(path: Path) -> None:
    arrays = ArrayFile(path)
    assert list(arrays) == ["numbers", "growing", "empty", "gathered"]
    assert arrays["numbers"].tolist() == list(range(1000))
    assert arrays["growing"].tolist() == [1, 2, 3]
    assert arrays["empty"].tolist() == []
    assert arrays["gathered"].tolist() == [0, 1, 2, 3, 4, 0, 1]
    assert [array.dtype.str for array in arrays.values()] == ["<i8", "<u2", "<f4", "|u1"]
    assert not arrays["numbers"].flags.writeable
    assert arrays.damaged() == []
    with pytest.raises(KeyError):
        arrays["other"]


def test_each_array_stands_where_processors_like_it(path: Path) -> None:
    arrays = ArrayFile(path)
    assert all(array.ctypes.data % 64 == 0 for array in arrays.values() if len(array))


def test_more_than_was_reserved_is_refused(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "arrays") as writer:
        part = writer.reserve("part", np.uint8, 2)
        with pytest.raises(ValueError, match="reserved"):
            part.append(np.zeros(3, np.uint8))
        with pytest.raises(ValueError, match="already"):
            writer.add("part", np.zeros(1, np.uint8))


def test_an_array_of_unknown_length_stands_in_a_file_while_it_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays_module, "_GATHERED_BYTES", 100)
    monkeypatch.setattr(arrays_module, "_CHECKED_BYTES", 64)
    with ArrayWriter(tmp_path / "arrays") as writer:
        gathered = writer.gather("gathered", np.uint32)
        for first in range(0, 1000, 100):
            gathered.append(np.arange(first, first + 100))
    assert ArrayFile(tmp_path / "arrays")["gathered"].tolist() == list(range(1000))
    assert [path.name for path in tmp_path.iterdir()] == ["arrays"]


def test_nothing_is_left_of_a_file_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="already"), ArrayWriter(tmp_path / "arrays") as writer:
        _write_twice(writer)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_file_that_cannot_be_ended(tmp_path: Path) -> None:
    """No space is left when the table is written: here the most bytes that a file may have are reached."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    writer = ArrayWriter(tmp_path / "arrays")
    writer.add("numbers", np.zeros(1000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_100, most[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            writer.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
        signal.signal(signal.SIGXFSZ, handled)
    assert list(tmp_path.iterdir()) == []


def _write_twice(writer: ArrayWriter) -> None:
    writer.add("one", np.zeros(1))
    writer.add("one", np.zeros(1))


def test_every_flipped_bit_is_found(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            assert ArrayFile(path).damaged(), place
        except SearchIndexError:
            assert place < 64 or place > len(whole) - 1000  # the head, the table, the tail


def test_a_file_cut_short_does_not_open(path: Path) -> None:
    whole = path.read_bytes()
    for length in (0, 7, 8, 50, 1000, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(SearchIndexError):
            ArrayFile(path)
