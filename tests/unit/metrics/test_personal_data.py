"""Patterns of personal data on published examples and on things that only look alike."""

import numpy as np
import pyarrow as pa
import pytest

from rai_desktop.metrics.personal_data import by_name, by_values, matches


def found(*values):
    texts = pa.array(list(values))
    return by_values(matches(texts, np.ones(len(values), dtype=np.int64)), len(values))


@pytest.mark.parametrize(("value", "kind"), [
    ("ada@example.org", "email"), (" ada.l+x@mail.example.co.uk ", "email"),
    ("+44 20 7946 0958", "phone"), ("+4915112345678", "phone"), ("(212) 555-0123", "phone"),
    ("GB82 WEST 1234 5698 7654 32", "bank account"), ("DE89370400440532013000", "bank account"),
    ("4111 1111 1111 1111", "payment card"), ("378282246310005", "payment card"),
    ("078-05-1120", "national id"), ("QQ123456C".replace("QQ", "AB"), "national id"), ("12345678Z", "national id"),
    ("X1234567L", "national id"), ("RSSMRA85T10A562S", "national id"), ("255081416802538", "national id"),
    ("811218-9876", "national id"), ("529.982.247-25", "national id"), ("44051401359", "national id"),
    ("192.168.10.254", "internet address"), ("2001:db8:85a3::8a2e:370:7334", "internet address"), ("SW1A 1AA", "postcode"),
])  # fmt: skip
def test_examples_are_recognised(value, kind):
    assert found(value) == (kind, 1)


@pytest.mark.parametrize("value", [
    "GB82 WEST 1234 5698 7654 33", "4111 1111 1111 1112", "12345678A", "255081416802539", "529.982.247-26",
    "44051401358", "2020-01-31", "31.12.2020", "12:30:00", "1.5", "999.1.1.1", "100000", "male", "@", "a@b",
    "1e-5", "2024-01-01T00:00:00", "0000 0000 0000 0000",
])  # fmt: skip
def test_lookalikes_are_not(value):
    assert found(value) == ("", 0)


def test_rows_are_counted_and_rare_accidents_do_not_make_a_suspect():
    texts = pa.array(["ada@example.org", "none", None])
    assert by_values(matches(texts, np.array([7, 90, 3])), 97) == ("email", 7)
    accident = [str(4_000_000_000_000_000 + 37 * i) for i in range(200)]  # one in ten has Luhn's digit by chance
    assert found(*accident) == ("", 0)


@pytest.mark.parametrize(("column", "kind"), [
    ("email", "email"), ("ContactEmail", "email"), ("phone_number", "phone"), ("first_name", "name"), ("Vorname", "name"),
    ("date_of_birth", "date of birth"), ("DOB", "date of birth"), ("zip", "postcode"), ("home-address", "address"),
    ("ssn", "national id"), ("IBAN", "bank account"), ("client_ip", "internet address"), ("patientId", "health record"),
    ("income", ""), ("description", ""), ("ship_mode", ""), ("filename", ""), ("company", ""), ("credit_limit", ""),
])  # fmt: skip
def test_names(column, kind):
    assert by_name(column) == kind
