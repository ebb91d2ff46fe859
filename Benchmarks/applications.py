"""Writes applications of any size, for measuring."""

import pathlib
from collections.abc import Callable

HEADER = """extension radius

param environment string

resource app 'Applications.Core/applications@2023-10-01-preview' = {
  name: 'bench'
  properties: {
    environment: environment
  }
}
"""

CONTAINER = """
resource c{index} 'Applications.Core/containers@2023-10-01-preview' = {{
  name: 'service-{index}'
  properties: {{
    application: app.id
    container: {{
      image: 'registry.example/service-{index}:1.0'{details}
    }}{connections}
  }}
}}
"""

DETAILS = """
      ports: {{ web: {{ containerPort: {port} }} }}
      env: {{
        LOG_LEVEL: {{ value: 'info' }}
        SERVICE_NAME: {{ value: 'service-{index}' }}{peers}
      }}
      readinessProbe: {{ kind: 'httpGet', containerPort: {port}, path: '/ready' }}"""

LOOP = """
resource services 'Applications.Core/containers@2023-10-01-preview' = [for index in range(0, {containers}): {{
  name: 'service-${{index}}'
  properties: {{
    application: app.id
    container: {{
      image: 'registry.example/service-${{index}}:1.0'
      ports: {{ web: {{ containerPort: 8000 + index % 1000 }} }}
      env: {{
        LOG_LEVEL: {{ value: 'info' }}
        SERVICE_NAME: {{ value: 'service-${{index}}' }}
      }}
      readinessProbe: {{ kind: 'httpGet', containerPort: 8000 + index % 1000, path: '/ready' }}
    }}
  }}
}}]
"""

RECIPES = [
    "Applications.Datastores/redisCaches",
    "Applications.Datastores/mongoDatabases",
    "Applications.Messaging/rabbitMQQueues",
]

PROVIDED = """
resource more{index} '{type}@2023-10-01-preview' = {{
  name: 'more-{index}'
  properties: {{
    application: traderx.id
    environment: environment
  }}
}}
"""


def write_recipes(application: pathlib.Path, environment: pathlib.Path) -> None:
    """Adds nine resources to TraderX, and the built-in recipes that provide them to an environment."""
    parts = [PROVIDED.format(index=index, type=RECIPES[index % len(RECIPES)]) for index in range(9)]
    application.write_text(application.read_text() + "".join(parts))
    more = "".join(
        f"      '{type}': {{\n        default: {{ templateKind: 'bicep', templatePath: 'builtin:local-dev/{type}' }}\n"
        "      }\n"
        for type in RECIPES
    )
    text = environment.read_text()
    environment.write_text(text.replace("    recipes: {\n", "    recipes: {\n" + more, 1))


def write_application(path: pathlib.Path, containers: int, connections: int = 3) -> None:
    """Each container is connected to the `connections` containers before it."""
    write(path, containers, lambda index: near_peers(index, connections))


def write_chain(path: pathlib.Path, containers: int) -> None:
    """A chain, half of whose containers are also connected over half of it: nothing makes longer edges."""
    half = containers // 2
    write(path, containers, lambda index: [peer for peer in (index - 1, index - half) if peer >= 0])


def write_short(path: pathlib.Path, containers: int) -> None:
    """Nothing but an image and a connection to the container before."""
    parts = [HEADER]
    for index in range(containers):
        connections = links([index - 1] if index else [])
        parts.append(CONTAINER.format(index=index, details="", connections=connections))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(parts))


def write_loop(path: pathlib.Path, containers: int) -> None:
    """One declaration that makes all containers, without connections."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + LOOP.format(containers=containers))


def near_peers(index: int, connections: int) -> list[int]:
    """The containers that one of an application is connected to."""
    peers = [index - step for step in (1, 7, 31)[:connections] if index >= step]
    if len(peers) < connections:
        peers = sorted(set(peers) | set(range(max(0, index - connections), index)))[:connections]
    return peers


def write(path: pathlib.Path, containers: int, peers_of: Callable[[int], list[int]]) -> None:
    """An application whose containers are connected as a function says."""
    parts = [HEADER]
    for index in range(containers):
        peers = peers_of(index)
        env = "".join(f"\n        PEER_{peer}_HOST: {{ value: c{peer}.name }}" for peer in peers)
        details = DETAILS.format(index=index, port=8000 + index % 1000, peers=env)
        parts.append(CONTAINER.format(index=index, details=details, connections=links(peers)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(parts))


def links(peers: list[int]) -> str:
    """The connections of a container to some others."""
    members = "".join(f"\n      peer{peer}: {{ source: c{peer}.id }}" for peer in peers)
    return f"\n    connections: {{{members}\n    }}" if members else ""
