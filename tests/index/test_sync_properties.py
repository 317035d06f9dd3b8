"""Whatever happens to files, the library ends up with what they hold, and nothing that was marked loses its marks."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from index.library import Library
from index.library.check import examine
from index.sync import add, sync
from index.types import ArticleId, MarkChange
from tests.index.writing import everything, line, stored, write, write_lines

numbers = st.integers(0, 3)
then_sync = st.booleans()


class Archive(RuleBasedStateMachine):
    """A folder of files that come and go, and the library that follows."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="archive-"))
        self.news = self.base / "news"
        self.news.mkdir()
        self.library = Library.open(self.base / "library")
        self.files: dict[str, list[int]] = {}  # name -> the numbers of its records
        self.away: dict[str, list[int]] = {}
        self.notes: dict[ArticleId, str] = {}
        self.is_synced = True

    @initialize()
    def begin(self) -> None:
        add(self.library, [self.news])

    # ---- what people do to files --------------------------------------------------------------------------------

    @rule(name=st.sampled_from(("a.txt", "sub/b.txt")), number=numbers, now=then_sync)
    def save_page(self, name: str, number: int, *, now: bool) -> None:
        write(self.news / name, f"Page {number}", str(line(number)["body"]))
        self._changed({name: [number]}, now=now)

    @rule(
        name=st.sampled_from(("x.jsonl", "sub/y.jsonl")),
        chosen=st.lists(numbers, min_size=1, max_size=5),
        now=then_sync,
    )
    def save_lines(self, name: str, chosen: list[int], *, now: bool) -> None:
        (self.news / name).parent.mkdir(exist_ok=True)
        write_lines(self.news / name, *(line(number) for number in chosen))
        self._changed({name: chosen}, now=now)

    @precondition(lambda self: self.files)
    @rule(data=st.data(), now=then_sync)
    def take_away(self, data: st.DataObject, *, now: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.news / name).rename(self.base / name.replace("/", "-"))
        self.away[name] = self.files.pop(name)
        self._changed({}, now=now)

    @precondition(lambda self: self.away)
    @rule(data=st.data(), now=then_sync)
    def bring_back(self, data: st.DataObject, *, now: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.away)))
        (self.base / name.replace("/", "-")).rename(self.news / name)
        self._changed({name: self.away.pop(name)}, now=now)

    @precondition(lambda self: self.files)
    @rule(data=st.data(), suffix=st.sampled_from(("1", "2")), now=then_sync)
    def rename(self, data: st.DataObject, suffix: str, *, now: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        new = str(Path(name).with_name(f"moved{suffix}{Path(name).suffix}"))
        (self.news / name).rename(self.news / new)
        self._changed({new: self.files.pop(name)}, now=now)

    def _changed(self, files: dict[str, list[int]], *, now: bool) -> None:
        self.files |= files
        self.is_synced = False
        if now:
            self.sync()

    # ---- what the reader does -----------------------------------------------------------------------------------

    @rule()
    def sync(self) -> None:
        sync(self.library)
        self.is_synced = True

    @rule(after=st.integers(1, 12))
    def sync_and_stop(self, after: int) -> None:
        asked = iter(range(1_000_000))
        sync(self.library, stop=lambda: next(asked) >= after)

    @rule(data=st.data())
    def note(self, data: st.DataObject) -> None:
        articles = everything(self.library)
        if articles:
            article = data.draw(st.sampled_from(articles))
            self.library.mark([MarkChange(article.id, note=f"On {article.article.headline}", starred=True)])
            self.notes[article.id] = f"On {article.article.headline}"

    # ---- what always holds --------------------------------------------------------------------------------------

    @invariant()
    def marks_stay(self) -> None:
        assert dict(self.library.notes()) == self.notes
        assert set(self.library.ids_in_state("starred")) == set(self.notes)

    @invariant()
    def the_library_is_sound(self) -> None:
        assert examine(self.library) == []

    @invariant()
    def the_library_holds_what_the_files_hold(self) -> None:
        if not self.is_synced:
            return
        found = {location: article.article.headline for location, article in stored(self.library).items()}
        expected = {}
        for name, records in self.files.items():
            for place, number in enumerate(records, start=1):
                is_page = name.endswith(".txt")
                location = str(self.news / name) + ("" if is_page else f"#{place}")
                expected[location] = f"Page {number}" if is_page else f"Report {number}"
        assert found == expected
        revision = self.library.revision()
        report = sync(self.library)
        assert (report.added, report.updated, report.gone, report.returned) == (0, 0, 0, 0)
        assert (report.unchanged, self.library.revision()) == (len(self.files), revision)

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.base)


TestArchive = Archive.TestCase
TestArchive.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
