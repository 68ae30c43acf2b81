"""Made-up predictions as Parquet: the tables that benchmarks read."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role

COLUMNS = {"sex": Role.SENSITIVE, "age": Role.SENSITIVE, "label": Role.LABEL, "prediction": Role.PREDICTION,
           "score": Role.SCORE}
AGES = ["18 to 29", "30 to 39", "40 to 49", "50 to 64", "65 and over"]


def write_predictions(path: Path, rows: int) -> Path:
    """Six columns (an identifier, two sensitive ones, label, prediction, score), a million rows at a time."""
    rng, writer, words = np.random.default_rng(0), None, np.array(["no", "yes"])
    for start in range(0, rows, 1_000_000):
        n = min(1_000_000, rows - start)
        score = np.clip(rng.normal(0.5, 0.2, n), 0, 1)
        label = (rng.random(n) < score).astype(int)
        table = pa.table({
            "id": np.arange(start, start + n), "sex": rng.choice(["female", "male"], n), "age": rng.choice(AGES, n),
            "label": words[label], "prediction": words[(score >= 0.5).astype(int)], "score": score})
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return path


def inputs_of(path: Path) -> Inputs:
    """What the table is, with nothing left to a guess."""
    roles = {name: ColumnRole(role=role) for name, role in COLUMNS.items()}
    return Inputs(data=FileRef(path=str(path)), roles=roles | {"id": ColumnRole(role=Role.IDENTIFIER)}, positive="yes")
