"""How a CatBoost file makes numbers of texts: tokenizers, dictionaries of words, and counts of words for each class."""

from typing import Any, List, Tuple

from .catboost_parts import (
    Collection,
    Identity,
    Made,
    Reader,
    active,
    check_length,
    check_used_once,
    identities,
    lists,
    maker,
    same,
)
from .flatbuffers import Table
from .forests import Misshapen

NAME = "text_process_v2\0"
_TOKENIZERS, _DICTIONARIES, _MAKERS, _OF_FEATURES, _OF_TOKENS = range(5)  # fields of the header
_BAG, _BAYES, _BM25 = range(3)  # kinds of what makes numbers
_FORMS = {_BM25: 1, _BAYES: 2, _BAG: 3}  # and of the tables they are kept in
_COMPUTED = "TruncatedInvClassFreq"  # by most versions when they read the rest
_MOST_GRAMS, _MOST_STEPS = 5, 2**16
_BUCKET = [("hash", "<u8"), ("place", "<u8")]
_FREE = 2**64 - 1
_POLICIES, _SEPARATORS, _TYPES, _FINER, _LANGUAGES = 3, 2, 6, 2, 1000  # so many choices there are of each


def check(reader: Reader, used: List[int], most: int) -> Made:
    """Of which text and how many numbers there are of each that makes them.

    `used` are the texts that trees ask for; there are no more than `most` classes. Raises Misshapen.
    """
    reader.mark(NAME.encode())
    header = reader.table()
    kinds = [identities(header, field) for field in (_TOKENIZERS, _DICTIONARIES, _MAKERS)]
    check_length("DictionaryId", len(kinds[1]), len(kinds[0]))
    texts, tokens = lists(header, _OF_FEATURES), lists(header, _OF_TOKENS)
    _check_ways(texts, tokens, used, [len(kind) for kind in kinds])
    of = [place for place, way in enumerate(texts) for _each in way]
    sources = {kinds[_MAKERS][each]: of[place] for place, way in enumerate(tokens) for each in way}
    collection = Collection(kinds)
    made: Made = {}
    while True:
        part = reader.table()
        kind = collection.next(part)
        if kind == _TOKENIZERS:
            _check_tokenizer(reader, part)
        elif kind == _DICTIONARIES:
            _check_dictionary(reader, part)
        elif kind == _MAKERS:
            own, count = _check_maker(reader, part, most)
            made[own] = sources[own], count
        else:  # the end, where the library stops without a look at what else it is
            break
    collection.check_complete()
    return made


def _check_ways(texts: List[List[int]], tokens: List[List[int]], used: List[int], counts: List[int]) -> None:
    """Each text is cut up by tokenizers that are there; of each such pair numbers are made, by each maker once."""
    check_length("PerTokenizedFeatureCalcers", len(tokens), sum(map(len, texts)))
    if any(each >= counts[_TOKENIZERS] for way in texts for each in way) or any(len(set(way)) != len(way) for way in texts):
        raise Misshapen("places")
    check_used_once(tokens, counts[_MAKERS])
    firsts = [sum(map(len, texts[:place])) for place in range(len(texts))]
    if any(place >= len(texts) or not texts[place] or not tokens[firsts[place]] for place in used):
        raise Misshapen("made")


def _check_tokenizer(reader: Reader, part: Table) -> None:
    reader.mark(b"TokenizerV1")
    same(part, bytes(reader.take(16)))
    flags = bytes(reader.take(2))
    policy = reader.number()
    reader.take(reader.number())
    separator = reader.number()
    reader.take(reader.number())
    flags += bytes(reader.take(2))
    types = reader.list("<u4").tolist()
    finer, languages = reader.number(), reader.list("<u4").tolist()
    chosen = ((max(flags), 2), (policy, _POLICIES), (separator, _SEPARATORS), (max(types, default=0), _TYPES), (finer, _FINER),
              (max(languages, default=0), _LANGUAGES))  # fmt: skip
    for value, most in chosen:
        if value >= most:
            raise Misshapen("number", "TokenizerOptions", value)


def _check_dictionary(reader: Reader, part: Table) -> None:
    """Words, or the letters of words, are found in one table; rows of several words by a second."""
    reader.mark(b"DictionaryV1")
    same(part, bytes(reader.take(16)))
    reader.mark(b"MMapDictionary")
    told, size = reader.number(8), reader.number(8)
    start = reader.at
    options = Table.root(reader.take(size)).table(1)
    letters, grams, step = options.number(0, "B"), options.number(1, "<I", 1), options.number(2, "<I")
    if letters > 1 or not 1 <= grams <= (_MOST_STEPS if letters else _MOST_GRAMS):
        raise Misshapen("number", "GramOrder", grams)
    if step > _MOST_STEPS:
        raise Misshapen("number", "SkipStep", step)
    if max(options.number(field, "B") for field in (4, 5)) > 1:
        raise Misshapen("number", "DictionaryOptions", 2)
    for _table in range(1 if letters or grams == 1 else 2):
        _check_words(reader)
    check_length("MMapDictionary", told, reader.at - start + 16)


def _check_words(reader: Reader) -> None:
    size = reader.number(8)
    reader.take(8)  # where the hashing of words begins
    check_search("TokenToId", reader.take(size), _BUCKET, _FREE)


def check_search(name: str, table: Any, bucket: Any, free: int) -> Any:
    """A table that is searched from a hash's place to the next that is free: as large as a power of two, one place free."""
    import numpy as np

    kind = np.dtype(bucket)
    if not len(table) or len(table) % kind.itemsize:
        raise Misshapen("search", name)
    buckets = np.frombuffer(table, kind)
    if len(buckets) & (len(buckets) - 1) or not (buckets[kind.names[0]] == free).any():
        raise Misshapen("search", name)
    return buckets


def _check_maker(reader: Reader, part: Table, most: int) -> Tuple[Identity, int]:
    """Who makes numbers, and how many they are."""
    reader.mark(b"FeatureCalcerV1")
    kind, table = reader.number(), reader.table()
    if kind not in _FORMS:
        raise Misshapen("form")
    held = maker(table, part, _FORMS[kind])
    classes = held.number(0, "<I")
    if kind != _BAG:
        if classes > most:
            raise Misshapen("number", "NumClasses", classes)
        _check_counts(reader, held, classes, kind)
    return table.taken(0, 16), active(table, 2**32 if kind == _BAG else classes)


def _check_counts(reader: Reader, held: Table, classes: int, kind: int) -> None:
    """Of every class, how often it has each word, and how many words in all."""
    lists_of = {"ClassDocs": (4, 4, 0), "ClassTotalTokens": (5, 8, 0)} if kind == _BAYES else {
        "ClassTotalTokens": (5, 8, 0), _COMPUTED: (6, 8, 1)}  # fmt: skip
    for name, (field, width, more) in lists_of.items():
        if name != _COMPUTED:
            held.need(field)
        elif not held.count(field, width):
            continue
        check_length(name, held.count(field, width), classes + more)
    check_length("Frequencies", reader.number(), classes)
    for _class in range(classes):
        mask, _filled, _grown = reader.number(8), reader.number(8), reader.number(8)
        count = reader.number()
        buckets = reader.take(8 * count)
        check_search("Frequencies", buckets, [("word", "<u4"), ("times", "<u4")], reader.number())
        reader.take(4)
        check_length("Frequencies", mask + 1, count)
