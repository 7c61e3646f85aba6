"""
Settings: one `topicwire.toml`, the environment, and defaults; read once, then passed down as plain values.

A setting `section.key` may also come from the environment as TOPICWIRE_SECTION_KEY, which wins over the file.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors.errors import ConfigError
from extractors.tomlfile import TomlFile, read_toml
from extractors.topics.packfile import SHIPPED
from flows.setting_table import KINDS, SETTINGS, Setting, problem_with
from flows.source_table import Source, sources_in
from storage.folder import DataFolder

#: Looked for in the current folder when none is named.
FILE_NAME = "topicwire.toml"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a run may ask. Paths are absolute."""

    #: The settings file, `None` where there is none.
    file: Path | None
    name: str
    data: DataFolder
    #: The topics file.
    topics: Path
    inbox: Path | None
    #: What a run without arguments polls when its time has come, in the order of the file.
    sources: tuple[Source, ...]
    contact: str
    timeout_seconds: float
    #: Between two requests to one host, at least about that.
    delay_seconds: float
    max_megabytes: int
    #: `host:port` that may be fetched although their addresses are private.
    allow: frozenset[str]
    workers: int
    page_seconds: float
    page_megabytes: int
    base_url: str
    host: str
    port: int
    entries: int
    prefect_port: int
    cron: str
    timezone: str

    @property
    def max_bytes(self) -> int:
        return self.max_megabytes * 1_000_000

    def source(self, name: str | None) -> Source | None:
        """Return the source called *name*, `None` where there is none."""
        return next((source for source in self.sources if source.name == name), None)

    def on_ports(self, *, feeds: int | None, prefect: int | None) -> Settings:
        """Return these settings with other ports, where they are given; the default base URL follows."""
        port = feeds or self.port
        follows = self.base_url == _default_base_url(self.port)
        return replace(
            self,
            port=port,
            prefect_port=prefect or self.prefect_port,
            base_url=_default_base_url(port) if follows else self.base_url,
        )

    @property
    def user_agent(self) -> str:
        return f"topicwire/0.1 ({self.contact})" if self.contact else "topicwire/0.1"


def load_settings(
    *,
    config: Path | None = None,
    data: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Settings:
    """
    Return the settings: *config* and *data* win over the environment, that over the file, that over defaults.

    Relative paths count from the settings file's folder, or from *folder* (default: the current one)
    where there is no file.

    Raises:
        ConfigError: with the file, the line, the wrong value and a right one.
    """
    here = (folder or Path.cwd()).resolve()
    file = _settings_file(config, environ, here)
    base = file.path.parent if file else here
    values = {**_file_values(file), **_environment_values(environ)}
    if data is not None:
        values["data"] = str(here / data)
    elif named := environ.get("TOPICWIRE_DATA"):
        values["data"] = str(here / named)
    chosen = {setting.key: values.get(setting.key, setting.default) for setting in SETTINGS}
    port = chosen["feeds.port"]
    return Settings(
        file=file.path if file else None,
        name=chosen["name"],
        data=DataFolder(root=(base / chosen["data"]).resolve()),
        topics=_topics_file(chosen["topics"], base, None if _TOPICS in environ else file),
        inbox=(base / chosen["intake.inbox"]).resolve() if chosen["intake.inbox"] else None,
        sources=sources_in(file, base) if file else (),
        contact=chosen["fetch.contact"],
        timeout_seconds=float(chosen["fetch.timeout_seconds"]),
        delay_seconds=float(chosen["fetch.delay_seconds"]),
        max_megabytes=chosen["fetch.max_megabytes"],
        allow=frozenset(chosen["fetch.allow"]),
        workers=chosen["extract.workers"],
        page_seconds=float(chosen["extract.page_seconds"]),
        page_megabytes=chosen["extract.page_megabytes"],
        base_url=chosen["feeds.base_url"].rstrip("/") + "/"
        if chosen["feeds.base_url"]
        else _default_base_url(port),
        host=chosen["feeds.host"],
        port=port,
        entries=chosen["feeds.entries"],
        prefect_port=chosen["prefect.port"],
        cron=chosen["schedule.cron"],
        timezone=chosen["schedule.timezone"],
    )


def _default_base_url(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


_BY_KEY = {setting.key: setting for setting in SETTINGS}
_TOPICS = _BY_KEY["topics"].variable


def _settings_file(config: Path | None, environ: Mapping[str, str], here: Path) -> TomlFile | None:
    if config is not None:
        return read_toml((here / config).resolve())
    if named := environ.get("TOPICWIRE_CONFIG"):
        return read_toml((here / named).resolve())
    usual = here / FILE_NAME
    return read_toml(usual) if usual.exists() else None


def _file_values(file: TomlFile | None) -> dict[str, Any]:
    if file is None:
        return {}
    values: dict[str, Any] = {}
    for name, value in file.values.items():
        if name == "sources":
            continue
        if isinstance(value, dict):
            if not value and not any(key.startswith(f"{name}.") for key in _BY_KEY):
                raise _unknown(file, name)
            values |= {
                f"{name}.{key}": _checked(file, f"{name}.{key}", inner)
                for key, inner in value.items()
            }
        else:
            values[name] = _checked(file, name, value)
    return values


def _checked(file: TomlFile, key: str, value: Any) -> Any:
    if key == "intake.sources":
        raise file.error(
            "intake.sources is no setting any more",
            'Write each source as a table: [sources.courier] url = "https://courier.example/feed.xml"',
            *key.split("."),
        )
    setting = _BY_KEY.get(key)
    if setting is None:
        raise _unknown(file, key)
    if problem := problem_with(setting, value):
        raise file.error(f"{key} = {value!r}: {problem}", _remedy(setting), *key.split("."))
    return value


def _unknown(file: TomlFile, key: str) -> ConfigError:
    near = difflib.get_close_matches(key, _BY_KEY, n=1, cutoff=0.5)
    remedy = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(_BY_KEY)}"
    return file.error(f"there is no setting {key}", remedy, *key.split("."))


def _environment_values(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for setting in SETTINGS:
        written = environ.get(setting.variable)
        if written is None or setting.key == "data":
            continue
        try:
            value = _parsed(setting.kind, written)
            problem = problem_with(setting, value)
        except ValueError:
            problem = f"it must be {KINDS[setting.kind]}"
        if problem:
            raise ConfigError(
                Path(f"${setting.variable}"), None, f"{written!r}: {problem}", _remedy(setting)
            )
        values[setting.key] = value
    return values


def _parsed(kind: type, written: str) -> Any:
    if kind is list:
        return [item.strip() for item in written.split(",") if item.strip()]
    return kind(written)


def _remedy(setting: Setting) -> str:
    return f"Write it like this: {setting.example}"


def _topics_file(written: str, base: Path, file: TomlFile | None) -> Path:
    """Return the path of the topics file or folder; *file* is where it was named, `None` for the environment."""
    path = (base / written).resolve()
    if written.endswith(".toml") or (written not in SHIPPED and path.is_dir()):
        return path
    try:
        return SHIPPED[written]
    except KeyError as error:
        source = file.path if file else Path(f"${_TOPICS}")
        line = file.line("topics") if file else None
        raise ConfigError(
            source,
            line,
            f"topics = {written!r} is neither a .toml file, a folder of them, nor a shipped pack",
            'Write it like this: topics = "topics.toml", or: topics = "csto"',
        ) from error
