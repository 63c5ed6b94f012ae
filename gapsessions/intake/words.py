"""What people call things in spreadsheets: words for columns, perspectives, questions and tags, in five languages.

Every word is written as ``plain`` leaves it: lower case, without accents, blanks and punctuation.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TypeVar

from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence

Meaning = TypeVar("Meaning", bound=StrEnum)


class Column(StrEnum):
    """A column whose meaning is known; its value is the header the template gives it."""

    PERSPECTIVE = "perspective"
    GATHERING = "gathering"
    BREAKOUT = "breakout"
    PERSON = "person"
    QUESTION = "question"
    TEXT = "text"
    VALENCE = "valence"
    INTENT = "intent"
    SEGMENT = "segment"
    PEOPLE = "people"


REQUIRED = (Column.PERSPECTIVE, Column.QUESTION, Column.TEXT)


def plain(text: str) -> str:
    """A text reduced to what two spellings of one word share: "Führungs-Kräfte " gives "fuhrungskrafte"."""
    if text.isascii():
        return "".join(letter for letter in text.lower() if letter.isalnum())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def by_word(words: dict[Meaning, str]) -> dict[str, Meaning]:
    """Word -> meaning, from lists of words separated by blanks; the meaning's own name is among its words."""
    return {word: meaning for meaning, listed in words.items() for word in (str(meaning), *listed.split())}


COLUMNS = by_word(
    {
        Column.PERSPECTIVE: "perspectives audience stakeholder stakeholdergroup pointofview viewpoint perspektive"
        " sichtweise blickwinkel perspectiva perspectief invalshoek pointdevue who whosaysit whoanswers whoareyou iam"
        " youare role yourrole wer rolle quien qui wie rol",
        Column.GATHERING: "meeting event workshop location treffen veranstaltung sitzung reunion rencontre atelier"
        " encuentro taller bijeenkomst",
        Column.BREAKOUT: "breakoutgroup breakoutname group groupname table tablename tableno tablenumber team tisch"
        " gruppe kleingruppe groupe grupo mesa groep tafel",
        Column.PERSON: "respondent respondentid participant participantid personid sheet sheetid befragter"
        " befragte repondant repondante encuestado respondente",
        Column.QUESTION: "questions questionno questionnumber questionid q qno frage fragenummer nummerderfrage"
        " numerodequestion pregunta vraag vraagnummer",
        Column.TEXT: "texts answer answers answertext note notes comment comments response responses verbatim"
        " antwort antworten kommentar notiz texte reponse reponses commentaire texto respuesta comentario tekst"
        " antwoord opmerking",
        Column.VALENCE: "goodorbad goodbad valenz gutoderschlecht valencia valentie goedofslecht bonoumauvais"
        " buenoomalo",
        Column.INTENT: "intention keeporstart keepstart continueorstart continuestart absicht intencion intentie",
        Column.SEGMENT: "segments customersegment kundensegment segmento klantsegment",
        Column.PEOPLE: "headcount numberofpeople peopleattable personen personenzahl anzahlpersonen teilnehmer"
        " teilnehmerzahl personnes nombredepersonnes personas numerodepersonas aantalpersonen deelnemers",
    }
)

PERSPECTIVES = by_word(
    {
        Perspective.LEADERSHIP: "l leader leaders leadershipteam management managementteam manager managers"
        " seniormanagement seniormanager seniormanagers executive executives exec execs executiveteam board"
        " boardofdirectors director directors csuite clevel fuhrung fuhrungskraft fuhrungskrafte fuhrungsteam"
        " geschaftsleitung geschaftsfuhrung leitung vorstand direction dirigeant dirigeants dirigeante cadre"
        " cadres direccion directivo directivos liderazgo gerencia directie leiding leidinggevende"
        " leidinggevenden bestuur",
        Perspective.STAFF: "s staffmember staffmembers employee employees employe worker workers colleague"
        " colleagues team teams teammember teammembers frontline frontlinestaff personnel workforce mitarbeiter"
        " mitarbeiterin mitarbeiterinnen mitarbeitende mitarbeitender beschaftigte angestellte belegschaft"
        " personal employes collaborateur collaborateurs collaboratrices salarie salaries equipe empleado"
        " empleada empleados empleadas plantilla equipo medewerker medewerkers werknemer werknemers personeel",
        Perspective.CUSTOMERS: "c customer client clients consumer consumers patient patients user users guest"
        " guests visitor visitors passenger passengers resident residents citizen citizens kunde kunden kundin"
        " kundinnen gast gaste nutzer nutzerin nutzerinnen patienten klient klienten usager usagers utilisateur"
        " utilisateurs cliente clientes usuario usuarios paciente pacientes klant klanten gebruiker gebruikers"
        " clienten",
    }
)

QUESTIONS = by_word(
    {
        Question.STRENGTH: "strengths dowell welldone starke starken force forces pointsforts fortaleza"
        " fortalezas sterk sterktepunten sterkepunten",
        Question.IMPROVE: "improvement improvements dobetter better verbessern verbesserung verbesserungen"
        " ameliorer amelioration ameliorations mejorar mejora mejoras verbeteren verbetering verbeterpunten",
        Question.COMPETITOR: "competitors competition others wettbewerb wettbewerber konkurrenz concurrent"
        " concurrents concurrence competidor competidores competencia concurrentie",
        Question.ACTION: "actions keeporstart continueorstart massnahme massnahmen accion acciones actie acties",
    }
)

QUESTION_STEMS = {
    Question.COMPETITOR: ("competit", "others", "elsewhere", "konkurren", "wettbewerb", "concurren", "competid"),
    Question.ACTION: ("keep", "continue", "carry on", "start", "change", "suggest", "action", "wish", "priorit")
    + ("beibehalten", "anfangen", "vorschl", "wunsch", "wünsch", "maßnahme", "garder", "maintenir", "mantener"),
    Question.IMPROVE: ("better", "improv", "annoy", "dislike", "wrong", "bad", "worse", "worst", "problem", "frustrat")
    + ("lack", "complain", "besser", "verbesser", "stör", "ärger", "schlecht", "amélior", "mejor", "beter", "verbeter"),
    Question.STRENGTH: ("well", "good", "strength", "like", "love", "best", "proud", "praise", "gut", "stärke", "bien")
    + ("goed", "sterk", "fuerte"),
}
"""How words begin that tell which question a header asks; the first of the four that fits."""

VALENCES = by_word(
    {
        Valence.GOOD: "positive goodforcustomers goodforyou gut positiv bon bonne bien positif bueno buena"
        " positivo goed positief",
        Valence.BAD: "negative badforcustomers badforyou schlecht negativ mauvais mauvaise mal negatif malo mala"
        " negativo slecht negatief",
        Valence.MIXED: "both neutral gemischt beides mitige mixte mixto mixta gemengd beide",
    }
)

INTENTS = by_word(
    {
        Intent.CONTINUE: "keep keepdoing continuedoing keepon weiter weitermachen beibehalten fortsetzen"
        " continuer garder maintenir seguir mantener continuar doorgaan behouden doorgaanmet",
        Intent.START: "startdoing begin new anfangen beginnen starten neu commencer demarrer empezar iniciar comenzar",
    }
)

UNSAID = frozenset({"", "na", "none", "unknown", "keine", "aucun", "ninguno", "geen"})
"""A tag that may stay unsaid was left unsaid: also "-", "n/a" and the like, which ``plain`` reduces to these."""
