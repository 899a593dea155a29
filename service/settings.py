"""Where the service runs and what it may take: every deployment setting, read once at start."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge_base.errors import BadInput, Fault
from knowledge_base.events import ROBOT
from knowledge_base.market import Market
from knowledge_base.retention import DEFAULT, read_retention
from knowledge_base.storage.database import address_of
from service.intake.standing import USUAL
from service.judging.judge_settings import JudgeSettings

PREFIX = "TRESEN_"
ELSEWHERE = ("TRESEN_TEST_", "TRESEN_BENCH_")
"""Variables of our tests and benchmarks, which may stand in the environment of a service."""

BAD_SETTINGS = "bad_settings"

_LANGUAGE = re.compile(r"[a-z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")

Words = Annotated[tuple[str, ...], NoDecode]
"""A list that the environment writes as words with commas between them."""


def _embedded_database(settings: dict[str, Any]) -> str:
    folder: Path = settings.get("data_dir", Path())
    return f"sqlite:///{folder.absolute() / 'tresen.db'}"


class Settings(JudgeSettings, BaseSettings):
    """One row per setting; the variable is the name in capitals, with TRESEN_ before it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    data_dir: Path = Field(Path("./var"), description="directory of database and snapshots")
    database_url: str = Field(
        default_factory=_embedded_database,
        description="SQLAlchemy address of the database; by default a file in data_dir",
    )
    snapshots: str = Field(
        "",
        description="address of object storage that hosts share snapshots by, such as "
        "`s3://bucket/shop`; by default they share data_dir",
    )
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    languages: Words = Field(
        ("de", "en"), min_length=1, description="languages of the texts, the default one first"
    )
    currency: str = Field("EUR", description="the one currency of all prices")
    trusted_proxies: Words = Field(
        (), description="addresses or networks whose X-Forwarded-For is believed"
    )
    max_body: int = Field(
        2_000_000, ge=1_000, le=100_000_000, description="largest request body in bytes"
    )
    public_rate: float = Field(
        50, ge=0, description="requests a second per browser key and network; 0 sets no limit"
    )
    server_rate: float = Field(
        500, ge=0, description="requests a second per private or merchandiser key; 0: no limit"
    )
    answer_seconds: float = Field(
        1.5,
        ge=0,
        le=60,
        description="how long a request may wait for its turn; 0: as long as it takes",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        description="what is logged; requests at info, and only debug tells what errors say",
    )
    traces: str = Field(
        "",
        description="address of an OpenTelemetry collector (OTLP over HTTP); none: no traces",
    )
    trace_share: float = Field(0.01, ge=0, le=1, description="share of the requests traced")
    poll_seconds: float = Field(
        0.25, gt=0, le=60, description="how often a process looks for changes made by others"
    )

    refresh_after: float = Field(
        3, ge=0, le=3600, description="seconds after which a new product is put into the index"
    )
    refresh_every: float = Field(
        60,
        ge=0,
        le=86_400,
        description="least seconds between two refreshes; 0: none by itself",
    )

    feed_most_gone: float = Field(
        USUAL.gone,
        ge=0,
        le=1,
        description="share of lines a full feed may drop without --force",
    )
    feed_most_repriced: float = Field(
        USUAL.repriced,
        ge=0,
        description="share by which it may move the median price without --force",
    )
    price_days: int = Field(
        90, ge=31, le=3650, description="days for which changes of prices are kept"
    )

    train_nice: int = Field(
        19, ge=0, le=19, description="how far a training stands behind other processes"
    )
    train_hours: float = Field(
        2, gt=0, le=24, description="hours after which a training gives up"
    )

    robot_score: int = Field(
        ROBOT,
        ge=1,
        le=101,
        description="score from which a robot teaches nothing; 101: none is",
    )
    retention: Words = Field(
        DEFAULT, description="days for which `tresen events purge` leaves events, by type"
    )
    refused_days: int = Field(
        14, ge=1, le=3650, description="days for which it leaves refused events"
    )

    @field_validator("languages", "trusted_proxies", "retention", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(word for part in value.split(",") if (word := part.strip()))
        return value

    @field_validator("languages")
    @classmethod
    def _known_form(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_LANGUAGE.fullmatch(one) for one in languages):
            msg = "languages are two small letters each, such as de,en"
            raise ValueError(msg)
        if len(set(languages)) < len(languages):
            msg = "a language is named twice"
            raise ValueError(msg)
        return languages

    @field_validator("currency")
    @classmethod
    def _three_letters(cls, currency: str) -> str:
        if not _CURRENCY.fullmatch(currency):
            msg = "a currency is three capital letters, such as EUR"
            raise ValueError(msg)
        return currency

    @field_validator("trusted_proxies")
    @classmethod
    def _nobody_is_everybody(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in proxies:
            msg = "* would believe every client's own word about where it comes from"
            raise ValueError(msg)
        for one in proxies:
            if not ip_network(one, strict=False).prefixlen:  # raises ValueError, and says why
                msg = f"{one} is everybody, as * would be"
                raise ValueError(msg)
        return proxies

    @field_validator("data_dir")
    @classmethod
    def _is_no_file(cls, folder: Path) -> Path:
        if folder.exists() and not folder.is_dir():
            msg = f"{folder} is a file, and has to be a directory"
            raise ValueError(msg)
        return folder

    @field_validator("database_url")
    @classmethod
    def _names_a_database(cls, url: str) -> str:
        try:
            address_of(url)
        except BadInput as wrong:
            raise ValueError(wrong.detail) from None
        return url

    @field_validator("retention")
    @classmethod
    def _names_types(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        read_retention(words)  # raises ValueError, and says why
        return words

    @property
    def market(self) -> Market:
        """Return the market this installation serves."""
        return Market(self.languages, self.currency)

    @property
    def embedded(self) -> bool:
        """Say whether the database is SQLite, which serves one process."""
        return self.database_url.startswith("sqlite")


def environment_of(settings: Settings) -> dict[str, str]:
    """Write settings out for another process of ours, into the environment of this one."""
    written = {
        variable(name): ",".join(one) if isinstance(one, tuple) else str(one)
        for name, one in settings
    }
    return {**os.environ, **written}  # noqa: TID251 - this is the place that may


def hand_down(**variables: str) -> None:
    """Put variables of others' into the environment of the processes we start from now on."""
    os.environ.update(variables)  # noqa: TID251 - this is the place that may


def is_handed_down(name: str) -> bool:
    """Say whether who started us has put a variable of others' into the environment."""
    return name in os.environ  # noqa: TID251 - this is the place that may


def variable(name: str) -> str:
    """Name the environment variable of a setting."""
    return PREFIX + name.upper()


def load_settings(**chosen: Any) -> Settings:
    """Read the environment; what was chosen goes before it. Raises BadInput, a fault each."""
    faults = [
        Fault(name, "there is no such setting", "unknown_setting")
        for name in sorted(os.environ)  # noqa: TID251 - this is the place that may
        if name.startswith(PREFIX)
        and not name.startswith(ELSEWHERE)
        and name.removeprefix(PREFIX).lower() not in Settings.model_fields
    ]
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        faults += [
            Fault(
                variable(".".join(map(str, one["loc"]))),
                one["msg"].removeprefix("Value error, "),
                "bad_setting",
            )
            for one in error.errors()
            if one["type"] != "default_factory_not_called"  # for want of what is named anyway
        ]
    else:
        if not faults:
            return settings
    raise BadInput("the settings cannot be used", *faults, code=BAD_SETTINGS)
