"""Words whose dot ends no sentence, and words that begin one; the data of the sentence rules.

To add one, write it in lower case and without its last dot. Dotted forms ("u.s", "a.m") and single
letters ("J. Smith", "z. B.") need no entry: the rules know them by their shape.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Never the end of a sentence: something always follows them.
TITLES: Final = _words(
    # English: address, ranks, offices
    "mr mrs ms mx messrs mme mlle dr prof rev hon msgr gen brig maj col lt capt cpt sgt cpl pvt "
    "adm cmdr cdr cmdt insp supt gov sen rep pres amb atty dep asst "
    # English: connecting words
    "vs viz cf approx ca circa incl excl esp e.g i.e "
    # German
    "hr fr frl dipl ing bzw vgl sog inkl exkl evtl ggf z.b d.h u.a v.a s.o s.u z.t o.ä i.d.r bspw "
    "einschl gen.maj mag"
)

#: Not the end of a sentence where a number follows: "No. 5", "Aug. 9", "Art. 3".
BEFORE_NUMBERS: Final = _words(
    "no nos nr art vol p pp par para sec ch fig figs eq op ed est tel abs ziff kap bd geb gest "
    "jan feb mar apr jun jul aug sep sept oct nov dec okt dez"
)

#: The end of a sentence only if a word of STARTERS follows: "Acme Inc. The strike …".
SUFFIXES: Final = _words(
    "inc ltd corp co cos bros llc plc jr sr esq etc al ave blvd rd st mt ft dept univ assn assoc "
    "mio mrd usw usf tsd str ag bzw"
)

#: German ordinals: "am 20. Juni", "im 19. Jahrhundert".
AFTER_ORDINALS: Final = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "jahrhundert jahrhunderts jh jahrestag kongress parteitag"
)

#: Words that often begin a sentence and seldom continue a name or a title.
STARTERS: Final = _words(
    # English
    "the a an this that these those he she it they we i you his her its their our my your there "
    "here in on at as of after before but and or nor so yet for from with without when while "
    "where why how what who whose which if although though because since during under over "
    "between among by to no not still however meanwhile moreover furthermore nevertheless "
    "nonetheless therefore thus instead according despite some many most much all each every "
    "both several few one two three such then now also another other others even only once "
    "until unlike like later earlier today yesterday last protesters police officials critics "
    "supporters "
    # German
    "der die das den dem des ein eine einen einem einer er sie es wir ihr ich im am auf an bei "
    "mit nach vor und oder aber doch als wenn während seit dies diese dieser dieses auch dort "
    "hier zu zum zur für von aus über unter gegen durch weil obwohl dabei damit danach "
    "daraufhin viele einige alle nicht kein keine"
)
