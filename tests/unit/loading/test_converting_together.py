"""Two threads that open the same table at once must not write one another's copy."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from rai_desktop.loading.tables import open_table


def test_one_table_opened_by_several_threads_at_once_is_whole_for_each(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": range(20_000), "b": [f"word {i % 7}" for i in range(20_000)]})
    path = tmp_path / "table.csv"
    frame.to_csv(path, index=False)
    with ThreadPoolExecutor(6) as pool:
        tables = list(pool.map(lambda _turn: open_table(str(path)), range(6)))
        sums = list(pool.map(lambda table: sum(int(part["a"].sum()) for part in table.frames(["a"], 5000)), tables))
    assert sums == [int(frame["a"].sum())] * 6
