"""Do the files for deployment speak of settings, addresses and ports that there are?"""

import re

import pytest

from service.settings import PREFIX, Settings
from tests.architecture.test_tree import ROOT

FILES = sorted(
    path
    for folder in ("deploy", "docs/scheduling")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".yaml", ".conf", ".service"}
)
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_named_for_deployment_is_one(path: object) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", (ROOT / str(path)).read_text()))
    assert named - SETTINGS == set()


def test_both_deployments_ask_for_the_port_that_the_image_opens() -> None:
    (opened,) = re.findall(r"^EXPOSE (\d+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert Settings.model_fields["port"].default == int(opened)
    assert f"containerPort: {opened}" in (ROOT / "deploy/kubernetes/tresen.yaml").read_text()
    assert f"tresen-a:{opened}" in (ROOT / "deploy/nginx.conf").read_text()


def test_the_proxy_sends_to_every_replica_of_the_deployment() -> None:
    replicas = re.findall(
        r"^  (tresen-\w+):", (ROOT / "deploy/compose.yaml").read_text(), re.MULTILINE
    )
    servers = re.findall(r"server (tresen-\w+):", (ROOT / "deploy/nginx.conf").read_text())
    assert servers == replicas
