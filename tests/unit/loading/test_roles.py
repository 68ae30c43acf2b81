"""Guessed roles: by name in several languages, by content, each with its reason."""

import pytest

from rai_desktop.loading.roles import guess, guess_task, roles_for_model, roles_of, words_of
from rai_desktop.project.looks import ColumnLook
from rai_desktop.project.model import ColumnRole, Role


def column(name: str, distinct: int = 50, **kinds: object) -> ColumnLook:
    return ColumnLook(
        **{"name": name, "type": "numbers", "missing_share": 0.0, "distinct": distinct, **kinds}
    )


def role(*columns: ColumnLook, rows: int = 1000) -> dict[str, str]:
    return {c.name: c.role for c in guess(columns, rows)}


def test_words_of_names() -> None:
    assert words_of("applicantAge_years") == ["applicant", "age", "years"]


@pytest.mark.parametrize(
    "name",
    [
        "sex",
        "Gender",
        "Geschlecht",
        "sexe",
        "género",
        "applicant_race",
        "ETHNICITY",
        "age",
        "Alter",
        "âge",
        "edad",
        "religion",
        "disability",
        "Behinderung",
        "nationality",
        "native-country",
        "marital_status",
        "Familienstand",
        "personAge",
        "skin_color",
    ],
)
def test_sensitive_names_are_known(name: str) -> None:
    found = guess([column(name), column("x"), column("outcome", 2)], 1000)[0]
    assert found.role == Role.SENSITIVE
    assert found.why


@pytest.mark.parametrize(
    "name", ["wages", "page", "message", "sexton", "bracelet", "mileage", "average"]
)
def test_names_that_only_contain_such_words_are_not(name: str) -> None:
    assert role(column(name), column("outcome", 2))[name] == Role.FEATURE


def test_ages_get_bins_within_their_range() -> None:
    seen = guess([column("age", 60, low=21.0, high=55.0), column("sex", 2)], 1000)
    assert seen[0].bins == [30.0, 40.0, 50.0]
    assert seen[1].bins == []


def test_outputs_identifiers_weights_and_useless_columns() -> None:
    found = role(
        column("customer_id", 1000, type="whole numbers"),
        column("sample_weight", low=0.5, high=2.0),
        column("y_pred", 2),
        column("y_score", 900, low=0.1, high=0.9),
        column("credit_score", low=300.0, high=850.0),
        column("empty", 0, missing_share=1.0),
        column("same", 1),
        column("comment", 999, type="text"),
        column("weight", low=40.0, high=120.0),
        column("defaulted", 2),
        column("outcome", 2, levels=["no", "yes"]),
    )
    assert found == {
        "customer_id": "identifier",
        "sample_weight": "weight",
        "y_pred": "prediction",
        "y_score": "score",
        "credit_score": "feature",
        "empty": "ignore",
        "same": "ignore",
        "comment": "identifier",
        "weight": "feature",
        "defaulted": "feature",
        "outcome": "label",
    }


def test_a_label_without_a_name_is_the_last_column_with_few_values() -> None:
    assert role(column("a"), column("b", 2))["b"] == Role.LABEL
    assert Role.LABEL not in role(column("a"), column("b", 900)).values()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (column("outcome", 2, levels=["default", "repaid"]), ("binary", "repaid")),
        (column("outcome", 2, levels=["0", "1"]), ("binary", "1")),
        (column("outcome", 4, levels=["a", "b", "c", "d"]), ("multiclass", "")),
        (column("target", 900, low=0.0, high=9.0), ("regression", "")),
    ],
)
def test_the_task_follows_the_label(label: ColumnLook, expected: tuple[str, str]) -> None:
    assert guess_task(guess([column("x"), label], 1000)) == expected


def test_roles_follow_the_model_but_confirmed_ones_stay() -> None:
    guessed = roles_of(
        guess([column("x"), column("z"), column("sex", 2), column("outcome", 2)], 1000)
    )
    assert all(given.guessed for given in guessed.values())
    confirmed = guessed | {"z": ColumnRole(role=Role.FEATURE)}
    found = roles_for_model(confirmed, ["x", "sex"])
    assert {name: given.role for name, given in found.items()} == {
        "x": Role.FEATURE,
        "z": Role.FEATURE,
        "sex": Role.SENSITIVE_FEATURE,
        "outcome": Role.LABEL,
    }
    assert roles_for_model(guessed, ["x"])["z"].role is Role.IGNORE


@pytest.mark.parametrize("name", [
    "Kunde Nr.", "customer no", "ID", "Id_Kunde", "id", "Kundennummer", "KundenNr", "Nr", "N° client", "numéro", "numéro de dossier",
    "Identifiant", "Número de cliente", "codigo_cliente", "Matricule", "customer number", "Aktenzeichen", "CustomerID", "customerid"])
def test_identifiers_are_known_in_several_languages_where_every_row_has_its_own(name: str) -> None:
    unique = column(name, 1000, type="whole numbers", low=5.0, high=90_000.0)
    assert role(unique, column("outcome", 2))[name] == Role.IDENTIFIER
    few = column(name, 8, type="whole numbers")
    assert role(few, column("outcome", 2), rows=8)[name] == Role.IDENTIFIER
    repeated = column(name, 300, type="whole numbers")
    assert role(repeated, column("outcome", 2))[name] == Role.FEATURE


def test_why_a_repeated_identifier_is_none() -> None:
    assert "its values repeat" in guess([column("customer_id", 300), column("y", 2)], 1000)[0].why


@pytest.mark.parametrize("name", ["number of children", "num_purchases", "notes", "amount", "piano", "valid", "paid", "code of conduct"])
def test_what_only_counts_or_sounds_like_it_is_none(name: str) -> None:
    unique = column(name, 1000, type="numbers", low=5.0, high=90_000.0)
    assert role(unique, column("outcome", 2))[name] == Role.FEATURE


def test_a_column_that_numbers_the_rows_is_an_identifier_without_a_name() -> None:
    assert role(column("Spalte1", 1000, type="whole numbers", low=1.0, high=1000.0), column("y", 2))["Spalte1"] == Role.IDENTIFIER
    assert role(column("loan", 1000, type="whole numbers", low=1.0, high=9000.0), column("y", 2))["loan"] == Role.FEATURE


def test_dates_of_birth_are_too_many_to_compare_and_other_dates_say_what_happens() -> None:
    born, asked, _y = guess([column("Geburtsdatum", 900, type="dates"), column("Antragsdatum", 900, type="dates"), column("y", 2)], 1000)
    assert born.role == Role.IGNORE and "too many different ones" in born.why
    assert asked.role == Role.FEATURE and "as text" in asked.why


def test_a_decision_beside_the_label_with_its_outcomes_is_what_the_model_said() -> None:
    """A table of predictions alone, as a hospital or an office keeps it: the last column is not what really happened."""
    said = {"levels": ["no", "yes"]}
    found = role(column("ward", 4, levels=list("abcd")), column("sepsis_24h", 2, **said), column("risk", low=0.01, high=0.98),
                 column("alert", 2, **said))
    assert found == {"ward": Role.FEATURE, "sepsis_24h": Role.LABEL, "risk": Role.SCORE, "alert": Role.PREDICTION}
    said = {"levels": ["approuvé", "refusé"]}
    found = role(column("score", low=0.0, high=1.0), column("décision", 2, **said), column("admissible", 2, **said))
    assert found == {"score": Role.SCORE, "décision": Role.PREDICTION, "admissible": Role.LABEL}


def test_a_decision_is_the_label_where_nothing_else_has_its_outcomes() -> None:
    found = role(column("smoker", 2, levels=["no", "yes"]), column("alert", 2, levels=["green", "red"]))
    assert found == {"smoker": Role.FEATURE, "alert": Role.LABEL}
    assert role(column("x"), column("decision", 2, levels=["a", "b"]))["decision"] == Role.LABEL


def test_a_risk_of_two_values_is_no_score() -> None:
    assert role(column("x"), column("risk", 2, low=0, high=1, levels=["0", "1"]))["risk"] == Role.LABEL
    assert role(column("risk", low=1, high=900), column("y", 2))["risk"] == Role.FEATURE
