"""The names of the months in the languages of many newsrooms, whole, inflected and short."""

from __future__ import annotations

import unicodedata

#: By number, and in each line: western and northern Europe; central and southern; Cyrillic; elsewhere.
_NAMES = {
    1: """january jan januar jänner jaenner januari janvier janv jan enero ene gennaio gen janeiro gener ianuarie ian urtarrila
        styczeń stycznia sty leden ledna siječanj siječnja január januára tammikuu tammikuuta jaanuar janvāris janvārī sausio sausis
        január janar ιανουάριος ιανουαρίου ιαν ocak oca január yanvar
        январь января янв январе січень січня січ студзень студзеня януари яну јануар јануара јануари қаңтар
        հունվար հունվարի հնվ იანვარი იანვარს იან يناير ينایر ינואר janari ژانویه जनवरी มกราคม""",
    2: """february feb febr februar feber februari février févr fév fevr febrero febbraio fevereiro fev febrer februarie otsaila
        luty lutego lut únor února veljača veljače február februára helmikuu helmikuuta veebruar februāris februārī vasario vasaris
        shkurt φεβρουάριος φεβρουαρίου φεβ şubat şub fevral
        февраль февраля фев февр феврале лютий лютого лют люты лютага февруари фебруар фебруара ақпан
        փետրվար փետրվարի փտվ თებერვალი თებერვალს თებ فبراير פברואר फ़रवरी फरवरी กุมภาพันธ์""",
    3: """march mar mrz märz maerz mär maart mrt mars marzo março marco març martie martxoa
        marzec marca mar březen března ožujak ožujka marec maaliskuu maaliskuuta märts marts martā kovo kovas március márc
        mars μάρτιος μαρτίου μαρ mart
        март марта мар марте березень березня бер сакавік сакавіка март марта наурыз
        մարտ մարտի მარტი მარტს მარ مارس מרץ maret मार्च มีนาคม""",
    4: """april apr avril avr abril abr aprile aprilie apirila
        kwiecień kwietnia kwi duben dubna travanj travnja apríl apríla huhtikuu huhtikuuta aprill aprīlis aprīlī balandžio balandis
        április ápr prill απρίλιος απριλίου απρ nisan nis aprel
        апрель апреля апр апреле квітень квітня кві красавік красавіка април априла сәуір
        ապրիլ ապրիլի ապր აპრილი აპრილს აპრ أبريل ابريل אפריל अप्रैल เมษายน""",
    5: """may mai mei mayo maggio mag maio maig maiatza
        maj maja květen května svibanj svibnja máj mája toukokuu toukokuuta maijs maijā gegužės gegužė május máj
        maji μάιος μαΐου μαι mayıs may
        май мая мае травень травня тра май маја мамыр
        մայիս մայիսի მაისი მაისს მაი مايو מאי मई พฤษภาคม""",
    6: """june jun juni juin junio giugno giu junho juny iunie iun ekaina
        czerwiec czerwca cze červen června lipanj lipnja jún júna kesäkuu kesäkuuta juuni jūnijs jūnijā birželio birželis június jún
        qershor ιούνιος ιουνίου ιουν haziran haz iyun
        июнь июня июн июне червень червня чер чэрвень чэрвеня юни јун јуна јуни маусым
        հունիս հունիսի հնս ივნისი ივნისს ივნ يونيو יוני जून มิถุนายน""",
    7: """july jul juli juillet juil julio luglio lug julho juliol iulie iul uztaila
        lipiec lipca lip červenec července srpanj srpnja júl júla heinäkuu heinäkuuta juuli jūlijs jūlijā liepos liepa július júl
        korrik ιούλιος ιουλίου ιουλ temmuz tem iyul
        июль июля июл июле липень липня лип ліпень ліпеня юли јул јула јули шілде
        հուլիս հուլիսի հլս ივლისი ივლისს ივლ يوليو יולי जुलाई กรกฎาคม""",
    8: """august aug augustus août aout agosto ago agost augusti abuztua
        sierpień sierpnia sie srpen srpna kolovoz kolovoza august augusta elokuu elokuuta augusts augustā rugpjūčio rugpjūtis augusztus
        gusht αύγουστος αυγούστου αυγ ağustos ağu avqust
        август августа авг августе серпень серпня сер жнівень жніўня август августа тамыз
        օգոստոս օգոստոսի օգս აგვისტო აგვისტოს აგვ أغسطس אוגוסט agustus अगस्त สิงหาคม""",
    9: """september sept sep septembre septiembre setiembre settembre setembro set setembre septembrie iraila
        wrzesień września wrz září rujan rujna septembra syyskuu syyskuuta septembris septembrī rugsėjo rugsėjis szeptember szept
        shtator σεπτέμβριος σεπτεμβρίου σεπ σεπτ eylül eyl sentyabr
        сентябрь сентября сен сент сентябре вересень вересня вер верасень верасня септември септембар септембра қыркүйек
        սեպտեմբեր սեպտեմբերի սեպ სექტემბერი სექტემბერს სექ سبتمبر ספטמבר सितंबर सितम्बर กันยายน""",
    10: """october oct oktober okt octobre octubre ottobre ott outubro out octubre octombrie urria
        październik października paź říjen října oktobra október októbra lokakuu lokakuuta oktoober oktobris oktobrī spalio spalis
        tetor οκτώβριος οκτωβρίου οκτ ekim eki oktyabr
        октябрь октября окт октябре жовтень жовтня жов кастрычнік кастрычніка октомври октобар октобра қазан
        հոկտեմբեր հոկտեմբերի հոկ ოქტომბერი ოქტომბერს ოქტ أكتوبر אוקטובר अक्टूबर ตุลาคม""",
    11: """november nov novembre noviembre novembro noiembrie noi azaroa
        listopad listopada lis listopadu studeni studenoga novembra marraskuu marraskuuta novembris novembrī lapkričio lapkritis
        nëntor νοέμβριος νοεμβρίου νοε kasım kas noyabr
        ноябрь ноября ноя нояб ноябре листопад листопада лис лістапад лістапада ноември новембар новембра қараша
        նոյեմբեր նոյեմբերի նոյ ნოემბერი ნოემბერს ნოე نوفمبر נובמבר नवंबर नवम्बर พฤศจิกายน""",
    12: """december dec dezember dez décembre déc diciembre dic dicembre dezembro desembre des decembrie abendua desember
        grudzień grudnia gru prosinec prosince prosinac prosinca decembra joulukuu joulukuuta detsember decembris decembrī gruodžio gruodis
        dhjetor δεκέμβριος δεκεμβρίου δεκ aralık ara dekabr
        декабрь декабря дек декабре грудень грудня гру снежань снежня декември децембар децембра желтоқсан
        դեկտեմբեր դեկտեմբերի դեկ დეკემბერი დეკემბერს დეკ ديسمبر דצמבר desember दिसंबर दिसम्बर ธันวาคม""",
}


def fold(word: str) -> str:
    """Return *word* without case and accents, as the names of the months are compared."""
    parted = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i").replace("ł", "l"))
    return "".join(char for char in parted if not unicodedata.combining(char))


_BY_NAME = {fold(name): number for number, stated in _NAMES.items() for name in stated.split()}


def month_of(word: str, language: str | None = None) -> int | None:
    """Return the number of the month that *word* names, `None` if it names none."""
    folded = fold(word)
    if language == "hr" and folded.startswith("listopad"):
        # Croats and Czechs call different months after the falling of leaves.
        return 10
    return _BY_NAME.get(folded)
