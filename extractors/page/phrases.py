"""
The words that lines which are not article are known by, folded; which rule uses which stands in `line_rules`.

Seven languages in full (English, Russian, Armenian, French, German, Turkish, Spanish), the usual phrases in Italian,
Portuguese, Polish, Ukrainian, Georgian, Kazakh, Persian and Arabic. No phrase names an outlet; the only names are those
on share buttons.

Long because it is a list; there is nothing to follow in it.
"""

from __future__ import annotations

import re

#: U+0307 is what lower case makes of the dot of the Turkish capital I; the Armenian marks stand within words.
MARKS = str.maketrans("‘’‚‛ʼ´“”„‟«»‐‑‒–—−՝", "''''''\"\"\"\"\"\"------:", "\u0307՛՜՞")
_DECORATION = " -•●►▶▸»>*·|→☞:([✉📌👉🔔⚡"


_MARK = re.compile(f"[{''.join(map(chr, MARKS))}]")


def _plain(mark: re.Match[str]) -> str:
    return mark[0].translate(MARKS)


def fold(line: str) -> str:
    """Return *line* as the phrases are written: lower case, plain quotes and dashes, no bullets in front."""
    folded = line.casefold()
    if not folded.isascii():
        # Twice as fast as translating letter by letter.
        folded = _MARK.sub(_plain, folded)
    return folded.lstrip(_DECORATION).replace(" :", ":").strip()


def phrases(written: str) -> tuple[str, ...]:
    """Return the phrases that *written* holds between bars and line ends, folded."""
    return tuple(fold(phrase.strip()) for phrase in re.split(r"[|\n]", written) if phrase.strip())


#: What announces another story, on its line or on the one above.
TEASERS = phrases("""
read more | read also | also read | read next | see also | see more: | more: | also: | read: | watch: | related: | related story | related post:
related article: | related stories: | don't miss: | recommended: | you may also like: | more on this:
читайте также | читать также | также читайте | читайте подробнее | читать подробнее | читать далее | читать дальше
читайте по теме | читайте: | по теме: | подробнее: | см. также | смотрите также | ранее по теме | ещё по теме
еще по теме | материал по теме | материалы по теме: | читайте ещё | читайте еще
կարդացեք նաև | կարդալ նաև | կարդացեք ավելին | կարդալ ավելին | տես նաև | տե՛ս նաև | դիտեք նաև | նաև կարդացեք
lire aussi | à lire aussi | a lire aussi | à lire: | lire également | à lire également | lire la suite | voir aussi
en savoir plus
lesen sie auch | lesen sie mehr | lesen sie hier | lesen sie dazu | lies auch | siehe auch | mehr dazu
mehr zum thema | auch interessant: | weiterlesen
ayrıca okuyun | bunu da okuyun | bunlar da ilginizi | ayrıca bakınız | ilgili haber: | devamını oku | daha fazla oku
okumaya devam
lea también | lee también | leer también | lea además | leer más | lea más | ver también | vea también
te puede interesar: | le puede interesar:
more in: | also on: | readers also liked: | click to read:
leggi anche | leggi qui: | potrebbe interessarti: | leia também | leia mais | veja também | saiba mais:
czytaj też | czytaj także | czytaj również | zobacz też | zobacz także | zobacz również
читайте також | дивіться також | читати далі | детальніше: | წაიკითხეთ ასევე | ასევე წაიკითხეთ | იხილეთ ასევე
""")

#: What announces a recording. "Listen: we cannot go on like this." is speech, so no sentence goes.
RECORDINGS = phrases("""
listen: | video: | audio: | podcast: | photos: | gallery: | in pictures: | play video: | смотреть: | смотрите: | слушать: | слушайте: | видео:
аудио: | подкаст: | фотогалерея: | դիտեք: | լսեք: | տեսանյութ: | ֆոտոշարք: | à voir: | à écouter: | vidéo: | en images: | en vidéo:
im video: | zum video: | sehen sie hier: | hören sie hier: | bilderstrecke: | fotostrecke: | izle: | izleyin: | dinle: | foto galeri:
mira: | escucha: | vídeo: | fotogalería: | ascolta: | guarda il video: | assista: | ouça: | posłuchaj:
wideo: | слухайте: | відео: | უყურეთ: | ვიდეო:
""")

#: Those that sites put behind a paragraph, with a colon.
GLUED = phrases("""
read more | read also | also read | see also | читайте также | читать также | կարդացեք նաև | կարդալ նաև
lire aussi | lesen sie auch | ayrıca okuyun | lea también | lee también
leggi anche | leia também | czytaj także | czytaj też | читайте також
""")

#: Headings of lists of other stories.
LISTS = phrases("""
related | related stories | related articles | related news | related posts | related content | related topics
more like this | more on this story | more on this topic | more stories | more news | you may also like
you might also like | you may like | recommended | recommended for you | most read | most popular | trending
trending now | the latest | latest news | latest stories | latest articles | latest posts | recent posts
editor's picks | top stories | up next | other news
другие новости | другие материалы | похожие новости | похожие материалы | новости по теме | по теме | читайте также
материалы по теме | ещё по теме | еще по теме | смотрите также | самое читаемое | популярное | последние новости
главные новости | лента новостей | рекомендуем | вам может быть интересно | новости партнеров | новости партнёров
что ещё почитать | что еще почитать
այլ նյութեր | այլ լուրեր | նմանատիպ նյութեր | առնչվող նյութեր | վերջին լուրեր | վերջին նորություններ | ամենաընթերցված
ամենադիտված | լրահոս | նույն թեմայով | կարդացեք նաև
sur le même sujet | à lire aussi | lire aussi | articles liés | les plus lus | dernières nouvelles | à la une
dans la même rubrique | vous aimerez aussi
mehr zum thema | das könnte sie auch interessieren | auch interessant | meistgelesen | verwandte artikel
weitere artikel | weitere meldungen | weitere nachrichten | neueste artikel
ilgili haberler | ilginizi çekebilir | bunlar da ilginizi çekebilir | çok okunanlar | en çok okunanlar
diğer haberler | son haberler | benzer haberler
noticias relacionadas | artículos relacionados | lo más leído | más leídas | últimas noticias | te puede interesar
también te puede interesar | más noticias | otras noticias
other stories | more on this | more in this section | from the web | around the web | sponsored content | promoted stories
popular now | what to read next | story timeline | explore further | suggested reading | keep reading
читать ещё | актуальное | выбор редакции | ещё новости | еще новости | другие новости раздела
articoli correlati | potrebbe interessarti | ultime notizie | i più letti | le ultime notizie | notizie correlate
notícias relacionadas | últimas notícias | mais lidas | leia também | veja também | matérias relacionadas
czytaj także | zobacz także | polecane | najczęściej czytane | najnowsze | powiązane artykuły
читайте також | останні новини | новини за темою | популярне | найпопулярніше | схожі новини
მსგავსი სიახლეები | ბოლო სიახლეები | სხვა სიახლეები | პოპულარული
most viewed | most commented | most shared | most watched | latest headlines | breaking news | top news | all news | all stories
read more stories | in case you missed it | don't miss | related coverage | related reading | further reading on this site
самые читаемые | самое популярное | самые популярные | читаемое | популярные новости | популярные материалы | все новости | все материалы
свежие новости | новости дня | главное за день | главное сегодня | топ новостей | сейчас читают | читают сейчас | не пропустите
вас может заинтересовать | вам может понравиться | материалы раздела | новости раздела | связанные новости | связанные материалы
ամենաընթերցվածը | ամենաընթերցվածները | ամենաշատ ընթերցված | ամենադիտվածը | բոլոր լուրերը | բոլոր նորությունները | օրվա լուրերը
թեմայի վերաբերյալ | այս թեմայով | առնչվող լուրեր | առնչվող հոդվածներ | նմանատիպ լուրեր | այլ նորություններ
toutes les actualités | toute l'actualité | l'actualité en continu | les plus consultés | les plus partagés | à ne pas manquer
nos derniers articles | derniers articles | articles similaires | sur le même thème | à lire également | pour aller plus loin
alle nachrichten | alle meldungen | meistgelesene artikel | am meisten gelesen | beliebte artikel | ähnliche artikel | verwandte themen
mehr zu diesem thema | aktuelle nachrichten | das könnte sie interessieren
tüm haberler | en çok okunan haberler | öne çıkanlar | öne çıkan haberler | son dakika haberleri | son dakika | günün haberleri | bunlara da bakın
todas las noticias | las más leídas | los más leídos | lo más visto | lo último | lo más reciente | no te pierdas | en portada | notas relacionadas
tutte le notizie | più letti | le più lette | notizie più lette | articoli simili | da non perdere
todas as notícias | mais lidas da semana | mais vistas | notícias mais lidas | não perca | artigos relacionados
wszystkie wiadomości | najpopularniejsze | najnowsze wiadomości | podobne artykuły | czytaj więcej | warto przeczytać
всі новини | усі новини | найчитаніше | найпопулярніші | схожі матеріали | матеріали за темою | читайте також за темою
ყველა სიახლე | ყველაზე კითხვადი | დღის სიახლეები | ұқсас жаңалықтар | соңғы жаңалықтар | көп оқылғандар | тағы оқыңыз
پربازدیدترین‌ها | پربازدیدترین | آخرین اخبار | اخبار مرتبط | مطالب مرتبط | الأكثر قراءة | أخبار ذات صلة | مواضيع ذات صلة | آخر الأخبار
""")

#: The outlet about itself: channels, subscriptions, apps, tips.
PROMOS = phrases("""
subscribe to | subscribe now | subscribe for | sign up to | sign up now | sign up here | sign up: | follow us
click here to subscribe | click here to sign up | click here to follow | tell us what you think | if you buy something through | reach the reporter
join us on | join our telegram | join our whatsapp | join our channel | join our newsletter | like us on | find us on
thank you for reading this | thanks for reading | support our journalism | support independent journalism
already a subscriber | to continue reading | this article is for subscribers | download our app | enter your email
get our newsletter | get the latest news | have a tip? | got a tip? | do you have a story
подпишитесь | подписывайтесь | подписаться на | следите за нами | следите за нашими
присоединяйтесь к наш | мы в telegram | мы в телеграм | мы в соцсетях | наш канал в | наш телеграм | наш telegram
хотите быть в курсе | больше новостей в | оперативные новости в | поддержите нас
բաժանորդագրվեք | բաժանորդագրվել | հետևեք մեզ | հետևիր մեզ | միացեք մեր
abonnez-vous | inscrivez-vous à | suivez-nous | rejoignez-nous sur | recevez notre | recevez nos
abonnieren sie | jetzt abonnieren | folgen sie uns | jetzt anmelden | melden sie sich für | newsletter abonnieren
zum newsletter
bizi takip ed | abone olun | bültenimize | telegram kanalımıza | whatsapp kanalımıza
suscríbete | suscríbase | síguenos | síganos | únete a nuestr | únase a nuestr | recibe nuestr
click here to get the | this copy is for your personal | to order presentation-ready | order reprints | you have been successfully subscribed
you have reached your limit | you've reached your limit | you have no free articles | subscribe to continue | subscribe to read
this content is for subscribers | this story is for subscribers | log in to continue | sign in to continue | not a subscriber?
already have an account | create a free account | become a member | support quality journalism
if you have a story | do you know more? | know something we should know | send tips to | send us your tips
download the app | get the app | available on the app store | available on google play
материал доступен только | доступно только подписчикам | чтобы продолжить чтение | читайте нас в | скачайте приложение
il vous reste | cet article est réservé aux abonnés | pour lire la suite, | déjà abonné | téléchargez l'application
dieser artikel ist nur für | sie haben bereits ein abo | jetzt weiterlesen | mit einem abo | jetzt testen | sie sind bereits abonnent
bu içerik abonelere | haberin devamı için | uygulamamızı indir
este contenido es exclusivo | contenido exclusivo para suscriptores | ya es suscriptor | ¿ya eres suscriptor | descarga nuestra app
iscriviti alla | iscriviti al nostro | seguici su | contenuto riservato agli abbonati | hai già un abbonamento
inscreva-se | siga o nosso | conteúdo exclusivo para assinantes | já é assinante | entre no nosso canal
zapisz się na | obserwuj nas | śledź nas | subskrybuj | dołącz do nas
підписуйтесь | підпишіться | стежте за нами | приєднуйтесь до наш | გამოიწერეთ | შემოგვიერთდით
բաժանորդներին հասանելի | միացիր մեր
add us on google | add us to your google | follow us on google | make us a preferred source | set us as a preferred source | prefer us on google
save articles to read later | save this article to read later | support our work | support our reporting | support our newsroom
support us on patreon | donate now | donate today | make a donation | please consider donating
please consider supporting | please consider making | this content was produced with the support of readers
this article was made possible by readers | scan the qr | open in the app | read in the app | read it in our app | get our app
turn on notifications | allow notifications | enable notifications | subscribe to notifications | chat with us on whatsapp | write to us on whatsapp
our telegram channel | our whatsapp channel | our telegram: | our whatsapp: | we are on telegram | we're on telegram | we are on whatsapp
добавить в избранное | добавьте в избранн | читать нас в | наши новости в
подпишись | подписывайся | скачайте наше приложение | установите наше
поддержать редакцию | поддержите редакцию | поддержите наш | поддержите независим | оформите пожертвование
сделать пожертвование | включите уведомления | разрешите уведомления | самые важные новости в нашем | самое интересное в нашем | мы в whatsapp
мы во вконтакте | мы в одноклассниках | пишите нам в | присылайте нам | присылайте новости | материал доступен подписчикам
մեր telegram | մեր տելեգրամ | մեր whatsapp | մեր յութուբ | մեր youtube | մեր ֆեյսբուք | մեր facebook | մենք telegram-ում
ներբեռնեք հավելվածը | ներբեռնեք մեր հավելվածը | ներբեռնիր | աջակցեք մեզ | աջակցեք մեր | աջակցիր մեզ
աջակցեք անկախ | ավելացրեք մեզ google | մուտք գործեք՝ շարունակելու | ստացեք լուրերը
ajoutez-nous | ajouter à vos sources | soutenez-nous | soutenez le journalisme | soutenez une presse | faites un don
faire un don | je fais un don | retrouvez-nous sur | retrouvez notre | activez les notifications | rejoignez notre chaîne
rejoignez notre canal | notre chaîne whatsapp | notre chaîne telegram | l'essentiel de l'actualité dans | tous les jours dans votre boîte
unterstützen sie uns | unterstützen sie unser | unterstützen sie unabhängig | jetzt spenden | spenden sie | mit ihrer spende | laden sie unsere app
jetzt app | hier geht es zum newsletter | folgen sie unserem | abonnieren sie unser | besuchen sie uns auf | uns bei google
als bevorzugte quelle | bleiben sie auf dem laufenden
bizi destekle | gazeteciliğe destek | bağış yap | google news'te | google news'e abone
bizi sosyal medyada | bizi google | kanalımıza katıl
añádenos | sigue nuestro | sigue nuestra | siga nuestro | apóyanos | apoya el periodismo | haz una donación | haga una donación
dona ahora | haz tu donación | descarga la app | descarga la aplicación | activa las notificaciones | nuestro canal de | nuestro whatsapp
recibe las noticias
únete al canal
seguici | aggiungici | sostieni il nostro | sostienici | sostieni il giornalismo | fai una donazione | dona ora | scarica l'app | unisciti al
apoie o jornalismo | apoie-nos | faça uma doação | baixe o app | baixe o aplicativo | entre no nosso
wesprzyj nas | wesprzyj nasz | przekaż darowiznę | pobierz aplikację | dodaj nas | jesteśmy na facebooku | bądź na bieżąco
підтримайте нас | підтримати нас | підтримайте редакцію | додайте нас | наш канал у | ми в telegram | ми у telegram
გვიპოვეთ | შემოუერთდით | გაგვიზიარეთ | telegram арнамыз | бізге жазылыңыз | жазылыңыз | бізді оқыңыз
به کانال ما | کانال تلگرام ما | تابعونا | تابعنا على | انضم إلى قناتنا | حمل التطبيق
добавьте нас в источники | добавьте нас в google | добавьте нас в избранн | сделайте нас предпочт | читайте нас на | siga-nos | uygulamayı indirin
bildirimleri açın | bize destek ol | bağımsız gazeteciliği destekle | soutenez notre journal | soutenez notre rédaction | soutenez notre travail
apoya nuestro periodismo | segui il nostro canale | завантажте застосунок | завантажте наш | ما را در تلگرام | اشترك في نشرتنا | اشترك في قناتنا
""")

COMMENT_FORMS = phrases("""
leave a reply | leave a comment | post a comment | post comment | add a comment | write a comment
comments are closed | comments are off | log in to comment | login to comment | join the conversation
your email address will not be published | required fields are marked | save my name, email | cancel reply
you must be logged in to
комментарии отключены | комментарии закрыты | добавить комментарий | оставить комментарий | написать комментарий
ваш адрес email не | ваш e-mail не | обязательные поля помечены | чтобы оставить комментарий | отменить ответ
թողնել մեկնաբանություն | ավելացնել մեկնաբանություն | մեկնաբանել
laisser un commentaire | ajouter un commentaire | votre adresse e-mail ne sera | votre adresse de messagerie ne
schreiben sie einen kommentar | kommentar schreiben | kommentar verfassen | ihre e-mail-adresse wird nicht
deine e-mail-adresse wird nicht
bir yanıt yazın | bir cevap yazın | yorum yap | yorum yaz | e-posta adresiniz yayınlanmayacak
deja un comentario | dejar un comentario | deja una respuesta | tu dirección de correo electrónico no
be the first to comment | view comments | show comments | hide comments | comments are moderated | we are temporarily moderating
write a reply | sign in to comment | all comments are subject to | comment on this story | have your say
читать комментарии | показать комментарии | войдите, чтобы | будьте первым
join the discussion | comment now
авторизуйтесь, чтобы | войти через | правила комментирования
գրեք մեկնաբանություն | գրել մեկնաբանություն | թողեք մեկնաբանություն | մուտք գործեք մեկնաբանելու
commenter cet article | réagir à cet article | réagissez à cet article | connectez-vous pour commenter
artikel kommentieren | diskutieren sie mit | diesen artikel kommentieren | um zu kommentieren
ilk yorumu | yorumunuzu | yorum gönder | yorum bırak | escribe un comentario | inicia sesión para comentar
commenta l'articolo | scrivi un commento | comentar esta
zostaw komentarz | napisz komentarz | ваша e-mail адреса не | пікір қалдыру | пікір жазу
დაწერე კომენტარი | კომენტარის დამატება | ارسال نظر | دیدگاهتان را | أضف تعليق | اترك تعليق | لن يتم نشر عنوان
lascia un commento | il tuo indirizzo email non | deixe um comentário | deixe uma resposta | o seu endereço de e-mail não
dodaj komentarz | skomentuj | twój adres e-mail nie | залишити коментар | додати коментар | დატოვე კომენტარი
soyez le premier à commenter | soyez le premier à réagir | seja o primeiro a comentar | sé el primero en comentar
os comentários são de responsabilidade | henüz yorum yapılmamış
""")

#: The way to the stories before and after this one.
NEIGHBOURS = phrases("""
previous article | next article | previous post | next post | previous story | next story
предыдущая статья | следующая статья | предыдущая новость | следующая новость | предыдущая запись | следующая запись
նախորդ հոդված | հաջորդ հոդված | article précédent | article suivant | vorheriger artikel | nächster artikel
önceki haber | sonraki haber | önceki yazı | sonraki yazı | artículo anterior | artículo siguiente
articolo precedente | articolo successivo | artigo anterior | próximo artigo | poprzedni artykuł | następny artykuł
попередня стаття | наступна стаття
""")

#: Plausible sub-headings, but usual at a page's foot.
FOOT = phrases("""
popular | company | about us | about the author | tags | latest | contact | contact us | об авторе | о нас | теги
контакты | հեղինակի մասին | մեր մասին | à propos | à propos de l'auteur | über den autor | über die autorin | über uns
hakkımızda | yazar hakkında | sobre el autor | sobre nosotros
""")

#: What a page says of itself and of its advertisements.
FURNITURE = phrases("""
source | sources | back to top | back to top button | go to top | scroll to top | advertisement | skip to content
skip to main content | load more | show more | view all | see all | play video | how can i help you | cancel reply
источник | наверх | к началу страницы | реклама | աղբյուր | գովազդ | haut de page | publicité | nach oben | quelle
anzeige | werbung | yukarı | kaynak | reklam | fuente | volver arriba | publicidad
advertising | sponsored | story continues | article continues | continue reading | keep reading below | skip advertisement
copied to clipboard | link copied | print this page | order reprints | loading... | loading | click to enlarge | view gallery
slide 1 of | your browser does not support the video tag | enable javascript | this video is unavailable
увеличить | ссылка скопирована | загрузка | продолжение после рекламы | показать ещё | показать еще
pubblicità | publicidade | reklama | continua a leggere | continua após a publicidade | რეკლამა
paid content | paid post | partner content | promoted content | promoted | ads by google | remove ads | report this ad | why this ad
партнерский материал | партнёрский материал | спонсорский материал | реклама на сайте | на правах рекламы | закрыть рекламу | скрыть рекламу
գովազդային նյութ | գովազդի տեղ | contenu sponsorisé | contenu partenaire | gesponsert | anzeige schließen
sponsorlu içerik | reklamı kapat | reklamı geç | contenido patrocinado | saltar publicidad | contenuto sponsorizzato | conteúdo patrocinado
materiał sponsorowany | materiał partnera | партнерський матеріал | на правах реклами | жарнама | تبلیغات | آگهی | إعلان
play now | play audio | watch video | watch now | watch live
view in full screen | enter full screen | exit full screen | image not available | video unavailable | loading comments | loading player
смотреть видео | смотреть онлайн | воспроизвести | развернуть | свернуть | загрузка комментариев | читать полностью | показать полностью
դիտել տեսանյութը | բեռնվում է | դիտել ավելին | տեսնել ավելին | regarder la vidéo | voir la vidéo | chargement | chargement en cours | voir plus
afficher plus
video abspielen | video ansehen | wird geladen | mehr anzeigen | vollbild | videoyu izle | yükleniyor | daha fazla göster | tümünü gör
ver vídeo | ver video | reproducir | cargando | ver más | mostrar más | ver todo | guarda il video | caricamento | mostra altro | carregando
assistir ao vídeo | ver mais | ładowanie | pokaż więcej | завантаження | дивитися відео | показати більше | показати ще | იტვირთება | жүктелуде
بارگذاری | جار التحميل
text size | font size | increase text size | decrease text size | a+ a- | a- a+ | размер шрифта | размер текста | увеличить шрифт | уменьшить шрифт
տառաչափ | տառատեսակի չափը | taille du texte | taille de police | schriftgröße | yazı boyutu | metin boyutu | tamaño de letra | tamaño del texto
tamaño de texto
dimensione testo | tamanho do texto | tamanho da fonte | rozmiar tekstu | wielkość tekstu | розмір шрифту | розмір тексту | шрифт өлшемі | اندازه متن
print version | printable version | printer-friendly version | print this article | print this story | print article | print page | download pdf
save as pdf
версия для печати | распечатать | распечатать статью | печатная версия | для печати | скачать pdf | տպել | տպելու տարբերակ | տպել հոդվածը
version imprimable | imprimer | imprimer l'article | imprimer cet article | druckversion | artikel drucken | seite drucken | yazdır | haberi yazdır
yazdırılabilir sürüm | versión para imprimir | versión imprimible | imprimir artículo | versione stampabile | versione per la stampa
versão para impressão | versão para imprimir | wersja do druku | wydrukuj | версія для друку | роздрукувати | ბეჭდვა | басып шығару | نسخه چاپی
طباعة
our standards | our editorial standards | privacy manager | do not sell my personal information | report an error | report a problem
report a typo | suggest a correction | submit a correction | сообщить об ошибке | сообщить об опечатке | հաղորդել սխալի մասին | signaler une erreur
signaler un problème | fehler melden | korrektur vorschlagen | hata bildir | reportar un error | informar de un error | segnala un errore
comunicar erro
reportar erro | zgłoś błąd | повідомити про помилку | გვაცნობეთ შეცდომის შესახებ | گزارش خطا | الإبلاغ عن خطأ
view results | show results | submit vote | vote now | показать результаты | результаты опроса | քվեարկել | տեսնել արդյունքները
voir les résultats | ergebnis anzeigen | sonuçları gör | ver resultados
մենք սոցցանցերում | մենք սոցիալական ցանցերում | close ad
""")

#: Consent dialogues, and the frames that stand where embedded content waits for consent.
COOKIES = phrases("""
we use cookies | this site uses cookies | this website uses cookies | our site uses cookies
мы используем cookie | мы используем файлы cookie | на сайте используются cookie | сайт использует cookie
этот сайт использует cookie | этот сайт использует файлы | մենք օգտագործում ենք cookie
այս կայքն օգտագործում | nous utilisons des cookies | ce site utilise des cookies | wir verwenden cookies
wir nutzen cookies | diese website verwendet cookies | bu site çerez | bu sitede çerez | sitemizde çerez
utilizamos cookies | usamos cookies | este sitio utiliza cookies
we and our partners | we value your privacy | your privacy is important to us | before you continue to | by clicking \"accept
we need your consent | please accept cookies | this content is provided by | to view this content, you need
мы и наши партнеры | мы и наши партнёры | нажимая \"принять | оставаясь на сайте | используя этот сайт, вы
nous et nos partenaires | le respect de votre vie privée | nous respectons votre vie privée | en poursuivant votre navigation
wir und unsere partner | wir benötigen ihre zustimmung | wir brauchen ihre zustimmung | mit ihrer zustimmung | an dieser stelle finden sie
biz ve ortaklarımız | gizliliğinize önem | nosotros y nuestros socios | valoramos tu privacidad | valoramos su privacidad
questo sito utilizza cookie | questo sito usa cookie | noi e i nostri partner | utilizziamo i cookie | nós e os nossos parceiros
ta strona używa | używamy plików cookie | my i nasi partnerzy
ми та наші партнери
we use essential cookies | this page uses cookies | this website stores cookies | this site stores cookies | our website uses cookies
by using this site, you agree | by using our site, you | by clicking \"agree | by clicking \"allow | by clicking on \"accept
you can change your cookie | cookie consent
we have updated our privacy | we've updated our privacy | manage your privacy | your choices regarding cookies | accept all cookies
наш сайт использует | этот веб-сайт использует | пользуясь сайтом, вы | пользуясь нашим сайтом | используя сайт, вы
нажимая на кнопку \"принять | мы собираем cookie | мы используем куки | сайт использует куки | мы обрабатываем файлы cookie
կայքն օգտագործում է cookie | կայքը օգտագործում է cookie | մեր կայքն օգտագործում | մեր կայքը օգտագործում | մենք օգտագործում ենք քուքի
այս կայքը օգտագործում
ce site internet utilise | notre site utilise des cookies | en cliquant sur \"accepter | nous utilisons des traceurs | gérer mes cookies
diese seite verwendet cookies | diese seite nutzt cookies | unsere website verwendet cookies | unsere webseite verwendet
diese webseite verwendet cookies
durch die nutzung dieser website | mit der nutzung dieser | wir setzen cookies | hier finden sie einen externen
web sitemizde çerez | internet sitemizde çerez | çerez politika | çerezleri kullan | sitemizi kullanarak | bu web sitesi çerez
size daha iyi hizmet sunmak için çerez
este sitio web utiliza cookies | este sitio usa cookies | esta web utiliza cookies | nuestro sitio utiliza cookies | al continuar navegando
al hacer clic en \"aceptar
este site utiliza cookies | este site usa cookies | usamos cookies para | nós usamos cookies | nós utilizamos cookies | ao continuar navegando
utilizamos cookies para
il sito utilizza cookie | usiamo i cookie | cliccando su \"accetta | nasza strona używa | nasz serwis używa | korzystamy z plików cookie
цей сайт використовує | наш сайт використовує | сайт використовує файли cookie | ეს საიტი იყენებს | საიტი იყენებს cookie
біз cookie | сайт cookie файлдарын | این سایت از کوکی | این وب‌سایت از کوکی | ما از کوکی | يستخدم هذا الموقع ملفات | نستخدم ملفات تعريف
هذا الموقع يستخدم ملفات
by continuing to use this | by continuing to use our | by continuing to use the site | продолжая использовать сайт | продолжая использовать этот
продолжая использовать наш | ми використовуємо cookie | ми використовуємо файли | ჩვენ ვიყენებთ cookie | ჩვენ ვიყენებთ ქუქი
շարունակելով օգտագործել կայքը | um diesen inhalt anzu | um diesen inhalt zu sehen | продовжуючи користуватися сайтом | ce site utilise des traceurs
nasza witryna korzysta z plików cookie
""")

TAGS = phrases("""
tags: | tagged: | tagged with | tagged in | topics: | filed under | keywords: | теги: | тэги: | метки: | рубрики:
ключевые слова: | պիտակներ: | թեգեր: | բանալի բառեր: | mots-clés: | étiquettes: | schlagwörter: | schlagworte:
stichwörter: | etiketler: | etiquetas: | palabras clave:
categories: | posted in: | more about: | in this article: | tag: | tagi: | tags da matéria: | argomenti: | assuntos:
теми: | мітки: | თეგები: | tagged under | tagged as | related topics: | related tags: | topics in this article: | read more about: | sujets: | thèmes:
themen: | mehr zum thema: | konular: | temas: | temas relacionados: | en este artículo: | temi: | hashtags: | хештеги: | хэштеги:
категории: | категория: | темы: | сюжеты: | в этом сюжете: | թեմաներ: | հեշթեգեր: | բաժիններ: | категорії: | рубрика: | słowa kluczowe:
kategorie: | tegler: | тегтер: | برچسب‌ها: | برچسب ها: | برچسب: | الكلمات المفتاحية: | كلمات مفتاحية: | وسوم:
""")

PLATFORMS = phrases("""
facebook | twitter | x | telegram | tiktok | vkontakte | google news | google новости | mail.ru | ok.ru | rutube | дзен | яндекс дзен | whatsapp | linkedin | reddit | pinterest | viber | vk | вконтакте | одноклассники
messenger | pocket | flipboard | instagram | youtube | threads | bluesky | email | e-mail | վկոնտակտե | ֆեյսբուք
""")

SHARING = phrases("""
share | shares | save | print | tweet | listen | pin | copy | link | bookmark | comments | min | facebook'ta
поделиться | сохранить | печать | распечатать | слушать | отправить | скопировать | ссылку | мин
կիսվել | ֆեյսբուքում | տպել | partager | imprimer | écouter | enregistrer | teilen | drucken | merken | anhören
paylaş | yazdır | kaydet | compartir | imprimir | guardar
""")

SHARE_FILLERS = phrases("""
this | article | post | story | on | via | to | by | with | mail | в | на | auf | sur | en | i | e | su | na | o | у
""")

FOOTER_LINKS = phrases("""
terms | of | use | service | conditions | privacy | policy | contact | contacts | us | about | cookie | cookies
advertise | advertising | careers | sitemap | help | faq | legal | notice | imprint | impressum | datenschutz | agb
контакты | политика | конфиденциальности | реклама | вакансии | mentions | légales | confidentialité | künye
gizlilik | iletişim | aviso | privacidad | contacto
""")

MENU = phrases("""
menu | search | subscribe | home | log in | login | sign in | sign up | register | news | close | toggle navigation
главная | новости | поиск | меню | войти | вход | регистрация | գլխավոր | լուրեր | որոնում | փնտրել | մենյու | մուտք
accueil | rechercher | recherche | connexion | startseite | suche | anmelden | menü | ana sayfa | anasayfa | arama
haberler | giriş | inicio | buscar | menú | iniciar sesión | live | video | videos | podcasts | newsletters
jump to content | skip to main content | my account | e-paper | newsletter | menu principale | cerca | accedi | início | entrar
szukaj | zaloguj | головна | пошук | увійти | მთავარი | ძებნა | მენიუ
""")

AUDIO = phrases("""
listen to this article | listen to this story | listen to the article | listen to article | listen to the story | hear this story
this audio is | audio version of this | your browser does not support the audio | прослушать статью | слушать статью | послушать статью
լսել հոդվածը | լսեք հոդվածը | écouter l'article | écouter cet article | écoutez cet article | artikel anhören | diesen artikel anhören
beitrag anhören | haberi dinle | makaleyi dinle | escuchar este artículo | escucha este artículo | escuchar artículo
ascolta l'articolo | ascolta questo articolo | ouça este | ouvir artigo | posłuchaj artykułu | слухати статтю
""")

CONTINUES = phrases("""
article continues below | story continues below | article continues after | story continues after | advertisement - continue
continue reading the main story | continue reading below | skip past newsletter | after newsletter promotion | scroll to continue
на правах рекламы | продолжение ниже | продолжение после рекламы | la suite après | l'article continue après | nach der anzeige
weiterlesen nach der anzeige | haberin devamı aşağıda | reklamdan sonra | sigue leyendo | continúa leyendo | continua dopo la pubblicità
continua após a publicidade | an error has occurred, please | this article has been sent to | an error occurred
""")

#: What stands before the page's own date.
DATED = phrases("""
updated | last updated | first published | published | posted | last modified | обновлено | опубликовано | дата публикации | թարմացվել է
հրապարակվել է | հրապարակված է | mis à jour | publié | modifié | aktualisiert | veröffentlicht | stand: | güncelleme | son güncelleme
güncellenme | yayınlanma | giriş tarihi | actualizado | publicado | aggiornato | pubblicato | atualizado | zaktualizowano | opublikowano
оновлено | опубліковано | გამოქვეყნდა | განახლდა
""")

#: Under whose authority an article does not stand; believed where author or editors are named behind it.
VIEWS = phrases("""
disclaimer: this | disclaimer: the views expressed in | disclaimer: the opinions | this article reflects the | this article represents the | this article expresses the | this opinion piece | this column reflects
this commentary reflects | the opinion of the author | the opinions of the author | the views of the author
the content of this article | responsibility for the information and views | facts and opinions in this | the editorial board may not
the editors may not share
отказ от ответственности: | дисклеймер: | мнение автора может | мнение автора не | мнения автора могут | мнение автора материала
мнение авторов может
мнение редакции может | мнение редакции не | позиция редакции может | позиция редакции не | точка зрения автора может | точка зрения авторов
точка зрения редакции может
позиция автора может | взгляды автора могут | мнения, высказанные в | мнение, высказанное в | мнения, выраженные в | мнение, выраженное в
взгляды, изложенные в | материал отражает | статья отражает | данный материал отражает | в статье изложено | изложенное в материале
редакция может не | редакция не несет | редакция не несёт
редакция не всегда | ответственность за содержание | за содержание материала
հեղինակի կարծիքը կարող | խմբագրության կարծիքը կարող | խմբագրության տեսակետ
խմբագրության դիրքորոշումը կարող | խմբագրությունը կարող է | խմբագրությունը պատասխանատվություն | հոդվածում արտահայտված | հոդվածում տեղ գտած
նյութում արտահայտված
նյութում տեղ գտած | սույն հոդվածում
les opinions exprimées dans | les opinions exprimées par | les opinions émises dans | les propos tenus dans cet | les points de vue exprimés dans
les vues exprimées dans
cet article n'engage | cet article n'exprime | cet article reflète | cette tribune n'engage | ce texte n'engage | cette tribune reflète
les tribunes publiées | les textes publiés
die in diesem | die hier geäußerte | die im artikel geäußerte | der artikel gibt | dieser artikel gibt | dieser beitrag gibt | der beitrag gibt
dieser text gibt
dieser kommentar gibt | gastbeiträge geben | gastkommentare geben | die meinung des autors muss | die meinung der autorin muss
die meinung des verfassers | kommentare geben | namentlich gekennzeichnete
bu köşe yazısında | yazıda yer alan | yazıda ifade edilen | makalede yer alan | makalede ifade edilen | köşe yazılarında | yazarın görüşleri
yazarların görüşleri | burada yer alan görüşler
yayımlanan yazılar | yayınlanan yazılar
descargo de responsabilidad: | las opiniones expresadas en | las opiniones expresadas por | las opiniones vertidas en | las opiniones aquí
la opinión expresada en | este artículo refleja | este artículo expresa
esta columna refleja | el contenido de este artículo | los artículos firmados | los artículos de opinión
le opinioni espresse in | le opinioni espresse negli | le opinioni espresse dagli | le opinioni qui | questo articolo esprime
questo articolo riflette
as opiniões expressas | a opinião expressa | este artigo expressa | este artigo reflete | este texto reflete | este texto não reflete
os artigos assinados | o conteúdo deste artigo
opinie wyrażone w | opinie zawarte w | poglądy wyrażone w | artykuł wyraża | treści zawarte w
думка автора може | думка авторів може | думка редакції може | точка зору автора може | точка зору редакції може | позиція автора може
позиція редакції може | погляди, висловлені в | редакція не несе
редакція може не | матеріал відображає
ავტორის მოსაზრება | ავტორის პოზიცია | სტატიაში გამოთქმული | რედაქციის პოზიცია | რედაქცია არ | автордың пікірі | автордың көзқарасы
редакцияның пікірі | редакцияның көзқарасы
دیدگاه‌های مطرح شده در | نظرات مطرح شده در | مطالب منتشر شده | نظرات نویسنده | دیدگاه نویسنده | الآراء الواردة في | الآراء المنشورة
المقالات المنشورة | مقالات الرأي
""")

#: The reader is asked to report an error. What begins as a question or a condition goes only with what to do.
ERRORS = phrases("""
found an error | found a mistake | found a typo | spotted an error | spotted a mistake | spotted a typo | spot an error
spot a mistake | spot a typo | see an error | see a mistake | see a typo | notice an error | noticed an error | noticed a typo
нашли ошибку | нашли опечатку | нашли неточность | заметили ошибку | заметили опечатку | заметили неточность
увидели ошибку | увидели опечатку | обнаружили ошибку | обнаружили опечатку | вы нашли ошибку | вы заметили ошибку
ошибка в тексте? | опечатка в тексте?
սխալ եք | սխալ գտա | սխալ գտել | սխալ նկատե | տառասխալ եք | տառասխալ գտ | տառասխալ նկատ | վրիպակ եք | վրիպակ գտ | վրիպակ նկատ | գտել եք սխալ | նկատել եք սխալ | գտաք սխալ
une erreur ? | une erreur dans cet article | une erreur dans l'article | une faute ? | une coquille ? | une faute dans cet article
haben sie einen fehler | hast du einen fehler | einen fehler gefunden | fehler gefunden | fehler entdeckt | tippfehler gefunden
haberde hata | yazım hatası mı | bir hata mı | hata mı gördünüz | hata mı buldunuz | hata mı var
¿has encontrado un error | ¿ha encontrado un error | ¿encontraste un error | ¿encontró un error | ¿has visto un error
¿viste un error | ¿hay un error | ¿algún error | hai trovato un errore | hai notato un errore | encontrou um erro
encontrou algum erro | viu algum erro | achou um erro | znalazłeś błąd | zauważyłeś błąd | widzisz błąd
знайшли помилку | помітили помилку | побачили помилку | აღმოაჩინეთ შეცდომა | შეცდომა იპოვეთ | იპოვეთ შეცდომა
қате таптыңыз | қатені байқасаңыз | هل وجدت خطأ
""")

#: Conditions and questions that do not yet say "error".
IF_ERRORS = phrases("""
if you have found | if you found | if you find | if you spot | if you see | if you notice | if you have noticed | did you find | did you spot | have you spotted
если вы нашли | если вы заметили | если вы обнаружили | если вы увидели | если заметили | если нашли | если обнаружили | обнаружив в тексте
եթե սխալ | եթե տառասխալ | եթե վրիպակ | եթե գտել եք | եթե նկատել եք | եթե հոդվածում | եթե տեքստում
vous avez repéré | vous avez trouvé | vous avez relevé | vous avez constaté | vous constatez | si vous constatez | si vous avez
wenn sie einen | sollten sie einen | eğer bir | metinde bir | yazıda bir | si encuentras | si has encontrado | si encuentra | si detecta
se hai trovato | se noti | se encontrou | jeśli zauważyłeś | jeśli znalazłeś | якщо ви знайшли | якщо ви помітили | якщо помітили
თუ შეცდომა | егер қате | егер мәтінде | اگر خطایی | إذا وجدت خطأ
""")

#: Whom the press may ask, and where.
PRESS_CONTACTS = phrases("""
media contact | press contact | media enquir | media inquir | press enquir | press inquir | press office: | contact for media | contact for press | contacts for media | for media enquir | for media inquir
for press enquir | for press inquir | for interview requests | media relations: | media contacts | press contacts | media and press contact | investor contact | investor relations:
контакты для сми | контакт для сми | контакты для прессы | контакт для прессы | для прессы: | для сми: | пресс-служба: | контакты пресс-службы | контактное лицо | дополнительная информация для сми | вопросы сми
կապ մամուլի | մամուլի հետ կապ | մամուլի կոնտակտ | կոնտակտներ մամուլի | մամուլի համար: | լրատվամիջոցների համար | լրամիջոցների համար | մամուլի ծառայություն:
contact presse | contacts presse | contact médias | contacts médias | contact média | relations presse: | service de presse: | relations médias:
pressekontakt | medienkontakt | ansprechpartner für die presse | ansprechpartnerin für die presse | kontakt für medien | kontakt für die presse | pressestelle: | rückfragen an: | rückfragehinweis | presseanfragen
basın iletişim | basın için iletişim | medya iletişim | basın irtibat | basın bürosu:
contacto de prensa | contacto para prensa | contacto prensa | contacto para medios | contactos de prensa | contacto de medios | oficina de prensa: | para consultas de prensa
contatti stampa | contatto stampa | ufficio stampa: | contato para imprensa | contacto de imprensa | assessoria de imprensa: | kontakt dla mediów | kontakt prasowy | biuro prasowe:
контакти для змі | контакт для змі | пресслужба: | прес-служба: | კონტაქტი მედიისთვის | პრესსამსახური: | бақ үшін байланыс
""")

#: A name at a platform, an address, a number, each behind its label.
CONTACTS = phrases("""
twitter: | x/twitter: | twitter/x: | telegram: | instagram: | facebook: | bluesky: | mastodon: | threads: | linkedin: | youtube: | whatsapp: | viber: | skype: | email: | e-mail: | mail: | tel: | tel.: | phone:
telephone: | fax: | téléphone: | tél.: | tél: | courriel: | telefon: | teléfono: | correo: | correo electrónico: | telefono: | telefone: | e-posta: | тел.: | тел: | телефон: | почта: | эл. почта: | e-mail redakcji:
эл.почта: | телеграм: | հեռ.: | հեռ: | հեռախոս: | էլ. փոստ: | էլ.փոստ: | էլ. հասցե: | ტელ: | ელ-ფოსტა: | электрондық пошта:
""")

#: Whose picture it is; the label of a caption.
PICTURES = phrases("""
photo: | photos: | photo credit | photo courtesy | photograph: | photographs: | photographer: | image: | images: | file photo
picture: | pictures: | illustration: | illustrations: | cartoon: | screenshot: | screengrab: | featured image: | cover image: | cover photo:
cover: photo
фото: | фото © | фотография: | фотографии: | иллюстрация: | иллюстрация © | иллюстрации: | изображение: | изображения: | снимок: | скриншот:
коллаж: | кадр из видео | кадр:
լուսանկարը: | լուսանկար: | լուսանկարները: | լուսանկարներ: | լուս.: | նկարը: | նկար: | ֆոտո: | ֆոտոն: | պատկերը: | պատկեր:
crédit photo | crédits photo | photographie:
bildquelle | bildnachweis | bildrechte | titelbild: | grafik: | karikatur:
fotoğraf: | fotoğraflar: | görsel:
fotografía: | fotografías: | imagen: | imágenes: | ilustración: | crédito de la foto
immagine: | immagini: | credito foto | crediti foto | imagem: | imagens: | crédito da foto | ilustração: | reprodução/
zdjęcie: | zdjęcia: | ilustracja: | fot.: | fot. | світлина: | ілюстрація: | скріншот: | зображення: | ფოტო: | ილუსტრაცია: | სურათი: | сурет:
суретте: | фотосурет:
عکس: | تصویر: | الصورة: | صورة: | تصوير:
photo by | источник фото: | источник изображения: | լուսանկարի հեղինակ: | լուսանկարի աղբյուր: | symbolbild: | symbolfoto: | archivbild:
archivfoto: | photo d'archives: | photo d'illustration: | temsili fotoğraf: | foto de archivo: | foto d'archivio: | imagen de archivo:
фото из архива: | архивное фото:
""")

#: Picture labels that are words of the language too: only a name or two may follow.
PICTURE_WORDS = phrases("""
bild: | bilder: | credit: | credits: | image credit: | image credits: | picture credit: | picture credits: | video credit: | crédit: | crédits:
crédito: | créditos:
автор фото: | автор фотографии: | автор снимка: | автор изображения: | инфографика: | լուսանկարիչ: | fotograf: | fotógrafo: | photographe:
fotografo: | illustrator: | illustratrice: | infographie:
dessin de
image by | images by | picture by | photos by | illustration by | illustrations by | foto: | fotos: | foto di | foto von
""")
PICTURE_LABELS = phrases("""
archive photo | file photo | file image | file picture | stock photo | stock image | archive image | archivbild | archivfoto | symbolbild
symbolfoto | beispielbild | photo d'archives | photo d'illustration
image d'illustration | фото из архива | архивное фото | иллюстративное фото | фото автора | фото из открытых источников | скриншот видео
արխիվային լուսանկար | արխիվային նկար
arşiv fotoğrafı | temsili fotoğraf | temsili görsel | foto de archivo | imagen de archivo | foto d'archivio | foto de arquivo | imagem ilustrativa
imagen ilustrativa | zdjęcie ilustracyjne | фото ілюстративне
ілюстративне фото | архівне фото | საარქივო ფოტო | мұрағат суреті | عکس آرشیوی | صورة أرشيفية
""")

#: What was asked of the reader about the article.
FEEDBACK = phrases("""
was this helpful | did you like this article | did you enjoy this article | did you find this article | do you like this article
rate this article | rate this story
rate this post | rate this page | how would you rate | what do you think of this article | take our poll | take our survey | vote in our poll
вам понравилась статья | понравилась статья | понравился материал | вам понравился материал | вам понравилось? | оцените статью | оцените материал
оцените новость | оцените публикацию | оцените эту | примите участие в опросе
пройдите опрос | участвуйте в опросе | голосуйте в нашем
հոդվածն օգտակար | հոդվածը օգտակար | օգտակար էր | դուր եկավ հոդվածը | հավանեցիք հոդվածը | գնահատեք հոդվածը | գնահատեք նյութը | մասնակցեք հարցմանը
մասնակցեք մեր հարցմանը
cet article vous semble | avez-vous aimé cet article | avez-vous trouvé cet article | notez cet article | donnez votre avis
participez à notre sondage | que pensez-vous de cet article
hat ihnen der artikel | hat ihnen dieser artikel | wie fanden sie diesen artikel | bewerten sie diesen | artikel bewerten
nehmen sie an unserer umfrage
bu haber size | bu haberi beğen | bu içerik size | bu yazıyı değerlendir | bu haberi değerlendir | bu habere tepki | anketimize katıl
¿te ha gustado | ¿te gustó | ¿le ha gustado | ¿le resultó útil | valora este artículo | califica este artículo | participa en nuestra encuesta
vota en nuestra
ti è piaciuto | ti è stato utile | questo articolo ti è | valuta questo articolo | este artigo foi útil | gostou deste artigo | gostou da matéria
avalie este | oceń artykuł | oceń ten | czy ten artykuł | podoba ci się
чи була стаття | вам сподобалася стаття | сподобалась стаття | сподобався матеріал | оцініть статтю | оцініть матеріал | მოგეწონათ სტატია
შეაფასეთ სტატია | мақала пайдалы | آیا این مطلب | آیا این مقاله | هل أعجبك | هل كان هذا المقال
was this article helpful | was this article useful | was this article interesting | was this story helpful | was this story useful
was this page helpful | was this page useful | was this information helpful | была ли статья полезн | была ли эта статья полезн | вам была полезна
cet article vous a-t-il | cet article vous a plu | cet article vous a été utile | war dieser artikel hilfreich | war dieser artikel interessant
war dieser artikel lesenswert | war dieser beitrag hilfreich | take part in our poll | take part in our survey | ¿te pareció útil
¿te pareció interesante | ¿te resultó útil | ¿te ha resultado útil | wie hat ihnen dieser artikel | wie hat ihnen der artikel | чи була ця стаття
bu yazı faydalı oldu mu | bu makale faydalı
""")

#: What a breadcrumb begins with.
HOMES = phrases("""
home | home page | homepage | main page | news | you are here: | главная | главная страница | новости | вы здесь: | գլխավոր | գլխավոր էջ | լուրեր
accueil | vous êtes ici: | startseite | sie sind hier: | nachrichten
ana sayfa | anasayfa | haberler | inicio | portada | noticias | prima pagina | sei qui: | início | página inicial | strona główna | головна
новини | მთავარი | басты бет | خانه | صفحه اصلی | الرئيسية
""")

#: How often an article was read.
COUNTED = (
    r"(?:views?|hits|page ?views|reads|просмотр\w*|прочтени\w*|прочитан\w*|դիտում\w*|ընթերցում\w*|ընթերցող\w*|vues?|lectures?|aufrufe|zugriffe"
    r"|görüntülen?me|okunma|gösterim|visitas?|lecturas?|vistas?|visualizaciones|visualizzazioni|visualizações|letture|leituras?|wyświetleń|odsłon\w*|перегляд\w*|ნახვა\w*|қаралым\w*|оқылды|بازدید|مشاهدات?|قراءات?)"
)
COMMENTED = r"(?:comments?|комментари\w*|մեկնաբանություն\w*|commentaires?|kommentare?|yorum(?:lar)?|comentarios?|commenti|commento|comentários?|komentarz\w*|коментар\w*|კომენტარ\w*|пікір\w*)"

#: What a language is called on the switch to it, in short and in full.
LANGUAGE_CODES = "en|eng|ru|rus|am|arm|hy|hay|հայ|рус|ру|анг|англ|рос|eng|ենգ|ռուս|անգլ|fr|fra|de|deu|ger|tr|tur|es|esp|it|ita|pt|por|pl|pol|ua|uk|ukr|укр|ge|geo|ka|ქართ|ქარ|kz|kaz|қаз|каз|az|aze|uz|uzb|ўзб|fa|ar|zh|cn|中文"
LANGUAGES = (
    "english|русский|русская версия|հայերեն|հայերէն|ռուսերեն|անգլերեն|français|deutsch|türkçe|español|italiano|português|polski|українська|ქართული|қазақша|қазақ тілі"
    "|azərbaycanca|azərbaycan dili|o'zbekcha|o'zbek|ўзбекча|кыргызча|тоҷикӣ|беларуская|فارسی|العربية|中文|日本語|english version|հայերեն տարբերակ"
)

#: Whom an article's views are said to be, or not to be; "authorities" are nobody's authors.
OWNER = (
    r"(?:\bauthor(?!i)|\bwriter|\bcontributor|\bcolumnist|\beditor|\b(?:his|her|their|my) own\b|auteur|rédaction|engage|\bautor|redaktion"
    r"|redakc|redacción|redação|redazione|\bautore|verfasser|yazar|editör|editoryal|yayın politika|sorumlu|автор|редакц|редакці|издани|ответственност"
    r"|відповідальн|հեղինակ|խմբագր|պատասխանատվ|ავტორ|რედაქც|პასუხისმგებ|редакция|نویسنده|تحریریه|الكاتب|كاتب|أصحاب|الموقع|الصحيفة)"
)
#: What the reader may have found.
ERROR = (
    r"(?:error|mistake|typo\b|inaccura|ошиб|опечат|неточност|սխալ|վրիպակ|erreur|faute|coquille|fehler|hata|\berrore|\berro\b|błąd|błęd|помилк|შეცდომ"
    r"|қате|خطا|اشتباه|خطأ)"
)
#: What the reader is asked to do; "they reported it" is a report.
REPORT = (
    r"(?:ctrl|\bselect |highlight|\bpress |let us know|tell us|e-?mail us|contact us|write to us|please|выделите|нажмите|сообщите|напишите|отправьте|пришлите"
    r"|նշեք|նշիր|սեղմեք|գրեք|ուղարկեք|տեղեկացրեք|հայտնեք|ընդգծեք|signalez|écrivez|sélectionnez|cliquez|merci de|prévenez|markieren sie|schreiben sie|melden sie"
    r"|teilen sie|bitte|bildirin|bize|seçin|tıklayın|avísanos|escríbenos|infórmanos|comunícalo|repórtalo|selecciona|segnala|scrivici|contattaci|avise|informe"
    r"|comunique|entre em contato|reporte|napisz|zgłoś|daj nam|zaznacz|виділіть|повідомте|натисніть|напишіть|надішліть|გვაცნობეთ|მოგვწერეთ|მონიშნეთ"
    r"|таңдап|басыңыз|жазыңыз|хабарлаңыз|اطلاع دهید|گزارش دهید|أخبرنا|أبلغنا)"
)
