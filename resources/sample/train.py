"""Makes the example: readable applicants from UCI data set 350, and a model trained on seven tenths of them.

Run from the root of the repository: python resources/sample/train.py PATH/TO/credit_card_default.csv.gz
Same input and library versions, same files.
"""

import sys
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

HERE = Path(__file__).resolve().parent
SEED = 350
MONTHS = ["sep", "aug", "jul", "jun", "may", "apr"]
SEX = {1: "female", 0: "male"}
EDUCATION = {1: "graduate school", 2: "university", 3: "high school"}  # 0, 4, 5, 6 are "other" in the code book
MARRIAGE = {1: "married", 2: "single"}  # 0 and 3 are "other"
OUTCOME = {0: "repaid", 1: "default"}


def readable(raw: pd.DataFrame) -> pd.DataFrame:
    """The data set with words for codes and English column names; nothing is dropped or imputed."""
    table = pd.DataFrame({"applicant_id": raw["ID"].map("A{:05d}".format)})
    table["sex"] = raw["SEX"].map(SEX)
    table["age"] = raw["AGE"]
    table["education"] = raw["EDUCATION"].map(EDUCATION).fillna("other")
    table["marital_status"] = raw["MARRIAGE"].map(MARRIAGE).fillna("other")
    table["credit_limit"] = raw["LIMIT_BAL"]
    for number, month in zip([0, 2, 3, 4, 5, 6], MONTHS, strict=True):
        table[f"repayment_status_{month}"] = raw[f"PAY_{number}"]
    for number, month in enumerate(MONTHS, start=1):
        table[f"bill_{month}"] = raw[f"BILL_AMT{number}"]
    for number, month in enumerate(MONTHS, start=1):
        table[f"paid_{month}"] = raw[f"PAY_AMT{number}"]
    table["outcome"] = raw["default_payment_next_month"].map(OUTCOME)
    return table


def pipeline(features: pd.DataFrame) -> Pipeline:
    """Gradient-boosted trees on numbers and ordinal-coded categories; sex is not a feature."""
    words = [name for name in features.columns if not pd.api.types.is_numeric_dtype(features[name])]
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    columns = ColumnTransformer([("categories", encoder, words)], remainder="passthrough", verbose_feature_names_out=False)
    model = HistGradientBoostingClassifier(max_iter=200, learning_rate=0.05, max_leaf_nodes=15, random_state=SEED)
    return Pipeline([("columns", columns), ("model", model)])


def main(source: Path) -> None:
    table = readable(pd.read_csv(source))
    train, held_out = train_test_split(table, test_size=0.3, random_state=SEED, stratify=table["outcome"])
    features = [name for name in table.columns if name not in {"applicant_id", "sex", "outcome"}]
    fitted = pipeline(train[features]).fit(train[features], train["outcome"])
    held_out = held_out.sort_index()
    held_out.to_csv(HERE / "credit_applicants.csv", index=False, lineterminator="\n")
    joblib.dump(fitted, HERE / "credit_model.joblib", compress=3)
    repaid = list(fitted.classes_).index("repaid")
    score = fitted.predict_proba(held_out[features])[:, repaid]
    print(f"rows {len(held_out)}, AUC {roc_auc_score(held_out['outcome'] == 'repaid', score):.4f}, "
          f"predicted repaid {np.mean(fitted.predict(held_out[features]) == 'repaid'):.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
