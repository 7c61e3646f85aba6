"""Settings: from the file, from the environment, from the command line; wrong ones say where and what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import ConfigError
from extractors.topics.packfile import SHIPPED
from flows.setting_table import SETTINGS
from flows.settings import load_settings

#: key: the line in the file, the text in the environment, the attribute, and its value (paths below `here`).
ROWS = {
    "name": ('name = "Harbour watch"', "Harbour watch", "name", "Harbour watch"),
    "topics": ('topics = "own.toml"', "own.toml", "topics", Path("own.toml")),
    "data": ('data = "kept"', "kept", "data", Path("kept")),
    "intake.inbox": ('inbox = "in"', "in", "inbox", Path("in")),
    "fetch.contact": ('contact = "desk@a.example"', "desk@a.example", "contact", "desk@a.example"),
    "fetch.timeout_seconds": ("timeout_seconds = 5", "5", "timeout_seconds", 5.0),
    "fetch.max_megabytes": ("max_megabytes = 3", "3", "max_megabytes", 3),
    "fetch.delay_seconds": ("delay_seconds = 0", "0", "delay_seconds", 0.0),
    "fetch.allow": ('allow = ["a.example:80"]', "a.example:80", "allow", {"a.example:80"}),
    "extract.workers": ("workers = 3", "3", "workers", 3),
    "extract.page_seconds": ("page_seconds = 0.5", "0.5", "page_seconds", 0.5),
    "extract.page_megabytes": ("page_megabytes = 300", "300", "page_megabytes", 300),
    "feeds.base_url": (
        'base_url = "https://f.example/x"',
        "https://f.example/x",
        "base_url",
        "https://f.example/x/",
    ),
    "feeds.host": ('host = "0.0.0.0"', "0.0.0.0", "host", "0.0.0.0"),
    "feeds.port": ("port = 9000", "9000", "port", 9000),
    "feeds.entries": ("entries = 7", "7", "entries", 7),
    "prefect.port": ("port = 9001", "9001", "prefect_port", 9001),
    "schedule.cron": ('cron = "5 4 * * 1-5"', "5 4 * * 1-5", "cron", "5 4 * * 1-5"),
    "schedule.timezone": ('timezone = "Asia/Yerevan"', "Asia/Yerevan", "timezone", "Asia/Yerevan"),
}
EVERY = pytest.mark.parametrize(
    ("key", "line", "written", "attribute", "value"),
    [(key, *row) for key, row in ROWS.items()],
    ids=ROWS,
)


@pytest.fixture
def here(tmp_path):
    """The current folder of these tests."""
    return tmp_path.resolve()


def write(folder, key, line):
    """Write a settings file with one line in the right section, and return its path."""
    section = key.rpartition(".")[0]
    path = folder / "topicwire.toml"
    path.write_text(f"[{section}]\n{line}\n" if section else f"{line}\n", "utf-8")
    return path


def absolute(value, base):
    """Return a row's value with its paths below *base*."""
    if isinstance(value, Path):
        return base / value
    return tuple(str(absolute(one, base)) for one in value) if isinstance(value, tuple) else value


def chosen(settings, attribute):
    value = getattr(settings, attribute)
    return value.root if attribute == "data" else value


def test_table_knows_every_setting():
    """A setting that is added gets a row above."""
    assert list(ROWS) == [setting.key for setting in SETTINGS]


@EVERY
def test_from_the_file(here, key, line, written, attribute, value):
    """Each setting is read from the file, paths counted from the file's folder."""
    (here / "conf").mkdir()
    settings = load_settings(config=write(here / "conf", key, line), environ={}, folder=here)
    assert chosen(settings, attribute) == absolute(value, here / "conf")


@EVERY
def test_from_the_environment(here, key, line, written, attribute, value):
    """Each setting has its variable."""
    variable = "TOPICWIRE_" + key.replace(".", "_").upper()
    settings = load_settings(environ={variable: written}, folder=here)
    assert chosen(settings, attribute) == absolute(value, here)


@EVERY
def test_environment_wins_over_the_file(here, key, line, written, attribute, value):
    """A row's value, against another one in the file."""
    default = {setting.key: setting.example for setting in SETTINGS}[key]
    variable = "TOPICWIRE_" + key.replace(".", "_").upper()
    config = write(here, key, default)
    settings = load_settings(config=config, environ={variable: written}, folder=here)
    assert chosen(settings, attribute) == absolute(value, here)


def test_defaults(here):
    """Without a file and an environment: the shipped beat, kept in var/, on this machine only."""
    settings = load_settings(environ={}, folder=here)
    assert settings.file is None
    assert settings.topics == SHIPPED["csto"]
    assert settings.data.root == here / "var"
    assert (settings.inbox, settings.sources, settings.allow) == (None, (), frozenset())
    assert (settings.host, settings.port, settings.prefect_port) == ("127.0.0.1", 4280, 4200)
    assert settings.base_url == "http://127.0.0.1:4280/"
    assert (settings.cron, settings.timezone) == ("*/15 * * * *", "UTC")
    assert settings.max_bytes == 10_000_000


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_example_is_a_right_value(here, setting):
    """What an error tells the reader to write must not be the next error."""
    assert load_settings(config=write(here, setting.key, setting.example), environ={})


def test_data_from_nearest_to_farthest(here):
    """The command line wins over the environment, that over the file, that over the default."""
    config = write(here, "data", 'data = "from-file"')
    environ = {"TOPICWIRE_DATA": "from-environment"}

    def root(**given):
        return load_settings(folder=here, **given).data.root.name

    assert root(config=config, data=Path("from-option"), environ=environ) == "from-option"
    assert root(config=config, environ=environ) == "from-environment"
    assert root(config=config, environ={}) == "from-file"
    config.unlink()
    assert root(environ={}) == "var"


def test_data_named_from_outside_counts_from_the_current_folder(here):
    """As everything typed into a shell does; only what the file says counts from the file."""
    (here / "conf").mkdir()
    config = write(here / "conf", "name", 'name = "x"')
    for given in ({"data": Path("kept")}, {"environ": {"TOPICWIRE_DATA": "kept"}}):
        settings = load_settings(config=config, folder=here, **{"environ": {}, **given})
        assert settings.data.root == here / "kept"


@pytest.mark.parametrize("variable", ["TOPICWIRE_DATA", "TOPICWIRE_CONFIG"])
def test_empty_variable_is_none(here, variable):
    """`TOPICWIRE_DATA= topicwire run` must not scatter a store over the current folder."""
    settings = load_settings(environ={variable: ""}, folder=here)
    assert settings == load_settings(environ={}, folder=here)


def test_which_file(here):
    """--config wins over TOPICWIRE_CONFIG, that over topicwire.toml in the current folder."""
    for name in ("option", "variable", "topicwire"):
        (here / f"{name}.toml").write_text(f'name = "{name}"\n')
    environ = {"TOPICWIRE_CONFIG": "variable.toml"}
    assert load_settings(config=Path("option.toml"), environ=environ, folder=here).name == "option"
    assert load_settings(environ=environ, folder=here).name == "variable"
    assert load_settings(environ={}, folder=here).name == "topicwire"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("http://127.0.0.1:4280/", 4280, 4200)),
        ({"feeds": 5000}, ("http://127.0.0.1:5000/", 5000, 4200)),
        ({"feeds": 5000, "prefect": 5001}, ("http://127.0.0.1:5000/", 5000, 5001)),
    ],
    ids=["none", "feeds", "both"],
)
def test_other_ports(here, given, expected):
    """The default base URL follows the port of the feeds, a base URL of one's own does not."""
    ports = {"feeds": None, "prefect": None, **given}
    settings = load_settings(environ={}, folder=here).on_ports(**ports)
    assert (settings.base_url, settings.port, settings.prefect_port) == expected
    own = {"TOPICWIRE_FEEDS_BASE_URL": "https://f.example"}
    settings = load_settings(environ=own, folder=here).on_ports(**ports)
    assert settings.base_url == "https://f.example/"


def test_contact_is_sent(here):
    """Outlets see how to reach whoever fetches, when there is a contact."""
    assert load_settings(environ={}, folder=here).user_agent == "topicwire/0.1"
    environ = {"TOPICWIRE_FETCH_CONTACT": "desk@a.example"}
    assert (
        load_settings(environ=environ, folder=here).user_agent == "topicwire/0.1 (desk@a.example)"
    )


#: the file, the line of the error, what it must say
WRONG = {
    "broken TOML": ('name = "a"\nport = = 1\n', 2, ["port = = 1", 'name = "value"']),
    "unknown key": ("[feeds]\nprot = 1\n", 2, ["feeds.prot", "Did you mean feeds.port?"]),
    "unknown top key": ('nmae = "x"\n', 1, ["there is no setting nmae", "Did you mean name?"]),
    "unknown section": ("\n[fedes]\nport = 1\n", 3, ["fedes.port", "feeds.port"]),
    "unknown section with nothing in it": ("\n[zzz]\n", 2, ["there is no setting zzz"]),
    "section as a value": ("feeds = 1\n", 1, ["there is no setting feeds"]),
    "nothing like it": ("zzz = 1\n", 1, ["zzz", "There are: name, topics, data, intake.inbox"]),
    "text for a number": (
        '[feeds]\nport = "80"\n',
        2,
        ["feeds.port = '80'", "a whole number", "port = 4280"],
    ),
    "yes for a number": ("[feeds]\nport = true\n", 2, ["True", "a whole number"]),
    "fraction for a whole number": ("[feeds]\n\nport = 1.5\n", 3, ["1.5", "a whole number"]),
    "number for a text": ("name = 5\n", 1, ["name = 5", "text in quotes", 'name = "CSTO watch"']),
    "text for a list": ('[fetch]\nallow = "a"\n', 2, ["a list of texts", "allow = ["]),
    "number in a list": ("[fetch]\nallow = [1]\n", 2, ["[1]", "a list of texts"]),
    "table for a value": ("[feeds.port]\nx = 1\n", 1, ["feeds.port", "a whole number"]),
    "too low": ("[feeds]\nport = 0\n", 2, ["port = 0", "between 1 and 65535", "port = 4280"]),
    "too high": ("[fetch]\nmax_megabytes = 11\n", 2, ["11", "between 1 and 10"]),
    "no number": ("[extract]\npage_seconds = nan\n", 2, ["nan", "between 0.1 and 600"]),
    "no workers": ("[extract]\nworkers = 0\n", 2, ["workers = 0", "between 1 and 64"]),
    "cron of words": ('[schedule]\ncron = "hourly"\n', 2, ["'hourly'", "cron", "*/15 * * * *"]),
    "cron beyond the hour": (
        '[schedule]\ncron = "61 * * * *"\n',
        2,
        ["61 * * * *", "*/15 * * * *"],
    ),
    "no such zone": ('[schedule]\ntimezone = "Mars/Base"\n', 2, ["Mars/Base", "Europe/Berlin"]),
    "a folder of zones": ('[schedule]\ntimezone = "Europe"\n', 2, ["time zone", "Europe/Berlin"]),
    "zone outside": ('[schedule]\ntimezone = "../../etc/passwd"\n', 2, ["time zone"]),
    "base URL without scheme": ('[feeds]\nbase_url = "f.example"\n', 2, ["http", "https://feeds"]),
    "base URL that is none": ('[feeds]\nbase_url = "http://["\n', 2, ["http://[", "https://feeds"]),
    "allow without port": ('[fetch]\nallow = ["a.example"]\n', 2, ["'a.example'", "host:port"]),
    "empty name": ('name = " "\n', 1, ["must not be empty", 'name = "CSTO watch"']),
    "empty host": ('[feeds]\nhost = ""\n', 2, ["must not be empty", "127.0.0.1"]),
    "empty data": ('data = ""\n', 1, ["must not be empty", 'data = "var"']),
    "no such pack": ('name = "a"\ntopics = "natto"\n', 2, ["'natto'", "topics.toml", "csto"]),
}


@pytest.mark.parametrize(("source", "line", "said"), WRONG.values(), ids=WRONG)
def test_wrong_file(here, source, line, said):
    """File, line, the wrong value and a right one."""
    path = here / "topicwire.toml"
    path.write_text(source, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={}, folder=here)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert [words for words in said if words not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("variable", "written", "said"),
    [
        ("TOPICWIRE_FEEDS_PORT", "eighty", ["'eighty'", "a whole number", "port = 4280"]),
        ("TOPICWIRE_FEEDS_PORT", "", ["''", "a whole number"]),
        ("TOPICWIRE_FEEDS_PORT", "70000", ["'70000'", "between 1 and 65535"]),
        ("TOPICWIRE_FETCH_TIMEOUT_SECONDS", "soon", ["'soon'", "a number"]),
        ("TOPICWIRE_FETCH_TIMEOUT_SECONDS", "inf", ["'inf'", "between 0.1 and 600"]),
        ("TOPICWIRE_SCHEDULE_CRON", "never", ["'never'", "cron"]),
        ("TOPICWIRE_SCHEDULE_TIMEZONE", "Nowhere", ["'Nowhere'", "time zone"]),
        ("TOPICWIRE_FEEDS_BASE_URL", "http://[", ["'http://['", "address"]),
        ("TOPICWIRE_FETCH_ALLOW", "a.example:80,b", ["'b' is not host:port"]),
        ("TOPICWIRE_TOPICS", "natto", ["'natto'", "csto"]),
    ],
    ids=str,
)
def test_wrong_variable(here, variable, written, said):
    """The variable's name stands where the file's would, also when there is a file that is right."""
    write(here, "topics", 'topics = "csto"')
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={variable: written}, folder=here)
    assert str(caught.value).startswith(f"${variable}: ")
    assert [words for words in said if words not in str(caught.value)] == []


@pytest.mark.parametrize("how", ["option", "variable"])
def test_named_file_must_be_there(here, how):
    """A file that is named and missing is no reason to go on with defaults."""
    named = Path("missing.toml")
    given = {"config": named} if how == "option" else {}
    environ = {"TOPICWIRE_CONFIG": str(named)} if how == "variable" else {}
    with pytest.raises(ConfigError, match=r"missing\.toml: there is no such file"):
        load_settings(environ=environ, folder=here, **given)


def test_topics_may_be_a_folder(here):
    """Of topics files that are one pack; a shipped pack's name stays that pack's."""
    (here / "beat").mkdir()
    (here / "csto").mkdir()
    write(here, "topics", 'topics = "beat"')
    assert load_settings(folder=here, environ={}).topics == (here / "beat").resolve()
    write(here, "topics", 'topics = "csto"')
    assert load_settings(folder=here, environ={}).topics == SHIPPED["csto"]
    write(here, "topics", 'topics = "./csto"')
    assert load_settings(folder=here, environ={}).topics == (here / "csto").resolve()
