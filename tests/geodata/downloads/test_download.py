"""The client against a real server on loopback that misbehaves."""

import dataclasses
import hashlib
import http.server
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest

from geodata.download import Downloader, Freshness, written
from geodata.errors import DownloadError, NotThereError

GOOD = bytes(range(256)) * 2000


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_whole_with_its_sum(server, downloader, tmp_path):
    received = downloader.fetch(f"{server.url}/file.bin?uid=secret", tmp_path / "new" / "file.bin")
    assert (tmp_path / "new" / "file.bin").read_bytes() == GOOD
    assert (received.n_bytes, received.sha256) == (len(GOOD), hashlib.sha256(GOOD).hexdigest())
    assert received.freshness == Freshness('"v1"')
    assert received.url == f"{server.url}/file.bin"  # no key in what is recorded
    assert left(tmp_path / "new") == ["file.bin"]
    assert server.asked[0].headers["user-agent"].startswith("Evenground/")


@pytest.mark.parametrize("fault", ["429", "500", "502", "503", "504", "reset", "stall", "truncate"])
def test_what_passes_is_tried_again(server, downloader, tmp_path, fault):
    server.script = [fault, fault]
    downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == GOOD
    assert len(server.asked) == 3


@pytest.mark.parametrize("fault", ["503", "reset", "truncate"])
def test_patience_ends_with_one_message(server, downloader, tmp_path, fault):
    server.script = [fault] * 20
    server.ranges = False
    with pytest.raises(DownloadError, match=r"at every attempt\. Try again later"):
        downloader.fetch(f"{server.url}/file?uid=secret", tmp_path / "file")
    assert not (tmp_path / "file").exists()
    assert len(server.asked) == 8


def test_what_is_not_there_is_asked_for_once(server, downloader, tmp_path):
    server.script = ["404"]
    with pytest.raises(NotThereError, match="404"):
        downloader.fetch(f"{server.url}/file", tmp_path / "file")
    server.script = ["403"]
    with pytest.raises(DownloadError, match="403 Said; open it in a browser"):
        downloader.read(f"{server.url}/file?uid=secret")
    assert len(server.asked) == 2


def test_no_message_repeats_a_query(server, downloader):
    for fault in ("403", "404", "html", "503"):
        server.script = [fault] * 8
        with pytest.raises(DownloadError) as raised:
            downloader.read(f"{server.url}/data", params={"uid": "secret"})
        server.script = []
        assert "secret" not in str(raised.value)
        assert "uid=secret" in server.asked[-1].path


def test_the_server_says_how_long_to_wait(server, downloader, tmp_path, answer):
    soon = formatdate(time.time() + 1, usegmt=True)
    server.answers = {
        "seconds": lambda *_: answer(429, b"", "retry-after: 1"),
        "date": lambda *_: answer(503, b"", f"retry-after: {soon}"),
        "hours": lambda *_: answer(503, b"", "retry-after: 7200"),
    }
    server.script = ["seconds"]
    began = time.monotonic()
    downloader.read(f"{server.url}/a")
    assert 1.0 <= time.monotonic() - began < 3.0
    server.script = ["date"]
    downloader.read(f"{server.url}/a")
    server.script = ["hours"]
    with pytest.raises(DownloadError, match="asks to wait 7200 s"):
        downloader.read(f"{server.url}/a")
    assert len(server.asked) == 5


def test_one_deadline_ends_all_attempts(server, hasty, tmp_path):
    server.script = ["503"] * 100
    patience = dataclasses.replace(hasty, attempts=100, total_s=0.3, longest_wait_s=0.05)
    began = time.monotonic()
    with Downloader(patience=patience) as downloader, pytest.raises(DownloadError, match="503"):
        downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert time.monotonic() - began < 2


def test_a_drip_that_never_ends_is_given_up(server, hasty, tmp_path):
    patience = dataclasses.replace(hasty, total_s=0.05, slowest_bytes_per_s=1e9)
    server.script = ["drip"] * 9
    with Downloader(patience=patience) as downloader, pytest.raises(DownloadError, match="too slowly"):
        downloader.fetch(f"{server.url}/file", tmp_path / "file")


def test_a_broken_download_goes_on_where_it_stopped(server, downloader, tmp_path):
    server.script = ["truncate", "truncate"]
    downloader.fetch(f"{server.url}/file", tmp_path / "file")
    begun = [int(asked.headers.get("range", "bytes=0-")[6:-1]) for asked in server.asked]
    assert begun[0] == 0 < begun[1] < begun[2] < len(GOOD)
    assert (tmp_path / "file").read_bytes() == GOOD


def test_a_file_that_changed_meanwhile_begins_anew(server, downloader, tmp_path, answer):
    def changing(one, asked):
        broken = one.whole(asked)[:50_000]
        one.content, one.etag = b"new" * 70_000, '"v2"'
        return broken

    server.answers = {"changing": changing}
    server.script = ["changing"]
    received = downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"new" * 70_000
    assert received.freshness.etag == '"v2"'


@pytest.mark.parametrize("etag", ['"v1"', 'W/"weak"'])
def test_a_server_that_cannot_go_on_sends_all(server, downloader, tmp_path, etag):
    server.etag, server.ranges = etag, False
    server.script = ["truncate"]
    downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == GOOD


def test_the_rest_that_is_not_to_be_had_is_forgotten(server, downloader, tmp_path, answer):
    server.script = ["truncate", "416"]
    downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == GOOD
    assert "range" not in server.asked[-1].headers


def test_what_has_not_changed_stays(server, downloader, tmp_path):
    first = downloader.fetch(f"{server.url}/file", tmp_path / "file")
    stamp = (tmp_path / "file").stat().st_mtime_ns
    again = downloader.fetch(f"{server.url}/file", tmp_path / "file", known=first.freshness)
    assert again.is_unchanged
    assert (again.sha256, again.n_bytes) == (first.sha256, first.n_bytes)
    assert (tmp_path / "file").stat().st_mtime_ns == stamp
    assert downloader.read(f"{server.url}/file", known=first.freshness).is_unchanged


def test_sizes_and_sums_of_the_publisher_are_held_to(server, downloader, tmp_path):
    md5 = hashlib.md5(GOOD, usedforsecurity=False).hexdigest()
    server.script = ["corrupt"]
    downloader.fetch(f"{server.url}/file", tmp_path / "file", size=len(GOOD), md5=md5.upper())
    assert len(server.asked) == 2
    with pytest.raises(DownloadError, match="the publisher says 5"):
        downloader.fetch(f"{server.url}/file", tmp_path / "other", size=5)
    assert left(tmp_path) == ["file"]


def test_what_a_check_refuses_never_enters(server, downloader, tmp_path):
    (tmp_path / "file").write_bytes(b"old")

    def refuse(path):
        raise DownloadError(f"{path.name}: not what it should be")

    with pytest.raises(DownloadError, match="not what it should be"):
        downloader.fetch(f"{server.url}/file", tmp_path / "file", check=refuse)
    server.script = ["html"]
    with pytest.raises(DownloadError, match="a web page came instead"):
        downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert left(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_transform_changes_what_reaches_the_disk(server, downloader, tmp_path):
    server.content = b"name,head\nHill School,Jo Person\n" * 20_000
    server.script = ["truncate"]

    def without_heads(pieces):
        rest = b""
        for piece in pieces:
            *lines, rest = (rest + piece).split(b"\n")
            yield b"".join(line.split(b",")[0] + b"\n" for line in lines)

    downloader.fetch(f"{server.url}/file", tmp_path / "file", transform=without_heads)
    assert (tmp_path / "file").read_bytes() == b"name\nHill School\n" * 20_000
    assert all("range" not in asked.headers for asked in server.asked)


def test_redirects_are_followed_and_bounded(server, other_server, downloader, tmp_path, answer):
    server.answers = {"away": lambda *_: answer(302, b"", f"location: {other_server.url}/there")}
    server.script = ["away"]
    received = downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert other_server.asked[0].path == "/there"
    assert received.url == f"{server.url}/file"
    server.answers = {"around": lambda *_: answer(302, b"", "location: /file")}
    server.script = ["around"] * 20
    with pytest.raises(DownloadError, match="redirected more than 10 times"):
        downloader.read(f"{server.url}/file")


def test_forms_are_posted_and_answers_bounded(server, downloader):
    answer = downloader.read(f"{server.url}/query", form={"where": "CODE IN ('A','B')"})
    assert server.asked[0].method == "POST"
    assert b"where=CODE" in server.asked[0].body
    assert answer.body == GOOD
    with pytest.raises(DownloadError, match="more than 1,000 bytes"):
        downloader.read(f"{server.url}/query", most_bytes=1000)


def test_base_urls_replace_beginnings_in_answers_too(server, hasty, answer):
    server.answers = {"away": lambda *_: answer(301, b"", "location: https://assets.example/media/file")}
    server.script = ["away"]
    bases = {"https://www.example": server.url, "https://assets.example": f"{server.url}/assets"}
    with Downloader(base_urls=bases, patience=hasty) as downloader:
        downloader.read("https://www.example/page")
    assert [asked.path for asked in server.asked] == ["/page", "/assets/media/file"]


def test_a_host_answers_one_request_at_a_time_with_a_pause(server, hasty):
    server.script = ["drip"] * 4
    patience = dataclasses.replace(hasty, pause_s=0.1)
    with Downloader(patience=patience) as downloader:
        threads = [threading.Thread(target=downloader.read, args=(f"{server.url}/{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    turns = sorted((asked.began, asked.ended) for asked in server.asked)
    assert all(following[0] >= before[1] + 0.05 for before, following in pairwise(turns))


def test_a_server_whose_name_cannot_be_found_is_asked_once(hasty, monkeypatch):
    def unknown(*_arguments, **_options):  # as a machine without a network says; none is asked here
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    began = time.monotonic()
    patience = dataclasses.replace(hasty, first_wait_s=5)
    with Downloader(patience=patience) as downloader, pytest.raises(DownloadError, match="is there an internet"):
        downloader.read("https://nowhere.invalid/")
    assert time.monotonic() - began < 5


def test_progress_is_told(server, hasty, tmp_path):
    told = []
    with Downloader(patience=hasty, on_progress=lambda *said: told.append(said)) as downloader:
        downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert told[-1] == ("file", len(GOOD), len(GOOD))


def test_a_certificate_that_is_not_trusted_has_its_own_message(server, hasty, tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as secure:
        secure.socket = context.wrap_socket(secure.socket, server_side=True)
        threading.Thread(target=secure.serve_forever, daemon=True).start()
        with Downloader(patience=hasty) as downloader, pytest.raises(DownloadError, match="certificate is not trusted"):
            downloader.read(f"https://127.0.0.1:{secure.server_address[1]}/")
        secure.shutdown()


FETCH = """
import sys
from pathlib import Path
from geodata.download import Downloader, Patience
url, path = sys.argv[1], Path(sys.argv[2])
with Downloader(patience=Patience(pause_s=0, first_wait_s=0.01)) as downloader:
    {before}
    downloader.fetch(url, path)
    {after}
"""


def fetch_elsewhere(url, path, before="", after="", **options):
    """Fetch in a process of its own."""
    program = FETCH.format(before=before, after=after)
    return subprocess.Popen(
        [sys.executable, "-c", program, url, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[3], **options,
    )  # fmt: skip


def test_a_process_that_is_killed_leaves_nothing_torn_and_the_next_goes_on(server, downloader, tmp_path):
    server.content = os.urandom(4_000_000)

    server.answers = {"half": lambda one, asked: one.whole(asked)[:1_500_000]}
    server.script = ["half", *["stall"] * 50]
    running = fetch_elsewhere(f"{server.url}/file", tmp_path / "file")
    part = tmp_path / "file.part"
    while not (part.exists() and part.stat().st_size > 1_000_000):
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert not (tmp_path / "file").exists()
    server.script, server.asked = [], []
    downloader.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == server.content
    assert server.asked[0].headers["range"].startswith("bytes=1")
    assert left(tmp_path) == ["file"]


def test_a_full_disk_has_its_own_message_and_leaves_what_was_there(server, tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    done = fetch_elsewhere(f"{server.url}/file", tmp_path / "file", before=limit)
    _, said = done.communicate()
    assert "the disk is full; make room and try again" in said
    assert (tmp_path / "file").read_bytes() == b"old"
    assert "file.part" not in left(tmp_path)


def test_a_folder_that_cannot_be_written_to_has_its_own_message(server, downloader, tmp_path):
    if os.geteuid() == 0:
        target = Path("/proc/evenground/file")  # root may write everywhere but there
    else:
        (tmp_path / "closed").mkdir(mode=0o555)
        target = tmp_path / "closed" / "file"
    with pytest.raises((DownloadError, FileNotFoundError)):
        downloader.fetch(f"{server.url}/file", target)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(server, tmp_path):
    server.content = bytes(200_000_000)
    peak = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    used = []
    for size in (1_000_000, 200_000_000):
        server.content = bytes(size)
        used.append(int(fetch_elsewhere(f"{server.url}/file", tmp_path / str(size), after=peak).communicate()[0]))
    assert used[1] < used[0] + 20_000  # kilobytes


def test_a_file_put_together_stands_only_once_it_is_whole(tmp_path):
    def broken():
        with written(tmp_path / "file") as stream:
            stream.write(b"half")
            raise RuntimeError("gone")

    with pytest.raises(RuntimeError):
        broken()
    assert left(tmp_path) == []
    with written(tmp_path / "file") as stream:
        stream.write(b"whole")
    assert (tmp_path / "file").read_bytes() == b"whole"
