"""The words of answer scales in eight languages, in one table: how strong each label is. Knows no metric and no file.

A ladder gives each label a strength from -3 to 3 (0 is the middle). A comma-separated group before "×" is put before
every word of the group after it. English, German, French, Spanish, Portuguese, Dutch, Italian and Arabic.
"""

from __future__ import annotations

import re

from db.formats.files.headings import alternatives

NO_ANSWER = alternatives(
    """n/a|na|n.a|n.a.|#n/a|-|--|–|—|.|..|?|no answer|not applicable|don't know|dont know|do not know|unknown|not sure
    |unsure|prefer not to say|no opinion|skipped|unfamiliar|unanswered
    |offered|not offered|unoffered|weiß nicht|weiss nicht|keine angabe|k.a|k.a.
    |keine antwort|entfällt|nicht zutreffend|je ne sais pas|ne sais pas|sans réponse|sans objet|sans opinion
    |non applicable|nsp|não sei|não se aplica|sem resposta|sem opinião|prefiro não responder|weet niet|weet ik niet
    |niet van toepassing|n.v.t|nvt|geen antwoord|geen mening|non so|non applicabile|nessuna risposta|nessuna opinione
    |لا اعرف|لا ادري|لا ينطبق|غير متاكد|لا يوجد راي|no sé|no se|no sabe
    |no lo sé|ns/nc|no aplica|no contesta|sin respuesta|n/d"""
)
YES = alternatives("yes|y|true|ja|wahr|oui|vrai|sí|si|verdadero|sim|verdadeiro|waar|sì|vero|نعم|صح")
NO = alternatives("no|n|false|nein|falsch|non|faux|falso|não|nao|nee|onwaar|لا|خطا")

LADDERS: dict[str, dict[int, str]] = {
    "satisfaction": {
        3: "very,extremely,completely,totally,highly,fully×satisfied|sehr,äußerst,vollkommen,völlig,voll×zufrieden"
        "|très,extrêmement,tout à fait,totalement×satisfait,satisfaite|"
        "muy,extremadamente,totalmente,completamente×satisfecho,satisfecha"
        "|muito,extremamente,totalmente,completamente×satisfeito,satisfeita|zeer,heel,erg,uiterst,volledig,"
        "helemaal×tevreden"
        "|molto,estremamente,pienamente,completamente,del tutto×soddisfatto,soddisfatta|راض,راضي,راضية×جدا,"
        "تماما,للغاية",
        2: "satisfied,moderately satisfied,zufrieden,satisfait,satisfaite,satisfecho,satisfecha"
        "|satisfeito,satisfeita,tevreden,soddisfatto,soddisfatta,راض,راضي,راضية",
        1: "somewhat,slightly,rather,fairly,mostly×satisfied|eher,ziemlich,etwas×zufrieden"
        "|plutôt,assez,un peu×satisfait,satisfaite|algo,bastante×satisfecho,satisfecha"
        "|um pouco,parcialmente,razoavelmente×satisfeito,satisfeita|enigszins,redelijk,vrij,eerder×tevreden"
        "|abbastanza,piuttosto,parzialmente×soddisfatto,soddisfatta|راض,راضي,راضية×الى حد ما,نوعا ما",
        -1: "somewhat,slightly,rather,fairly,mostly×dissatisfied,unsatisfied|eher,ziemlich,etwas×unzufrieden"
        "|eher nicht×zufrieden|plutôt,assez,un peu×insatisfait,insatisfaite|plutôt pas,peu×satisfait,satisfaite"
        "|algo×insatisfecho,insatisfecha|poco×satisfecho,satisfecha"
        "|um pouco,parcialmente×insatisfeito,insatisfeita|pouco×satisfeito,satisfeita|enigszins,eerder×ontevreden"
        "|abbastanza,piuttosto,parzialmente×insoddisfatto,insoddisfatta|poco×soddisfatto,soddisfatta|غير راض,"
        "غير راضي,غير راضية×الى حد ما,نوعا ما",
        -2: "dissatisfied,unsatisfied,moderately dissatisfied,unzufrieden,nicht zufrieden,insatisfait,insatisfaite,"
        "pas satisfait,pas satisfaite,insatisfecho,insatisfecha"
        "|insatisfeito,insatisfeita,ontevreden,niet tevreden,insoddisfatto,insoddisfatta,non soddisfatto,"
        "non soddisfatta"
        "|غير راض,غير راضي,غير راضية,مستاء",
        -3: "very,extremely,completely,totally,highly,fully×dissatisfied,unsatisfied"
        "|sehr,äußerst,vollkommen,völlig×unzufrieden|gar nicht,überhaupt nicht×zufrieden"
        "|très,extrêmement,tout à fait,totalement×insatisfait,insatisfaite|pas du tout×satisfait,satisfaite"
        "|muy,extremadamente,totalmente,completamente×insatisfecho,insatisfecha|nada×satisfecho,satisfecha"
        "|muito,extremamente,totalmente,completamente×insatisfeito,insatisfeita|nada×satisfeito,satisfeita"
        "|zeer,heel,erg,uiterst×ontevreden|helemaal niet×tevreden|molto,estremamente,"
        "completamente×insoddisfatto,insoddisfatta"
        "|per niente,per nulla,affatto×soddisfatto,soddisfatta|غير راض,غير راضي,غير راضية×جدا,تماما,للغاية,"
        "على الاطلاق|مستاء جدا",
    },
    "agreement": {
        3: "strongly,completely,totally,fully,definitely×agree|agree×strongly,completely|"
        "stimme,trifft×voll zu,voll und ganz zu,vollständig zu,vollkommen zu,völlig zu"
        "|tout à fait,entièrement,totalement,fortement×d'accord|totalmente,muy,completamente×de acuerdo"
        "|concordo×totalmente,plenamente,completamente,fortemente|helemaal,volledig,zeer,sterk×mee eens,eens"
        "|completamente,totalmente,pienamente,fortemente,molto×d'accordo|اوافق,موافق,موافقة×بشدة,تماما",
        2: "agree,moderately agree,stimme zu,trifft zu,d'accord,de acuerdo"
        "|concordo,mee eens,eens,d'accordo,اوافق,موافق,موافقة",
        1: "somewhat,slightly,tend to,rather,mostly×agree|agree×somewhat,slightly|stimme,trifft×eher zu"
        "|plutôt,assez×d'accord|algo,parcialmente×de acuerdo"
        "|concordo×parcialmente,em parte|enigszins,een beetje,eerder×mee eens,eens|abbastanza,parzialmente,"
        "in parte×d'accordo"
        "|اوافق,موافق,موافقة×الى حد ما,نوعا ما",
        -1: "somewhat,slightly,tend to,rather,mostly×disagree|disagree×somewhat,slightly|stimme,trifft×eher nicht zu"
        "|plutôt pas×d'accord|plutôt×en désaccord|algo,parcialmente×en desacuerdo"
        "|discordo×parcialmente,em parte|enigszins,een beetje,eerder×mee oneens,oneens|abbastanza,"
        "parzialmente×in disaccordo"
        "|poco×d'accordo|لا اوافق,غير موافق,غير موافقة×الى حد ما,نوعا ما",
        -2: "disagree,moderately disagree,stimme nicht zu,trifft nicht zu,lehne ab,pas d'accord,en désaccord,"
        "en desacuerdo"
        "|discordo,mee oneens,oneens,niet mee eens,in disaccordo,disaccordo,non d'accordo,لا اوافق,غير موافق,"
        "غير موافقة",
        -3: "strongly,completely,totally,fully,definitely×disagree|disagree×strongly,completely"
        "|stimme,trifft×gar nicht zu,überhaupt nicht zu|pas du tout×d'accord|tout à fait,fortement×en désaccord"
        "|totalmente,muy,completamente×en desacuerdo"
        "|discordo×totalmente,plenamente,completamente,fortemente|helemaal,volledig,zeer,sterk×mee oneens,oneens"
        "|helemaal niet×mee eens|completamente,totalmente,pienamente,fortemente×in disaccordo|per niente×d'accordo"
        "|لا اوافق,غير موافق,غير موافقة×بشدة,تماما,اطلاقا,على الاطلاق",
    },
    "likelihood": {
        3: "extremely,very,highly,definitely×likely|sehr,äußerst×wahrscheinlich|très,extrêmement×probable"
        "|muy,extremadamente,sumamente×probable"
        "|muito,extremamente,altamente×provável|zeer,heel,erg,uiterst×waarschijnlijk|molto,estremamente×probabile"
        "|محتمل,من المحتمل,مرجح,من المرجح×جدا,للغاية",
        2: "likely,moderately likely,wahrscheinlich,probable"
        "|provável,waarschijnlijk,probabile,محتمل,من المحتمل,مرجح,من المرجح",
        1: "somewhat,slightly,fairly×likely|eher×wahrscheinlich|plutôt,assez,algo,bastante×probable"
        "|um pouco,razoavelmente×provável|enigszins,redelijk×waarschijnlijk|abbastanza,piuttosto×probabile"
        "|محتمل,من المحتمل,مرجح,من المرجح×الى حد ما,نوعا ما",
        -1: "somewhat,slightly,fairly×unlikely|eher×unwahrscheinlich|plutôt,assez×improbable|algo×improbable"
        "|um pouco×improvável|enigszins×onwaarschijnlijk|abbastanza,piuttosto×improbabile|غير محتمل,"
        "من غير المحتمل,غير مرجح,من غير المرجح×الى حد ما,نوعا ما",
        -2: "unlikely,moderately unlikely,unwahrscheinlich,improbable,peu probable,poco probable"
        "|improvável,pouco provável,onwaarschijnlijk,improbabile,poco probabile,غير محتمل,من غير المحتمل,"
        "غير مرجح,من غير المرجح",
        -3: "extremely,very,highly×unlikely|sehr,äußerst×unwahrscheinlich|très,extrêmement,muy×improbable"
        "|extremadamente,sumamente×improbable|pas du tout,nada×probable"
        "|muito,extremamente×improvável|nada×provável|zeer,heel,erg,uiterst×onwaarschijnlijk|molto,"
        "estremamente×improbabile"
        "|per niente×probabile|غير محتمل,من غير المحتمل,غير مرجح,من غير المرجح×جدا,للغاية,اطلاقا,على الاطلاق",
    },
    "ease": {
        3: "very,extremely,completely×easy|sehr,äußerst×einfach,leicht|très,extrêmement×facile|"
        "muy,extremadamente×fácil"
        "|muito,extremamente×fácil|zeer,heel,erg,uiterst×makkelijk,gemakkelijk,eenvoudig|molto,estremamente×facile"
        "|سهل,سهلة×جدا,للغاية",
        2: "easy,moderately easy,einfach,leicht,facile,fácil|makkelijk,gemakkelijk,eenvoudig,سهل,سهلة",
        1: "somewhat,slightly,fairly,rather×easy|eher,ziemlich×einfach,leicht|plutôt,assez×facile|algo,bastante×fácil"
        "|um pouco,razoavelmente×fácil|enigszins,redelijk,vrij×makkelijk,gemakkelijk,eenvoudig|abbastanza,"
        "piuttosto×facile"
        "|سهل,سهلة×الى حد ما,نوعا ما",
        -1: "somewhat,slightly,fairly,rather×difficult,hard|eher,ziemlich×schwierig,schwer|plutôt,assez×difficile"
        "|algo,bastante×difícil"
        "|um pouco×difícil|enigszins,redelijk,vrij×moeilijk,lastig|abbastanza,piuttosto×difficile|صعب,"
        "صعبة×الى حد ما,نوعا ما",
        -2: "difficult,hard,moderately difficult,schwierig,schwer,difficile,difícil|moeilijk,lastig,صعب,صعبة",
        -3: "very,extremely,completely×difficult,hard|sehr,äußerst×schwierig,schwer|très,extrêmement×difficile"
        "|muy,extremadamente×difícil"
        "|muito,extremamente×difícil|zeer,heel,erg,uiterst×moeilijk,lastig|molto,estremamente×difficile|صعب,"
        "صعبة×جدا,للغاية",
    },
    "quality": {
        3: "very good,excellent,sehr gut,ausgezeichnet,très bon,très bonne,très bien,excellente,muy bueno,muy buena,"
        "muy bien,excelente"
        "|muito bom,muito boa,ótimo,ótima,zeer goed,heel goed,uitstekend,molto buono,molto buona,ottimo,"
        "ottima,eccellente"
        "|جيد,جيدة×جدا|ممتاز,ممتازة",
        2: "good,goodwithcomment,good with comment,gut,bon,bonne,bien,bueno,buena|bom,boa,goed,buono,buona,جيد,جيدة",
        1: "fairly good,rather good,eher gut,plutôt bon,plutôt bien",
        -1: "fairly poor,rather poor,eher schlecht,plutôt mauvais,plutôt mal",
        -2: "poor,bad,badwithcomment,bad with comment,schlecht,mauvais,mauvaise,mal,malo,mala"
        "|ruim,mau,má,slecht,scarso,scarsa,cattivo,cattiva,سيئ,سيئة,سيء,ضعيف",
        -3: "very poor,very bad,terrible,sehr schlecht,très mauvais,très mauvaise,très mal,muy malo,muy mala,muy mal"
        "|muito ruim,muito mau,muito má,péssimo,péssima,zeer slecht,heel slecht,molto scarso,molto scarsa,"
        "pessimo,pessima"
        "|سيئ,سيئة,سيء,ضعيف×جدا",
    },
    "happiness": {
        3: "very,extremely,really×happy|delighted,thrilled",
        2: "happy",
        1: "somewhat,fairly,quite×happy",
        -1: "somewhat,fairly,a little×unhappy",
        -2: "unhappy,sad",
        -3: "very,extremely,really×unhappy|angry,furious",
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
MIDDLE = re.compile(
    r"neutral|neutre|neutro|neither\b.*|weder\b.*\bnoch\b.*|ni\b.*\bni\b.*|teils[ /,-]*teils|unentschieden|indifferent|"
    r"undecided|mittelmäßig|mittelmässig|mittel|average|acceptable|moyen|moyenne|regular|"
    r"neutraal|neutrale|indifferente|nem\b.*\bnem\b.*|.+ noch .+|niet .*eens,? (?:maar )?niet .*oneens|"
    r"niet tevreden,? niet ontevreden|né\b.*\bné\b.*|razoável|redelijk|sufficiente|"
    r"محايد|محايدة|متوسط|متوسطة|مقبول|مقبولة|لا .+ ولا .+"
)
# Adverbs that claim the same end of a scale: of two kinds in one column, which is the stronger cannot be told.
VERY = alternatives("very|sehr|très|muy|muito|zeer|heel|erg|molto")
EXTREMELY = alternatives("extremely|äusserst|extrêmement|extremadamente|sumamente|extremamente|uiterst|estremamente")
# Scales that run from "not at all" to "extremely", without an opposite.
ONE_SIDED = {5: "extremely", 4: "very", 3: "somewhat,moderately", 2: "not so,not very,slightly", 1: "not at all"}
ONE_SIDED_WORDS = {"satisfaction": "satisfied", "likelihood": "likely", "ease": "easy"}
# “Excellent” down to “poor”, which is told from “very good” down to “very poor” by its own two words.
FIVE_QUALITIES = {"excellent": 5, "very good": 4, "good": 3, "fair": 2, "poor": 1}
