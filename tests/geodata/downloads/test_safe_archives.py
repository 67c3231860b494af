import stat
import zipfile

import pytest

from geodata.errors import DownloadError
from geodata.safe_archives import unpack

MOST = 1_000_000


def archive_of(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_members_wanted_are_unpacked_under_their_last_names(tmp_path):
    archive = archive_of(tmp_path / "a.zip", [("Data/b.CSV", "b"), ("Data/a.csv", "a"), ("read.me", "x")])
    paths = unpack(archive, "*.csv", tmp_path / "out", MOST)
    assert [path.name for path in paths] == ["a.csv", "b.CSV"]
    assert [path.read_text() for path in paths] == ["a", "b"]
    with pytest.raises(DownloadError, match=r"a\.zip: no file named like \*\.gpkg"):
        unpack(archive, "*.gpkg", tmp_path / "out", MOST)


def linked(name):
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.csv", "leads out"),
        ("a/../../evil.csv", "leads out"),
        ("/etc/evil.csv", "leads out"),
        ("..\\evil.csv", "leads out"),
        ("C:/evil.csv", "leads out"),
        (linked("evil.csv"), "is a link"),
    ],
)
def test_what_may_do_harm_is_not_unpacked(tmp_path, name, said):
    archive = archive_of(tmp_path / "a.zip", [("good.csv", "a"), (name, "/etc/passwd")])
    with pytest.raises(DownloadError, match=said):
        unpack(archive, "*.csv", tmp_path / "out", MOST)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.parent.glob("evil*"))


def test_a_bomb_is_bounded_while_it_unpacks(tmp_path):
    archive = archive_of(tmp_path / "a.zip", [("a.csv", bytes(600_000)), ("b.csv", bytes(600_000))])
    assert archive.stat().st_size < 10_000
    with pytest.raises(DownloadError, match="holds more than 1,000,000 bytes"):
        unpack(archive, "*.csv", tmp_path / "out", MOST)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_archive_leaves_nothing(tmp_path):
    archive = archive_of(tmp_path / "a.zip", [("a.csv", "a" * 50_000), ("b.csv", "b" * 50_000)])
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        place = opened.infolist()[1].header_offset
    content[place + 45] ^= 0xFF
    archive.write_bytes(content)
    with pytest.raises(DownloadError, match="the archive is damaged"):
        unpack(archive, "*.csv", tmp_path / "out", MOST)
    assert list((tmp_path / "out").iterdir()) == []
    archive.write_bytes(bytes(content[:-40]))
    with pytest.raises(DownloadError, match="the archive is damaged"):
        unpack(archive, "*.csv", tmp_path / "out", MOST)


def test_encrypted_members_and_like_names_are_refused(tmp_path):
    archive = archive_of(tmp_path / "a.zip", [("a.csv", "a")])
    content = archive.read_bytes()
    place = content.index(b"PK\x01\x02") + 8
    archive.write_bytes(content[:place] + b"\x01" + content[place + 1 :])
    with pytest.raises(DownloadError, match="is encrypted"):
        unpack(archive, "*.csv", tmp_path / "out", MOST)
    twice = archive_of(tmp_path / "b.zip", [("x/a.csv", "a"), ("y/A.csv", "b")])
    with pytest.raises(DownloadError, match="two files of the archive have one name"):
        unpack(twice, "*.csv", tmp_path / "out", MOST)
