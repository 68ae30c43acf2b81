"""Train CatBoost models with any settings, so that a look at their files can be held against what the library really writes.

Run as `python honest_catboost.py FOLDER [COUNT]` by a Python that has CatBoost; it writes `.cbm` files and answers with how many.
"""

from __future__ import annotations

import itertools
import sys
import warnings
from pathlib import Path
from typing import Any

WORDS = "red blue green fast slow old new cat dog bird 12 3.5 né".split()
LOSSES = ("Logloss", "MultiClass", "MultiClassOneVsAll", "RMSE", "MAE", "Quantile:alpha=0.2", "Poisson", "CrossEntropy", "YetiRank",
          "QueryRMSE", "MultiRMSE", "RMSEWithUncertainty")  # fmt: skip
GROWN = ("SymmetricTree", "Depthwise", "Lossguide")
COLUMNS = ("n", "nc", "c", "nt", "ne", "t", "e", "nct", "ncte", "te", "ccc", "nttee")
TEXT_WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"tokenizers": [{"tokenizer_id": "s", "separator_type": "BySense", "lowercasing": "True", "number_process_policy": "Replace",
                     "token_types": ["Word", "Number", "SentenceBreak"]}],
     "dictionaries": [{"dictionary_id": "l", "token_level_type": "Letter", "gram_order": "3"},
                      {"dictionary_id": "g", "gram_order": "3", "skip_step": "1", "occurrence_lower_bound": "1"}],
     "feature_calcers": ["BoW:top_tokens_count=7", "NaiveBayes", "BM25"]},
    {"dictionaries": [{"dictionary_id": "w", "max_dictionary_size": "4", "start_token_id": "5"}], "feature_calcers": ["BoW"]},
    {"tokenizers": [{"tokenizer_id": "t", "delimiter": "e d", "split_by_set": "true", "skip_empty": "false"}], "feature_calcers": ["NaiveBayes"]},
)  # fmt: skip
VECTOR_WAYS: tuple[list[str], ...] = ([], ["KNN:k=3"], ["LDA:components=2", "KNN:k=7"], ["LDA:components=1:likelihood=true"])


def table(columns: str, chance: Any, rows: int) -> tuple[Any, dict[str, list[str]]]:
    """A frame with a column for each letter, and which columns are texts, vectors and categories."""
    import pandas as pd

    made: dict[str, Any] = {}
    kinds: dict[str, list[str]] = {"t": [], "e": [], "c": [], "n": []}
    for place, letter in enumerate(columns):
        name = f"{letter}{place}"
        kinds[letter].append(name)
        if letter == "n":
            made[name] = chance.normal(size=rows)
        elif letter == "c":
            made[name] = chance.choice(["x", "y", "z", "long name", "w"][: 2 + place], rows)
        elif letter == "t":
            made[name] = [" ".join(chance.choice(WORDS, 1 + row % 7)) for row in range(rows)]
        else:
            made[name] = list(chance.normal(size=(rows, 3 + place)).round(3).tolist())
    return pd.DataFrame(made), kinds


def target(loss: str, chance: Any, rows: int) -> Any:
    import numpy as np

    if loss.startswith("MultiClass"):
        return np.arange(rows) % 3
    if loss in ("Logloss", "CrossEntropy"):
        return np.arange(rows) % 2
    return chance.normal(size=(rows, 2)) if loss == "MultiRMSE" else abs(chance.normal(size=rows)).round(2)


def settings(number: int, loss: str, columns: str, grown: str) -> dict[str, Any]:
    how: dict[str, Any] = {
        "loss_function": loss, "grow_policy": grown, "iterations": (1, 3, 12)[number % 3], "depth": (1, 2, 4, 7)[number % 4],
        "verbose": 0, "allow_writing_files": False, "random_seed": number, "thread_count": 1, "border_count": (3, 32, 254)[number % 3],
    }  # fmt: skip
    if "c" in columns:
        how.update({"one_hot_max_size": (0, 2, 5)[number % 3], "max_ctr_complexity": 1 + number % 3})
        how.update({"simple_ctr": [["Borders", "Buckets", "BinarizedTargetMeanValue", "Counter"][number // 2 % 4]]} if number % 2 else {})
    if "t" in columns and loss.startswith(("Logloss", "MultiClass")):
        how.update(TEXT_WAYS[number % 4])
    if set(columns) == {"n"} and grown == "SymmetricTree":
        how.update({"monotone_constraints": [1]})
    return how


def train(number: int, folder: Path) -> bool:
    """Whether CatBoost took these settings; then its file is in the folder."""
    import catboost
    import numpy as np

    pairs = list(itertools.product(LOSSES, GROWN))
    loss, grown = pairs[(number * 7) % len(pairs)]
    columns = COLUMNS[(number * 5 + number // 36) % len(COLUMNS)]
    chance, rows = np.random.default_rng(number), (60, 100, 150)[number % 3]
    frame, kinds = table(columns, chance, rows)
    how = settings(number, loss, columns, grown)
    ways = VECTOR_WAYS[number % (3 if loss.startswith("MultiClass") else 4)]  # of more than two classes CatBoost cannot read likelihoods back
    if kinds["e"] and ways:
        how["embedding_calcers"] = ways
    pool = catboost.Pool(frame, target(loss, chance, rows), cat_features=kinds["c"], text_features=kinds["t"],
                         embedding_features=kinds["e"], group_id=np.arange(rows) // 5 if "Rank" in loss or "Query" in loss else None)  # fmt: skip
    try:
        model = catboost.CatBoost(how).fit(pool)
    except catboost.CatBoostError as error:
        print(number, loss, grown, columns, str(error).splitlines()[0][:150], file=sys.stderr)
        return False
    model.save_model(str(folder / f"{number:03}-{loss.split(':')[0]}-{grown}-{columns}.cbm"))
    return True


def main(folder: Path, count: int) -> None:
    warnings.simplefilter("ignore")
    print(sum(train(number, folder) for number in range(count)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 150)
