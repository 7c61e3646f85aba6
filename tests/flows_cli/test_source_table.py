"""Sources in the settings file: what a table may say, and what is said of one that is wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.errors import ConfigError
from flows.settings import load_settings
from flows.source_fields import seconds_of
from flows.source_table import MissingSecretError

FULL = """
[sources.daily-courier]
url = "https://courier.example/feed.xml"
kind = "feed"
outlet = "Courier"
language = "hy"
reliability = "B"
cron = "0 7 * * 1-5"
timezone = "Asia/Yerevan"
text = "feed"
limit = 5
backfill = 0
headers = { Authorization = "COURIER_TOKEN" }
cookies = "COURIER_COOKIE"
paused = true
"""


def load(folder, text):
    path = folder / "topicwire.toml"
    path.write_text(text, "utf-8")
    return load_settings(config=path, environ={})


def test_all_that_a_table_may_say(tmp_path):
    """Everything in it comes out; the order is the file's."""
    settings = load(tmp_path, FULL + '[sources.b]\nurl = "https://b.example/"\nevery = "2h"\n')
    courier, other = settings.sources
    assert (courier.name, courier.kind, courier.url) == (
        "daily-courier",
        "feed",
        "https://courier.example/feed.xml",
    )
    assert (courier.outlet, courier.language, courier.reliability) == ("Courier", "hy", "B")
    assert (courier.text, courier.limit, courier.backfill, courier.paused) == ("feed", 5, 0, True)
    assert (other.every, other.kind, other.limit, other.backfill) == (7200, "feed", 100, 20)


def test_cron_is_read_in_its_own_zone(tmp_path):
    """Seven in Yerevan is three in UTC; Saturday and Sunday are left out."""
    (courier,) = load(tmp_path, FULL).sources
    friday = datetime(2026, 5, 8, 12, tzinfo=UTC)
    assert courier.next_of_cron(friday) == datetime(2026, 5, 11, 3, tzinfo=UTC)


def test_secrets_come_out_of_the_environment(tmp_path):
    """The file names variables only; one that is not set is named."""
    (courier,) = load(tmp_path, FULL).sources
    environ = {"COURIER_TOKEN": "Bearer x", "COURIER_COOKIE": "a=b"}
    assert courier.secrets(environ) == {"Authorization": "Bearer x", "Cookie": "a=b"}
    with pytest.raises(MissingSecretError, match="COURIER_COOKIE"):
        courier.secrets({"COURIER_TOKEN": "x"})


@pytest.mark.parametrize(
    ("url", "kind"), [("clippings", "folder"), ("urls.txt", "list"), ("https://a.example/", "feed")]
)
def test_kind_by_place(tmp_path, url, kind):
    """What names none is a feed at an address, a folder where there is one, else a file with addresses."""
    (tmp_path / "clippings").mkdir()
    (source,) = load(tmp_path, f'[sources.a]\nurl = "{url}"\n').sources
    assert source.kind == kind
    assert source.url == (url if "://" in url else str((tmp_path / url).resolve()))


WRONG = {
    "no url": ('[sources.a]\nkind = "feed"\n', 1, ["has no url", "url = "]),
    "capitals in the name": ('[sources.Courier]\nurl = "https://a.example/"\n', 1, ["'Courier'"]),
    "unknown key": ('[sources.a]\nurl = "https://a.example/"\nevry = "1h"\n', 3, ["Did you mean every?"]),
    "unknown kind": ('[sources.a]\nurl = "https://a.example/"\nkind = "rss"\n', 3, ["'rss'", "feed, sitemap"]),
    "another scheme": ('[sources.a]\nurl = "ftp://a.example/"\n', 2, ["only http and https"]),
    "password": ('[sources.a]\nurl = "https://me:pw@a.example/"\n', 2, ["does not belong"]),
    "no period": ('[sources.a]\nurl = "https://a.example/"\nevery = "often"\n', 3, ["'often'", '"30m"']),
    "too often": ('[sources.a]\nurl = "https://a.example/"\nevery = "0m"\n', 3, ["between 1m and 30d"]),
    "both": ('[sources.a]\nurl = "https://a.example/"\nevery = "1h"\ncron = "0 7 * * *"\n', 4, ["both every and cron"]),
    "grade": ('[sources.a]\nurl = "https://a.example/"\nreliability = "A+"\n', 3, ["'A+'", "A, B, C"]),
    "secret in the file": ('[sources.a]\nurl = "https://a.example/"\nheaders = { Authorization = "Bearer x" }\n', 3, ["environment variable"]),
    "our own header": ('[sources.a]\nurl = "https://a.example/"\nheaders = { Host = "X" }\n', 3, ["'Host'"]),
    "text of a page": ('[sources.a]\nurl = "https://a.example/"\nkind = "page"\ntext = "feed"\n', 4, ["brings no text"]),
    "links of a feed": ('[sources.a]\nurl = "https://a.example/"\nlinks = "/x/*"\n', 3, ["no links"]),
    "feed in a folder": ('[sources.a]\nurl = "there"\nkind = "feed"\n', 2, ["no http or https address"]),
    "number for a flag": ('[sources.a]\nurl = "https://a.example/"\npaused = 1\n', 3, ["true or false"]),
    "no table": ('[sources]\na = 1\n', 2, ["sources.a is no table"]),
    "the old list": ('[intake]\nsources = ["a"]\n', 2, ["no setting any more", "[sources.courier]"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), WRONG.values(), ids=WRONG)
def test_wrong_table(tmp_path, text, line, said):
    """File, line, the wrong value and a right one."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert caught.value.line == line
    assert str(tmp_path / "topicwire.toml") in str(caught.value)
    assert [part for part in said if part not in str(caught.value)] == []


@pytest.mark.parametrize(("written", "seconds"), [("1m", 60), ("30m", 1800), ("2h", 7200), ("1d", 86400)])  # fmt: skip
def test_period(written, seconds):
    """Minutes, hours, days."""
    assert seconds_of(written) == seconds
