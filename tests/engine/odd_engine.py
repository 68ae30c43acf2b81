"""An engine whose assessments misbehave, for tests: started in place of the real one, the rest is the real engine."""

import collections
import itertools
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rai_desktop.assessments import all as every
from rai_desktop.assessments.assessment import Assessment, Need, Progress
from rai_desktop.engine.__main__ import main
from rai_desktop.findings.measurement import Measurement


@dataclass(frozen=True)
class Parameters:
    """Seed as given by the plan."""

    seed: int = 1


def _one(name: str, seed: int) -> Measurement:
    return Measurement(assessment=name, metric="seed", value=float(seed), n=1)


def endless(subject: Any, parameters: Parameters) -> Iterator[Any]:
    """Yields until it is stopped."""
    yield _one("endless", parameters.seed)
    for step in itertools.count():
        time.sleep(0.01)
        yield Progress(step, None, "Steps")


def stuck(subject: Any, parameters: Parameters) -> Iterator[Any]:
    """Never yields again, in C and holding the interpreter."""
    yield _one("stuck", parameters.seed)
    print("about to be stuck", file=sys.stderr, flush=True)
    time.sleep(0.3)  # what was measured travels first
    collections.deque(itertools.repeat(1), maxlen=0)


def dies(subject: Any, parameters: Parameters) -> Iterator[Any]:
    """Measures, says last words, and takes the engine with it."""
    yield _one("dies", parameters.seed)
    time.sleep(0.2)
    print("last words", file=sys.stderr, flush=True)
    os._exit(9)


def fails(subject: Any, parameters: Parameters) -> Iterator[Any]:
    """Raises after a measurement."""
    yield _one("fails", parameters.seed)
    raise ValueError("odd")


def prints(subject: Any, parameters: Parameters) -> Iterator[Any]:
    """Writes to standard output in two ways."""
    print("noise on standard output")
    os.write(1, b"more noise\n")
    yield _one("prints", parameters.seed)


def dials(subject: Any, parameters: Parameters) -> Iterator[Any]:
    """Tries to reach the network."""
    import socket

    socket.create_connection(("127.0.0.1", 9))
    yield _one("dials", parameters.seed)


every.ALL = tuple(
    Assessment(id=act.__name__, title=act.__name__, question="?", needs=(Need.DATA,), parameters=Parameters, run=act,
               limits="For tests.")
    for act in (endless, stuck, dies, fails, prints, dials))

if __name__ == "__main__":
    os.write(1, b"garbage before anything else\n{\"type\": \"unknown\"}\n")
    main()
