"""Would Compose and Kubernetes take what we ship, and does each part find the others?

The models are the Compose specification, as far as we use it: what else a file says is a fault.
"""

import re
from collections import defaultdict
from ipaddress import ip_address, ip_network
from typing import Annotated, Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.__main__ import app
from service.commands.serve import GRACE
from service.door.access import OPEN
from tests.architecture.test_tree import ROOT

COMPOSE = ROOT / "deploy/compose.yaml"
KUBERNETES = ROOT / "deploy/kubernetes/tresen.yaml"
NIGHT = ROOT / "docs/scheduling/cronjob.yaml"
COMMANDS = {
    one.name or one.callback.__name__ for one in app.registered_commands if one.callback
}
GROUPS = {one.name for one in app.registered_groups}

Seconds = Annotated[str, Field(pattern=r"^\d+s$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Depends(Strict):
    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class Healthcheck(Strict):
    test: list[str]
    interval: Seconds


class Address(Strict):
    ipv4_address: str


class Service(Strict):
    image: str
    build: str | None = None
    command: list[str] | None = None
    environment: dict[str, str] = {}
    volumes: list[Annotated[str, Field(pattern=r"^[\w./-]+:/[\w./-]+(:ro)?$")]] = []
    ports: list[Annotated[str, Field(pattern=r"^\d+:\d+$")]] = []
    depends_on: dict[str, Depends] | list[str] = {}
    healthcheck: Healthcheck | None = None
    restart: Literal["no", "always", "on-failure", "unless-stopped"]
    stop_grace_period: Seconds | None = None
    profiles: list[str] = []
    networks: dict[Literal["default"], Address] = {}


class Subnet(Strict):
    subnet: Annotated[str, Field(pattern=r"^[\d.]+/\d+$")]


class Ipam(Strict):
    config: list[Subnet]


class Network(Strict):
    ipam: Ipam


class Compose(Strict):
    name: str
    services: dict[str, Service]
    volumes: dict[str, None]
    networks: dict[str, Network]


def composed(text: str) -> Compose:
    """Read a file of Compose; what begins with x- is only there to be repeated."""
    raw = yaml.safe_load(text)
    return Compose.model_validate(
        {name: raw[name] for name in raw if not name.startswith("x-")}
    )


@pytest.fixture(scope="module")
def compose() -> Compose:
    return composed(COMPOSE.read_text())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('restart: "no"', "restart: no"),
        ("depends_on:", "depend_on:"),
        ("stop_grace_period: 40s", "stop_grace_period: 40"),
        ("service_healthy", "healthy"),
        ('ports: ["8000:8000"]', "ports: [8000]"),
    ],
)
def test_what_compose_would_not_take_is_found(right: str, wrong: str) -> None:
    text = COMPOSE.read_text()
    assert right in text
    with pytest.raises(ValidationError):
        composed(text.replace(right, wrong, 1))


def test_every_part_of_the_composition_finds_the_others(compose: Compose) -> None:
    for name, one in compose.services.items():
        assert set(one.depends_on) <= compose.services.keys(), name
        for volume in one.volumes:
            source = volume.partition(":")[0]
            assert source in compose.volumes or (COMPOSE.parent / source).is_file(), volume
        if one.build:
            assert (COMPOSE.parent / one.build / "Dockerfile").is_file()
        if one.image == "tresen":
            assert not one.command or one.command[0] in COMMANDS
            assert int((one.stop_grace_period or "0s")[:-1]) > GRACE
            address = one.environment["TRESEN_DATABASE_URL"]
            assert re.search(r"@(\w+)/", address)[1] in compose.services  # type: ignore[index]  # it has one
            subnet = compose.networks["default"].ipam.config[0].subnet
            assert one.environment["TRESEN_TRUSTED_PROXIES"] == subnet
            for network in one.networks.values():
                assert ip_address(network.ipv4_address) in ip_network(subnet)


def test_no_secret_is_written_down_and_none_may_lack(compose: Compose) -> None:
    named = re.findall(r"\$\{(\w+)([^}]*)\}", COMPOSE.read_text())
    assert {*named} == {("POSTGRES_PASSWORD", ":?")}
    assert compose.services["postgres"].environment["POSTGRES_PASSWORD"].startswith("${")


def things() -> dict[str, list[Any]]:
    found = defaultdict(list)
    for one in yaml.safe_load_all(KUBERNETES.read_text()):
        found[one["kind"]].append(one)
    return found


def test_every_part_in_kubernetes_finds_the_others() -> None:
    found = things()
    (deployment,), (claim,), (service,) = (
        found[kind] for kind in ("Deployment", "PersistentVolumeClaim", "Service")
    )
    pod = deployment["spec"]["template"]
    labels, spec = pod["metadata"]["labels"], pod["spec"]
    (container,) = spec["containers"]
    selectors = [deployment["spec"]["selector"]["matchLabels"], service["spec"]["selector"]]
    selectors += [
        one["spec"]["selector"]["matchLabels"] for one in found["PodDisruptionBudget"]
    ]
    assert all(one.items() <= labels.items() for one in selectors)
    claims = {one["name"]: one["persistentVolumeClaim"]["claimName"] for one in spec["volumes"]}
    assert claims[container["volumeMounts"][0]["name"]] == claim["metadata"]["name"]
    ports = {one["name"] for one in container["ports"]}
    assert service["spec"]["ports"][0]["targetPort"] in ports
    probes = [one["httpGet"] for name, one in container.items() if name.endswith("Probe")]
    assert len(probes) == 3
    assert {one["path"].strip("/") for one in probes} <= OPEN
    assert {one["port"] for one in probes} <= ports
    waits = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
    assert spec["terminationGracePeriodSeconds"] > waits + GRACE
    for one in found["Ingress"]:
        (path,) = one["spec"]["rules"][0]["http"]["paths"]
        assert path["backend"]["service"]["name"] == service["metadata"]["name"]


def test_the_night_works_on_what_the_replicas_serve_as_the_same_user() -> None:
    (deployment,) = things()["Deployment"]
    served = deployment["spec"]["template"]["spec"]
    night = yaml.safe_load(NIGHT.read_text())["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert night["securityContext"] == served["securityContext"]
    (replica,), (worker,) = served["containers"], night["containers"]
    assert worker["image"] == replica["image"]
    assert all(one in worker["volumeMounts"] for one in replica["volumeMounts"])
    assert served["volumes"][0] in night["volumes"]
    here = {one["name"]: one for one in replica["env"]}
    assert all(here[one["name"]] == one for one in worker["env"])
    ran = re.findall(r"tresen (\w+)", worker["args"][0])
    assert set(ran) <= COMMANDS | GROUPS
    assert {one["name"] for one in worker["volumeMounts"]} == {
        one["name"] for one in night["volumes"]
    }
