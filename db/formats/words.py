"""The words of answer scales in English, German, French and Spanish, with how strong each is. Knows no metric.

A ladder gives each label a strength from -3 to 3 (0 is the middle); how many points the scale had decides the score.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.formats.headings import alternatives
from metrics.vocabulary import Scale

YES_NO = Scale(0, 1)

_NO_ANSWER = alternatives(
    """n/a|na|n.a|n.a.|#n/a|-|--|–|—|.|..|?|no answer|not applicable|don't know|dont know|do not know|unknown|not sure
    |unsure|prefer not to say|no opinion|skipped|unfamiliar|unanswered
    |offered|not offered|unoffered|weiß nicht|weiss nicht|keine angabe|k.a|k.a.
    |keine antwort|entfällt|nicht zutreffend|je ne sais pas|ne sais pas|sans réponse|sans objet|sans opinion
    |non applicable|nsp|no sé|no se|no sabe|no lo sé|ns/nc|no aplica|no contesta|sin respuesta|n/d"""
)
_YES = alternatives("yes|y|true|ja|wahr|oui|vrai|sí|si|verdadero")
_NO = alternatives("no|n|false|nein|falsch|non|faux|falso")

# Each ladder: strength -> labels. A comma-separated group before "×" is put before every word of the group after it.
_BIPOLAR: dict[str, dict[int, str]] = {
    "satisfaction": {
        3: "very,extremely,completely,totally,highly,fully×satisfied|sehr,äußerst,vollkommen,völlig,voll×zufrieden"
        "|très,extrêmement,tout à fait,totalement×satisfait,satisfaite|"
        "muy,extremadamente,totalmente,completamente×satisfecho,satisfecha",
        2: "satisfied,moderately satisfied,zufrieden,satisfait,satisfaite,satisfecho,satisfecha",
        1: "somewhat,slightly,rather,fairly,mostly×satisfied|eher,ziemlich,etwas×zufrieden"
        "|plutôt,assez,un peu×satisfait,satisfaite|algo,bastante×satisfecho,satisfecha",
        -1: "somewhat,slightly,rather,fairly,mostly×dissatisfied,unsatisfied|eher,ziemlich,etwas×unzufrieden"
        "|eher nicht×zufrieden|plutôt,assez,un peu×insatisfait,insatisfaite|plutôt pas,peu×satisfait,satisfaite"
        "|algo×insatisfecho,insatisfecha|poco×satisfecho,satisfecha",
        -2: "dissatisfied,unsatisfied,moderately dissatisfied,unzufrieden,nicht zufrieden,insatisfait,insatisfaite,"
        "pas satisfait,pas satisfaite,insatisfecho,insatisfecha",
        -3: "very,extremely,completely,totally,highly,fully×dissatisfied,unsatisfied"
        "|sehr,äußerst,vollkommen,völlig×unzufrieden|gar nicht,überhaupt nicht×zufrieden"
        "|très,extrêmement,tout à fait,totalement×insatisfait,insatisfaite|pas du tout×satisfait,satisfaite"
        "|muy,extremadamente,totalmente,completamente×insatisfecho,insatisfecha|nada×satisfecho,satisfecha",
    },
    "agreement": {
        3: "strongly,completely,totally,fully,definitely×agree|agree×strongly,completely|"
        "stimme,trifft×voll zu,voll und ganz zu,vollständig zu,vollkommen zu,völlig zu"
        "|tout à fait,entièrement,totalement,fortement×d'accord|totalmente,muy,completamente×de acuerdo",
        2: "agree,moderately agree,stimme zu,trifft zu,d'accord,de acuerdo",
        1: "somewhat,slightly,tend to,rather,mostly×agree|agree×somewhat,slightly|stimme,trifft×eher zu"
        "|plutôt,assez×d'accord|algo,parcialmente×de acuerdo",
        -1: "somewhat,slightly,tend to,rather,mostly×disagree|disagree×somewhat,slightly|stimme,trifft×eher nicht zu"
        "|plutôt pas×d'accord|plutôt×en désaccord|algo,parcialmente×en desacuerdo",
        -2: "disagree,moderately disagree,stimme nicht zu,trifft nicht zu,lehne ab,pas d'accord,en désaccord,"
        "en desacuerdo",
        -3: "strongly,completely,totally,fully,definitely×disagree|disagree×strongly,completely"
        "|stimme,trifft×gar nicht zu,überhaupt nicht zu|pas du tout×d'accord|tout à fait,fortement×en désaccord"
        "|totalmente,muy,completamente×en desacuerdo",
    },
    "likelihood": {
        3: "extremely,very,highly,definitely×likely|sehr,äußerst×wahrscheinlich|très,extrêmement×probable"
        "|muy,extremadamente,sumamente×probable",
        2: "likely,moderately likely,wahrscheinlich,probable",
        1: "somewhat,slightly,fairly×likely|eher×wahrscheinlich|plutôt,assez,algo,bastante×probable",
        -1: "somewhat,slightly,fairly×unlikely|eher×unwahrscheinlich|plutôt,assez×improbable|algo×improbable",
        -2: "unlikely,moderately unlikely,unwahrscheinlich,improbable,peu probable,poco probable",
        -3: "extremely,very,highly×unlikely|sehr,äußerst×unwahrscheinlich|très,extrêmement,muy×improbable"
        "|extremadamente,sumamente×improbable|pas du tout,nada×probable",
    },
    "ease": {
        3: "very,extremely,completely×easy|sehr,äußerst×einfach,leicht|très,extrêmement×facile|"
        "muy,extremadamente×fácil",
        2: "easy,moderately easy,einfach,leicht,facile,fácil",
        1: "somewhat,slightly,fairly,rather×easy|eher,ziemlich×einfach,leicht|plutôt,assez×facile|algo,bastante×fácil",
        -1: "somewhat,slightly,fairly,rather×difficult,hard|eher,ziemlich×schwierig,schwer|plutôt,assez×difficile"
        "|algo,bastante×difícil",
        -2: "difficult,hard,moderately difficult,schwierig,schwer,difficile,difícil",
        -3: "very,extremely,completely×difficult,hard|sehr,äußerst×schwierig,schwer|très,extrêmement×difficile"
        "|muy,extremadamente×difícil",
    },
    "quality": {
        3: "very good,excellent,sehr gut,ausgezeichnet,très bon,très bonne,très bien,excellente,muy bueno,muy buena,"
        "muy bien,excelente",
        2: "good,gut,bon,bonne,bien,bueno,buena",
        1: "fairly good,rather good,eher gut,plutôt bon,plutôt bien",
        -1: "fairly poor,rather poor,eher schlecht,plutôt mauvais,plutôt mal",
        -2: "poor,bad,schlecht,mauvais,mauvaise,mal,malo,mala",
        -3: "very poor,very bad,terrible,sehr schlecht,très mauvais,très mauvaise,très mal,muy malo,muy mala,muy mal",
    },
    "favour": {
        3: "very×favorably,favourably,favorable,favourable",
        2: "favorably,favourably,favorable,favourable",
        1: "somewhat×favorably,favourably,favorable,favourable",
        -1: "somewhat×unfavorably,unfavourably,unfavorable,unfavourable",
        -2: "unfavorably,unfavourably,unfavorable,unfavourable",
        -3: "very×unfavorably,unfavourably,unfavorable,unfavourable",
    },
}
_MIDDLE = re.compile(
    r"neutral|neutre|neutro|neither\b.*|weder\b.*\bnoch\b.*|ni\b.*\bni\b.*|teils[ /,-]*teils|unentschieden|indifferent|"
    r"undecided|mittelmäßig|mittel|average|acceptable|moyen|moyenne|regular"
)
# Scales that run from "not at all" to "extremely", without an opposite.
_ONE_SIDED = {5: "extremely", 4: "very", 3: "somewhat,moderately", 2: "not so,not very,slightly", 1: "not at all"}
_ONE_SIDED_WORDS = {"satisfaction": "satisfied", "likelihood": "likely", "ease": "easy"}


def label(text: str) -> str:
    """A label without case, needless space, remarks in brackets and closing marks: “Very_Good.” → “very good”."""
    bare = re.sub(r"\([^)]*\)", " ", text.casefold().replace("’", "'").replace("_", " "))
    return " ".join(bare.split()).strip(" .,:;!*")


def is_no_answer(text: str) -> bool:
    """Whether a cell says that there is no answer: blank, “N/A”, “don't know” and the like in four languages."""
    bare = " ".join(text.casefold().replace("’", "'").split())
    return not bare or bare in _NO_ANSWER or label(text) in _NO_ANSWER


def yes_or_no(text: str) -> int | None:
    """1 for yes, 0 for no, None for anything else."""
    bare = label(text)
    return 1 if bare in _YES else 0 if bare in _NO else None


def yes_no_words() -> dict[str, int]:
    """Every known word for yes with 1, and for no with 0."""
    return {**dict.fromkeys(_YES, 1), **dict.fromkeys(_NO, 0)}


def _spelled(groups: str) -> Iterable[str]:
    for group in groups.split("|"):
        before, cross, after = group.partition("×")
        if cross:
            yield from (f"{first} {second}" for first, second in itertools.product(before.split(","), after.split(",")))
        else:
            yield from group.split(",")


_STRENGTHS: dict[str, dict[str, int]] = {
    family: {word: strength for strength, groups in ladder.items() for word in _spelled(groups) if word}
    for family, ladder in _BIPOLAR.items()
}
_ONE_SIDED_POINTS: dict[str, dict[str, int]] = {
    family: {f"{adverb} {word}": point for point, adverbs in _ONE_SIDED.items() for adverb in adverbs.split(",")}
    for family, word in _ONE_SIDED_WORDS.items()
}


@dataclass(frozen=True, slots=True)
class WordScale:
    """How labels are read: their family, the scale, each known label's score, and whether that is beyond doubt."""

    family: str
    scale: Scale
    scores: Mapping[str, int]
    sure: bool


def word_scale(texts: Iterable[str], scale: Scale | None = None) -> WordScale | None:
    """How the labels in `texts` are scored, on `scale` where one is given; None where they are no known scale.

    No more than one in five labels may be unknown, and at least two must be known where no scale is given. Labels whose
    order cannot be told (“very” and “extremely” on one side, with no “not at all”) give None.
    """
    labels = {label(text) for text in texts if not is_no_answer(text)}
    if labels and labels <= _YES | _NO:
        return _yes_no(scale)
    best = max(_STRENGTHS, key=lambda family: sum(_strength(family, one) is not None for one in labels))
    if best in _ONE_SIDED_POINTS and (found := _one_sided(best, labels, scale)):
        return found
    known = {one: strength for one in labels if (strength := _strength(best, one)) is not None}
    if len(known) < (2 if scale is None else 1) or len(known) < 0.8 * len(labels) or _crowded(known):
        return None
    return _two_sided(best, known, scale)


def _strength(family: str, one: str) -> int | None:
    return 0 if _MIDDLE.fullmatch(one) else _STRENGTHS[family].get(one)


def _yes_no(scale: Scale | None) -> WordScale | None:
    if scale not in (None, YES_NO):
        return None
    return WordScale("yes or no", YES_NO, yes_no_words(), sure=True)


def _one_sided(family: str, labels: set[str], scale: Scale | None) -> WordScale | None:
    points = _ONE_SIDED_POINTS[family]
    if not labels <= points.keys() or scale not in (None, Scale(1, 5)):
        return None
    tells = any(one.startswith("not ") for one in labels) or {points[one] for one in labels} >= {4, 5}
    return WordScale(family, Scale(1, 5), points, sure=True) if tells else None


def _crowded(known: Mapping[str, int]) -> bool:
    """Whether two different adverbs of one language claim the same end of the scale."""
    return any(
        {"very", "extremely"} <= {one.split()[0] for one, strength in known.items() if strength == end}
        for end in (3, -3)
    )


def _two_sided(family: str, known: Mapping[str, int], scale: Scale | None) -> WordScale | None:
    seen = set(known.values())
    seven = {1, 2} <= seen or {-1, -2} <= seen
    even = 0 not in seen and len(seen) == 4 and not seven
    found = scale or (Scale(1, 7) if seven else Scale(1, 4) if even else Scale(1, 5))
    points = found.high - found.low + 1
    if points not in (4, 5, 7) or (seven and points != 7):
        return None
    steps = {
        7: {strength: strength + 3 for strength in range(-3, 4)},
        5: {-3: 0, -2: 1, -1: 1, 0: 2, 1: 3, 2: 3, 3: 4},
        4: {-3: 0, -2: 1, -1: 1, 1: 2, 2: 2, 3: 3},
    }[points]
    strengths = {**_STRENGTHS[family], **known}
    scores = {one: found.low + steps[strength] for one, strength in strengths.items() if strength in steps}
    one_sided = set(_ONE_SIDED_POINTS.get(family, ()))
    return WordScale(family, found, scores, sure=seven or 0 in seen or (not known.keys() <= one_sided and not even))
