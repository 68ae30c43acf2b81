"""Signs of personal data: in a column's name, and in its values by pattern and check digit."""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rai_desktop.i18n import N_
from rai_desktop.metrics.leakage import words_of

NAMES: dict[str, tuple[str, ...]] = {
    N_("email"): ("email", "e mail", "mail", "correo", "courriel"),
    N_("phone"): ("phone", "telephone", "mobile", "cell", "fax", "telefon", "telefono", "handy", "msisdn"),
    N_("name"): ("first name", "last name", "firstname", "lastname", "surname", "forename", "given name", "family name",
                 "full name", "fullname", "maiden name", "customer name", "client name", "patient name", "vorname",
                 "nachname", "familienname", "prenom", "nombre", "apellido", "apellidos", "cognome", "achternaam"),
    N_("address"): ("address", "street", "adresse", "strasse", "straße", "rue", "direccion", "indirizzo", "addr"),
    N_("postcode"): ("postcode", "postal", "zip", "zipcode", "plz", "postleitzahl", "cap", "codigo postal"),
    N_("date of birth"): ("birth", "birthday", "birthdate", "dob", "born", "geburtsdatum", "geburtstag", "naissance",
                          "nacimiento", "nascita"),
    N_("national id"): ("ssn", "social security", "national id", "nationalid", "passport", "nino", "nif", "dni", "nie",
                        "nir", "bsn", "pesel", "cpf", "aadhaar", "tax id", "taxid", "tin", "steuer id", "personnummer",
                        "codice fiscale", "driver licence", "driver license", "drivers license", "id card"),
    N_("bank account"): ("iban", "account number", "bank account", "sort code", "routing number", "kontonummer"),
    N_("payment card"): ("credit card", "card number", "cardnumber", "pan", "cvv", "cvc"),
    N_("internet address"): ("ip", "ip address", "ipaddress", "mac address", "device id", "imei", "cookie", "user agent"),
    N_("location"): ("latitude", "longitude", "lat", "lon", "lng", "gps", "geolocation"),
    N_("health record"): ("mrn", "medical record", "patient id", "nhs number", "insurance number", "diagnosis"),
    N_("name of an account"): ("username", "user name", "login", "twitter", "facebook", "instagram", "linkedin"),
}  # fmt: skip


def by_name(column: str) -> str:
    """The kind of personal data that a column's name speaks of; "" if none."""
    plain = " ".join(re.split(r"[\W_]+", re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", column).casefold())).strip()
    words = words_of(column)
    for kind, signs in NAMES.items():
        for sign in signs:
            if (sign in words) if " " not in sign else (f" {sign} " in f" {plain} "):
                return kind
    return ""


class Pattern(NamedTuple):
    """A kind of value: an RE2 pattern for the whole text, a check of the digits, and from which share of a column's
    values on it is suspected (0: from the first)."""

    kind: str
    pattern: str
    check: Callable[[str], bool] | None
    share: float


def luhn(text: str) -> bool:
    """Whether the digits satisfy Luhn's check (ISO/IEC 7812)."""
    digits = [int(c) for c in text if c.isdigit()][::-1]
    doubled = (sum(divmod(2 * d, 10)) for d in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def iban(text: str) -> bool:
    """Whether the letters and digits satisfy the IBAN's check (ISO 13616, mod 97)."""
    plain = "".join(text.split()).upper()
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def dni(text: str) -> bool:
    """Whether a Spanish DNI or NIE ends in its check letter."""
    plain = re.sub(r"[\s.-]", "", text).upper()
    number = int(plain[:-1].translate(str.maketrans("XYZ", "012")))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == plain[-1]


def nir(text: str) -> bool:
    """Whether a French social security number has its key (97 less the number mod 97)."""
    plain = re.sub(r"\s", "", text).upper().replace("2A", "19").replace("2B", "18")
    return int(plain[13:]) == 97 - int(plain[:13]) % 97


def pesel(text: str) -> bool:
    """Whether a Polish PESEL has its check digit and a date."""
    digits = [int(c) for c in text]
    month, day = (10 * digits[2] + digits[3]) % 20, 10 * digits[4] + digits[5]
    total = sum(d * w for d, w in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), strict=True))
    return 1 <= month <= 12 and 1 <= day <= 31 and total % 10 == 0


def cpf(text: str) -> bool:
    """Whether a Brazilian CPF has its two check digits."""
    digits = [int(c) for c in text if c.isdigit()]
    for end in (9, 10):
        rest = sum(d * w for d, w in zip(digits[:end], range(end + 1, 1, -1), strict=True)) * 10 % 11 % 10
        if rest != digits[end]:
            return False
    return len(set(digits)) > 1


PATTERNS = (
    Pattern("email", r"[^@\s]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", None, 0.0),
    Pattern("phone", r"(\+|00)[1-9][0-9]{0,2}[ ()./-]*([0-9][ ()./-]*){6,12}", None, 0.05),
    Pattern("phone", r"\(?0?[0-9]{2,4}\)?[ -][0-9]{3,4}[ -][0-9]{3,4}", None, 0.3),
    Pattern("bank account", r"[A-Za-z]{2}[0-9]{2} ?([A-Za-z0-9]{4} ?){2,7}[A-Za-z0-9]{1,4}", iban, 0.0),
    Pattern("payment card", r"[3-6][0-9]{3}([ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}", luhn, 0.3),
    Pattern("national id", r"[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}", None, 0.0),
    Pattern("national id", r"(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D])", None, 0.05),
    Pattern("national id", r"(?i:[0-9]{8}|[XYZ][0-9]{7})-?[A-HJ-NP-TV-Za-hj-np-tv-z]", dni, 0.05),
    Pattern("national id", r"(?i:[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z])", None, 0.0),
    Pattern("national id", r"[12] ?[0-9]{2} ?[0-9]{2} ?(2[ABab]|[0-9]{2}) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}", nir, 0.05),
    Pattern("national id", r"([0-9]{2})?[0-9]{6}[-+][0-9]{4}", lambda t: luhn(re.sub(r"\D", "", t)[-10:]), 0.3),
    Pattern("national id", r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", cpf, 0.0),
    Pattern("national id", r"[0-9]{11}", pesel, 0.5),
    Pattern("internet address", r"((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])", None, 0.05),
    Pattern("internet address", r"(?i:([0-9a-f]{1,4}:){3,7}(:?[0-9a-f]{1,4})+)", None, 0.05),
    Pattern("postcode", r"(?i:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})", None, 0.5),
)  # fmt: skip


def matches(texts: pa.Array, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many rows match each of PATTERNS; `texts` are distinct values, `counts` how often each occurs."""
    found = np.zeros(len(PATTERNS), dtype=np.int64)
    digit = pc.match_substring_regex(texts, r"[0-9@]")
    some = np.asarray(pc.fill_null(digit, False).to_numpy(zero_copy_only=False), dtype=bool)
    if not some.any():
        return found
    texts, counts = pc.utf8_trim_whitespace(texts.filter(pa.array(some))), counts[some]
    for place, pattern in enumerate(PATTERNS):
        hit = np.asarray(pc.match_substring_regex(texts, f"^({pattern.pattern})$").to_numpy(zero_copy_only=False), dtype=bool)
        if pattern.check is not None and hit.any():
            right = [pattern.check(t) for t in texts.filter(pa.array(hit)).to_pylist()]
            hit[hit] = right
        found[place] = counts[hit].sum()
    return found


def by_values(found: npt.NDArray[np.int64], there: int) -> tuple[str, int]:
    """The kind that a column's values most speak of, and how many rows do; ("", 0) for none.

    `found` as from `matches`, `there` the rows with a value.
    """
    best = ("", 0)
    for pattern, count in zip(PATTERNS, found, strict=True):
        if count and count >= pattern.share * there and count > best[1]:
            best = (pattern.kind, int(count))
    return best
