"""What every source promises, checked on the example that each carries."""

from pathlib import Path

import pytest

from aqagen.errors import SourceError, UsageError
from aqagen.ids import canonical_json
from aqagen.records import SkippedRow, SourceRow
from aqagen.sources import ReadOptions, all_sources, get_source

SOURCES = sorted(all_sources())


def read(name: str, folder: Path, **options: object) -> list[SourceRow | SkippedRow]:
    return list(all_sources()[name].read(ReadOptions(folder, **options)))


def rows(name: str, folder: Path) -> list[SourceRow]:
    return [row for row in read(name, folder) if isinstance(row, SourceRow)]


@pytest.fixture(params=SOURCES)
def name(request) -> str:
    return request.param


@pytest.fixture
def example(name: str, tmp_path: Path) -> Path:
    folder = tmp_path / "here" / name
    folder.mkdir(parents=True)
    all_sources()[name].write_example(folder)
    return folder


def test_the_datasets_of_the_plan_are_there():
    assert {"tacos", "clotho-aqa", "dcase2025", "avqa", "jsonl"} <= set(SOURCES)


def test_example_has_a_usable_and_a_bad_row(name, example):
    found = {type(row) for row in read(name, example)}
    assert found == {SourceRow, SkippedRow}


def test_ids_are_unique(name, example):
    ids = [row.row_id for row in rows(name, example)]
    assert len(set(ids)) == len(ids)


def test_reading_twice_gives_the_same(name, example):
    assert read(name, example) == read(name, example)


def test_ids_do_not_depend_on_the_place(name, example, tmp_path):
    elsewhere = example.rename(tmp_path / "elsewhere")
    again = tmp_path / "again"
    again.mkdir()
    all_sources()[name].write_example(again)

    def ids(folder: Path) -> list[tuple[str, str, str]]:
        return [
            (row.row_id, row.clip.clip_id, row.item.item_id if row.item else "")
            for row in rows(name, folder)
        ]

    assert ids(elsewhere) == ids(again)


def test_records_say_where_they_come_from(name, example):
    source = all_sources()[name]
    for row in read(name, example):
        assert row.dataset == name
        assert (example / row.file).is_file()
        assert row.line >= 0
        if source.splits:
            assert row.split in source.splits


def test_skips_have_a_stable_reason_and_a_detail(name, example):
    for row in read(name, example):
        if isinstance(row, SkippedRow):
            assert row.reason == row.reason.lower().replace(" ", "-")
            assert row.detail
            assert str(example) not in row.reason


def test_metadata_and_facts_are_json(name, example):
    for row in rows(name, example):
        for part in (row.metadata, row.facts, row.clip.metadata):
            assert canonical_json(part).startswith("{")


def test_items_come_with_imports_only(name, example):
    for row in rows(name, example):
        if all_sources()[name].kind == "generate":
            assert row.item is None
        else:
            assert row.item is not None
            assert row.item.origin == "imported"
            assert row.item.row_id == row.row_id
            assert len(row.item.options) >= 2
            assert row.item.answer in row.item.options


def test_audio_is_expected_inside_the_folder(name, example):
    for row in rows(name, example):
        assert row.clip.audio_path is not None
        assert Path(row.clip.audio_path).resolve().is_relative_to(example.resolve())


def test_audio_is_expected_in_the_named_folder(name, example, tmp_path):
    for row in read(name, example, audio=tmp_path / "sounds"):
        if isinstance(row, SourceRow):
            assert Path(row.clip.audio_path).is_relative_to(tmp_path / "sounds")


def test_unknown_split_names_the_known_ones(name, example):
    source = all_sources()[name]
    if not source.splits:
        assert not [row for row in read(name, example, split="no-such") if row.split != "no-such"]
        return
    with pytest.raises((SourceError, UsageError)) as caught:
        read(name, example, split="no-such-split")
    assert all(split in str(caught.value) for split in source.splits)


def test_default_split_is_a_split(name):
    source = all_sources()[name]
    assert not source.splits or source.default_split in source.splits


def test_missing_folder_is_an_error(name, tmp_path):
    with pytest.raises(SourceError, match="nowhere"):
        read(name, tmp_path / "nowhere")


def test_empty_folder_is_an_error(name, tmp_path):
    with pytest.raises(SourceError, match=r"data/README\.md"):
        read(name, tmp_path)


def test_a_source_is_found_by_name_and_kind(name):
    source = all_sources()[name]
    assert get_source(name, source.kind) is source


def test_a_name_of_the_other_kind_lists_the_known_ones():
    with pytest.raises(UsageError, match="clotho-aqa, tacos"):
        get_source("avqa", "generate")
