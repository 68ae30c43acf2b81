"""A process that fits, predicts and explains on request, confined as the model's host is, or not: `worker.py confined|free`."""

import os
import sys
import tempfile
import time

from rai_desktop.host import confinement, semaphores
from rai_desktop.host.explaining import explain

ROWS, FEATURES = 4_000, 20


def main() -> None:
    """Confine before any library is there, then answer a line with the least processor seconds of that work."""
    settings = {"scratch": tempfile.mkdtemp(), "parent": os.getppid(), "memory": 8 * 2**30}
    os.environ["MPLCONFIGDIR"] = str(settings["scratch"])
    told = confinement.confine(settings) if sys.argv[1] == "confined" else {}
    if told:
        semaphores.install()
    works = prepared()
    print(told.get("self_test", "free"), flush=True)
    for line in sys.stdin:
        work = works[line.strip()]
        began = time.process_time()
        work()
        print(time.process_time() - began, flush=True)
    os._exit(0)  # as the host ends: what a library would tidy up at exit it may not do here


def prepared() -> dict:
    """The three works by name, over the same made-up rows in every process."""
    import numpy as np
    import pandas as pd
    from sklearn.base import clone
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(ROWS, FEATURES)), columns=[f"x{i}" for i in range(FEATURES)])
    label = (frame.x0 + frame.x1 * frame.x2 + rng.normal(size=ROWS) > 0).astype(int)
    boosted = HistGradientBoostingClassifier(max_iter=60, random_state=0).fit(frame, label)
    forest = RandomForestClassifier(40, n_jobs=2, random_state=0).fit(frame, label)
    wide = pd.concat([frame] * 25, ignore_index=True)
    some, few = frame.iloc[:600], frame.iloc[:100]
    return {
        "refit": lambda: clone(forest).fit(frame, label),
        "predict": lambda: (boosted.predict_proba(wide), forest.predict_proba(wide)),
        "SHAP": lambda: explain(boosted, some, few, {"class": "1"}, boosted.predict, boosted.predict_proba, ["0", "1"]),
    }


if __name__ == "__main__":
    main()
