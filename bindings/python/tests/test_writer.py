# SPDX-License-Identifier: GPL-2.0-or-later
import newsearch
import pytest
from conftest import ARCHIVE


def total(path):
    with newsearch.Index(path) as ix:
        return ix.search().total


def test_index(archive, tmp_path):
    path = tmp_path / "news.index"
    with newsearch.IndexWriter(path) as writer:
        report = writer.index(archive)
        assert (report.added, report.replaced, report.unchanged, report.removed) == (4, 0, 0, 0)
        assert report.archive.documents == 4 and report.archive.source == str(archive)
        report = writer.index(archive)
        assert (report.added, report.replaced, report.unchanged, report.removed) == (0, 0, 4, 0)
    assert writer.closed
    assert total(path) == 4

    shorter = tmp_path / "shorter.txt"
    shorter.write_text(ARCHIVE[: ARCHIVE.index("++ Workshop")], encoding="utf-8")
    with newsearch.IndexWriter(path, create=False) as writer:
        report = writer.index(shorter, source_name=str(archive))
    assert (report.added, report.unchanged, report.removed) == (0, 3, 1)
    assert total(path) == 3


def test_create(tmp_path):
    with pytest.raises(newsearch.NotFoundError):
        newsearch.IndexWriter(tmp_path / "news.index", create=False)
    newsearch.IndexWriter(tmp_path / "news.index").close()


def test_locked(tmp_path):
    path = tmp_path / "news.index"
    with newsearch.IndexWriter(path):
        with pytest.raises(newsearch.LockedError):
            newsearch.IndexWriter(path)
    newsearch.IndexWriter(path, lock_wait_ms=1).close()


def test_threads_and_memory(archive, tmp_path):
    for threads, memory_mb in ((1, 1), (3, 64), (0, 0)):
        with newsearch.IndexWriter(tmp_path / str(threads), threads=threads, memory_mb=memory_mb) as writer:
            assert writer.index(archive).added == 4
    with pytest.raises(newsearch.InvalidArgumentError):
        newsearch.IndexWriter(tmp_path / "none", threads=-1)


def test_remove_and_commit(archive, tmp_path):
    path = tmp_path / "news.index"
    with newsearch.IndexWriter(path) as writer:
        writer.index(archive)
    with newsearch.Index(path) as ix:
        ids = [hit.id for hit in ix.search()]

    with newsearch.IndexWriter(path) as writer:
        writer.remove(ids[0])
        with pytest.raises(newsearch.NotFoundError):
            writer.remove("nobody")
        writer.commit()
        assert total(path) == 3
        writer.remove(ids[1])
    assert total(path) == 2  # committed at the end of the `with`

    with pytest.raises(KeyError):
        with newsearch.IndexWriter(path) as writer:
            writer.remove(ids[2])
            raise KeyError
    assert total(path) == 2  # not after an exception

    writer = newsearch.IndexWriter(path)
    writer.remove(ids[2])
    writer.close()
    assert total(path) == 2  # nor by close()


def test_progress(archive, tmp_path):
    seen = []
    with newsearch.IndexWriter(tmp_path / "news.index") as writer:
        writer.index(archive, progress=seen.append)
    for progress in seen:
        assert 0 <= progress.bytes_done <= progress.bytes_total == len(ARCHIVE.encode())


def test_progress_that_raises(tmp_path):
    archive = tmp_path / "large.txt"
    archive.write_text(ARCHIVE * 400, encoding="utf-8")

    def stop(progress):
        raise KeyboardInterrupt

    path = tmp_path / "news.index"
    with newsearch.IndexWriter(path) as writer:
        with pytest.raises(KeyboardInterrupt):
            writer.index(archive, progress=stop)
    assert total(path) == 0


def test_use_from_its_own_callback(tmp_path):
    archive = tmp_path / "large.txt"
    archive.write_text(ARCHIVE * 400, encoding="utf-8")
    with newsearch.IndexWriter(tmp_path / "news.index") as writer:
        with pytest.raises(newsearch.InvalidArgumentError, match="callback"):
            writer.index(archive, progress=lambda progress: writer.commit())
        with pytest.raises(newsearch.InvalidArgumentError, match="callback"):
            writer.index(archive, progress=lambda progress: writer.close())


def test_errors(tmp_path):
    with newsearch.IndexWriter(tmp_path / "news.index") as writer:
        with pytest.raises(newsearch.NotFoundError):
            writer.index(tmp_path / "nothing")
        with pytest.raises(newsearch.BadInputError):
            writer.index(tmp_path)
    with pytest.raises(newsearch.InvalidArgumentError, match="closed"):
        writer.commit()
    writer.close()
