"""
The words that lines which are not article are known by, folded; which rule uses which stands in `line_rules`.

Seven languages in full (English, Russian, Armenian, French, German, Turkish, Spanish), the usual phrases in Italian,
Portuguese, Polish, Ukrainian and Georgian. No phrase names an outlet; the only names are those on share buttons.

Long because it is a list; there is nothing to follow in it.
"""

from __future__ import annotations

import re

#: U+0307 is what lower case makes of the dot of the Turkish capital I.
MARKS = str.maketrans("‘’‚‛ʼ´“”„‟«»‐‑‒–—−՝", "''''''\"\"\"\"\"\"------:") | {0x307: None}
_DECORATION = " -•●►▶▸»>*·|→☞:([✉📌👉🔔⚡"


def fold(line: str) -> str:
    """Return *line* as the phrases are written: lower case, plain quotes and dashes, no bullets in front."""
    folded = line.casefold()
    if not folded.isascii():
        folded = folded.translate(MARKS)
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
""")

#: The outlet about itself: channels, subscriptions, apps, tips.
PROMOS = phrases("""
subscribe to | subscribe now | subscribe for | sign up to | sign up now | sign up here | sign up: | follow us
click here to subscribe | click here to sign up | click here to follow | tell us what you think | if you buy something through | reach the reporter
join us on | join our telegram | join our whatsapp | join our channel | join our newsletter | like us on | find us on
thank you for reading this | thanks for reading | support our journalism | support independent journalism
already a subscriber | to continue reading | this article is for subscribers | download our app | enter your email
get our newsletter | get the latest news | have a tip? | got a tip? | do you have a story
подпишитесь | подписывайтесь | подписаться на | следите за нами | следите за нашими | читайте нас
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
inscreva-se | siga-nos | siga o nosso | conteúdo exclusivo para assinantes | já é assinante | entre no nosso canal
zapisz się na | obserwuj nas | śledź nas | subskrybuj | dołącz do nas
підписуйтесь | підпишіться | стежте за нами | приєднуйтесь до наш | გამოიწერეთ | შემოგვიერთდით
բաժանորդներին հասանելի | միացիր մեր
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
lascia un commento | il tuo indirizzo email non | deixe um comentário | deixe uma resposta | o seu endereço de e-mail não
dodaj komentarz | skomentuj | twój adres e-mail nie | залишити коментар | додати коментар | დატოვე კომენტარი
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
""")

#: Consent dialogues, and the frames that stand where embedded content waits for consent.
COOKIES = phrases("""
we use cookies | this site uses cookies | this website uses cookies | our site uses cookies | by continuing to use
мы используем cookie | мы используем файлы cookie | на сайте используются cookie | сайт использует cookie
этот сайт использует cookie | этот сайт использует файлы | продолжая использовать | մենք օգտագործում ենք cookie
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
ta strona używa | używamy plików cookie | my i nasi partnerzy | ми використовуємо
ми та наші партнери | ჩვენ ვიყენებთ
""")

TAGS = phrases("""
tags: | tagged: | tagged with | tagged in | topics: | filed under | keywords: | теги: | тэги: | метки: | рубрики:
ключевые слова: | պիտակներ: | թեգեր: | բանալի բառեր: | mots-clés: | étiquettes: | schlagwörter: | schlagworte:
stichwörter: | etiketler: | etiquetas: | palabras clave:
categories: | posted in: | more about: | in this article: | tag: | tagi: | tags da matéria: | argomenti: | assuntos:
теми: | мітки: | თეგები:
""")

PLATFORMS = phrases("""
facebook | twitter | x | telegram | whatsapp | linkedin | reddit | pinterest | viber | vk | вконтакте | одноклассники
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
