"""Which column names speak of an identifier, in several languages; whether the values bear that out is judged elsewhere."""

import re
from collections.abc import Sequence

_ANYWHERE = frozenset({
    "id", "ids", "uuid", "guid", "key", "kennung", "identifier", "identifikator", "identifiant", "identificador", "ssn",
    "email", "phone", "iban", "clave", "dni", "nif", "matricule", "aktenzeichen", "kennzeichen"
})
# "Kunde Nr.", "customer no", "N° client": in the middle they count something
_AT_AN_END = frozenset({
    "no", "nr", "nº", "n", "num", "number", "nummer", "numero", "numéro", "número", "code", "kode", "codigo", "código",
    "ref", "reference", "référence", "referencia", "referenz"
})
_COUNTING = frozenset({"num", "number", "code", "ref"})  # first in a name, these begin another thing: "number of children"
_ENDINGS = re.compile(r".(nummer|kennung|kennziffer)$|.{3}nr$|"
                      r"^(customer|client|kunden?|cliente|user|patient|person|case|loan|account|application|applicant|member|"
                      r"employee|record|row|antrags?|vertrags?)(id|number|no|nr)$")
_PERSONS = frozenset({
    "first name", "last name", "full name", "surname", "firstname", "lastname", "name", "nachname", "vorname", "nom",
    "prénom", "prenom", "nombre", "apellido", "apellidos"
})


def says_identifier(words: Sequence[str]) -> bool:
    """Whether the words of a column's name are those of an identifier."""
    if not words:
        return False
    ends = {words[-1], *({words[0]} - _COUNTING if len(words) <= 3 else ())}
    return bool(set(words) & _ANYWHERE or ends & _AT_AN_END or any(_ENDINGS.search(word) for word in words))


def says_person(words: Sequence[str]) -> bool:
    """Whether it is said to hold people's names."""
    return " ".join(words) in _PERSONS
