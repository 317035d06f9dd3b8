"""The words and fixed forms of web-page furniture that sites of many publishers use, in several languages."""

from __future__ import annotations

from typing import Final

LABELS: Final = {
    "share": """
        share; share this; share this article; share this story; share on facebook; share on twitter; share via email
        tweet; tweet this; facebook; twitter; x; whatsapp; linkedin; pinterest; reddit; tumblr; telegram; instagram
        youtube; flipboard; pocket; snapchat; messenger; google+; google plus; blogger; stumbleupon; rss; rss feed
        email; e-mail; email this; email this article; email me; mail; print; print this; copy link; link copied; copy
        save; bookmark; pin it; pin; send; like; show more sharing options; more sharing options; sharing; follow us
        follow; shares; gplus; mix; vk; viber; line; xing; digg; feed; social; on
        partager; imprimer; envoyer; compartir; imprimir; enviar; teilen; drucken; merken; empfehlen; compartilhar
        condividi; stampa; delen; paylaş; شارك; مشاركة; شارك المقال; طباعة; فيسبوك; تويتر; واتساب; أرسل إلى صديق
        поделиться; печать
    """,
    "account": """
        sign in; sign up; sign out; log in; login; log out; logout; register; registration; subscribe; subscribe now
        subscribe today; subscriptions; my account; account; create account; your account; newsletter; newsletters
        your email; your email address; email address; enter your email; submit; donate; join; join now; profile
        digital subscription; gift subscription; become a member; support us; preferences; sign up now; my profile
        s'abonner; abonnez-vous; se connecter; connexion; inscription; m'inscrire; suscríbase; suscríbete
        iniciar sesión; regístrate; anmelden; abonnieren; registrieren; abo; jetzt abonnieren; einloggen; assine
        entrar; abbonati; accedi; abonneren; inloggen; giriş; abone ol; اشترك; تسجيل الدخول; النشرة البريدية
        подписаться; войти
    """,
    "comments": """
        no comments; no comments yet; view comments; view all comments; show comments; hide comments; add comment
        add a comment; post comment; post a comment; leave a comment; leave a reply; write a comment; reply; replies
        join the conversation; join the discussion; comment policy; be the first to comment; comments are closed
        load more comments; sort by; report abuse; your name; your comment; submit comment; commenting; comment
        comments; start the conversation; cancel reply
        commentaires; commentaire; laisser un commentaire; commenter; réagir; comentarios; comentario; comentar
        deja un comentario; kommentare; kommentar; kommentar schreiben; comentários; comentário; commenti
        lascia un commento; reacties; yorum; yorumlar; yorum yaz; تعليق; تعليقات; التعليقات; أضف تعليق; أضف تعليقك
        اترك تعليقا; комментарии; комментировать
    """,
    "advertisement": """
        advertisement; advertisements; advertisment; advertising; ad; ads; sponsored; sponsored content; paid content
        paid post; promoted; promoted content; promoted stories; story continues below; continue reading below
        ad feedback; skip ad; skip advert; skip advertisement; continue reading; partner content; from our partners
        publicité; publicidad; anuncio; anzeige; werbung; pubblicità; publicidade; advertentie; reklam; إعلان; إعلانات
        реклама
    """,
    "related": """
        related; related article; related articles; related story; related stories; related content; related coverage
        related topic; related topics; related links; related news; related posts; related videos; related video
        read more; read also; read next; see also; more stories; more news; more articles; more videos; more headlines
        most read; most popular; most viewed; most shared; most commented; most recent; most watched; popular
        popular now; trending; trending now; top stories; top news; recommended; recommended for you; also on
        recommended stories; recommended articles; recommended reading; you may like; you may also like; up next
        you might also like; next article; next story; previous article; previous story; latest; latest news
        latest stories; latest articles; latest headlines; recent posts; recent articles; recent stories
        editors' picks; editor's picks; editors' pick; editor's pick; don't miss; must read; must reads; must-read
        what to read next; around the web; from around the web; in case you missed it; explore more; keep reading
        tag; tags; topic; topics; in this article; filed under; more like this; story timeline; featured
        featured stories; featured video; previous articles; breaking news; more in this section; bestsellers
        à lire aussi; lire aussi; lire la suite; sur le même sujet; les plus lus; articles liés; articles similaires
        articles associés; lea también; lee también; leer más; artículos relacionados; noticias relacionadas
        lo más leído; lo más visto; más noticias; temas; lesen sie auch; mehr zum thema; meistgelesen; weiterlesen
        das könnte sie auch interessieren; verwandte artikel; themen; leia mais; leia também; mais lidas
        notícias relacionadas; leggi anche; articoli correlati; i più letti; lees ook; meest gelezen; ilgili haberler
        اقرأ أيضا; اقرأ أيضاً; إقرأ أيضا; اقرأ المزيد; مواضيع ذات صلة; أخبار ذات صلة; الأكثر قراءة; الأكثر مشاهدة
        ذات صلة; читайте также
    """,
    "legal": """
        privacy; privacy policy; privacy notice; privacy statement; privacy & cookies; your privacy choices
        your privacy rights; privacy and cookies; cookie policy; cookies policy; cookies; cookie settings
        cookie notice; cookie preferences; terms; terms of use; terms of service; terms and conditions
        terms & conditions; terms of sale; terms & privacy; legal; legal notice; disclaimer; imprint; ad choices
        adchoices; your ad choices; about our ads; about the ads; accessibility; accessibility statement
        accessibility help; i agree; accept; accept all; accept cookies; accept all cookies; reject all; got it
        copyright policy; copyright; corrections; code of ethics; editorial policy; ethics; data policy; no thanks
        mentions légales; politique de confidentialité; tous droits réservés; aviso legal; política de privacidad
        todos los derechos reservados; impressum; datenschutz; datenschutzerklärung; agb; alle rechte vorbehalten
        política de privacidade; todos os direitos reservados; tutti i diritti riservati; سياسة الخصوصية
        جميع الحقوق محفوظة; شروط الاستخدام; حقوق النشر; политика конфиденциальности
    """,
    "navigation": """
        home; homepage; home page; menu; search; go; close; open; more; less; next; previous; prev; back; back to top
        back to gallery; back to home; top; skip to content; skip to main content; skip to navigation; view all
        see all; show more; show less; show all; load more; expand; collapse; about; about us; contact; contact us
        careers; jobs; advertise; advertise with us; sitemap; site map; help; help center; faq; faqs; feedback
        site index; sections; settings; language; languages; english; edition; video; videos; photo; photos; gallery
        galleries; image; play; pause; mute; unmute; watch; watch now; watch live; listen; listen live; live; live tv
        podcast; podcasts; weather; archive; archives; epaper; e-paper; mobile; app; apps; download the app; store
        shop; toggle navigation; main menu; main navigation; learn more; click here; details; full screen; fullscreen
        replay; caption; hide caption; toggle caption; enlarge this image; enlarge; view gallery; view slideshow
        get short url; track; do not track; masthead; our team; staff; press; events; reprints; classifieds; obituaries
        crossword; horoscope; quizzes; tv; radio; loading; cancel; ok; yes; no; done; options; all; other; sorry!
        accueil; rechercher; recherche; fermer; haut de page; contactez-nous; inicio; buscar; cerrar; volver arriba
        contacto; startseite; suche; suchen; schließen; schliessen; nach oben; kontakt; início; fechar; contato; cerca
        chiudi; contatti; zoeken; ana sayfa; arama; الرئيسية; بحث; القائمة; اتصل بنا; من نحن; إغلاق; главная; поиск
        меню
    """,
}
"""Kind of furniture -> labels, each a whole line (or a whole part of a row of them)."""

PATTERNS: Final = {
    "counter": (
        r"\d+",
        r"\d+ ?/ ?\d+",
        r"(image|photo|slide|page|picture|video|foto|bild) \d+ (of|/|de|von) ?/? ?\d+",
        r"\d+ of \d+",
        r"[\d.,]+ ?k? (shares?|views?|likes?|reads?|votes?|reactions?|followers|points?)",
        r"(shares?|views?|likes?|votes?):? ?[\d.,]+ ?k?",
        r"\d+ ?min(ute)?s?\.?( de)? (read|reading|lecture|lectura|leitura)( time)?",
        r"\w{3,9} minutes?['’]?( of)? (read|reading)",
        r"(reading time|lesezeit|lecture|temps de lecture|tiempo de lectura):? ?\d+ ?\w{0,8}\.?",
        r"\d+ ?(minutes?|mins?|hours?|hrs?|days?|weeks?|months?|h|m|d) ago",
        r"(il y a|hace|vor|há) \d+ \w{1,10}",
        r"[\d.,]+ (vues|vistas|visitas|aufrufe|مشاهدة|مشاهدات)",
    ),
    "vote": (
        r"(do|did) you (like|enjoy|find) (this|the) (article|story|page|content).{0,40}\?",
        r"(is|was) this (article|story|page|content) (helpful|useful|interesting).{0,20}",
        r"(please )?rate this (article|story|page).{0,20}",
        r"how (would|do) you rate .{0,40}",
        r"(avez-vous aimé|aimez-vous) cet article.{0,10}|cet article vous a.{0,40}\?",
        r"¿ ?(te (gustó|ha gustado|gusta|resultó)|le gustó).{0,40}\?",
        r"(war dieser artikel|gefällt ihnen dieser artikel|hat ihnen dieser artikel).{0,30}\??",
        r"(você )?gostou d.{2,20}\?|ti è piaciuto .{0,30}\?",
        r"هل (أعجبك|أعجبتك|أعجبكم|وجدت) .{0,50}؟?",
    ),
    "comments": (
        r"\d+ ?(comments?|comment\(s\)|replies|commentaires?|comentarios?|kommentare?|comentários?|commenti|reacties)",
        r"comments? ?[(:]? ?\d+ ?\)?",
        r"\d+ (responses|replies|thoughts|comments|réponses|respuestas|antworten) (to|on|à|a|auf) .{2,200}",
        r"\d+ ?(تعليقات|تعليق|تعليقا|yorum|комментари(й|я|ев))|(التعليقات|تعليقات) ?\(? ?\d+ ?\)?",
        r"view (all )?\d+ comments",
        r".{0,30}(\*|denotes|marked|indicates).{0,30}required( fields?)?.{0,20}",
        r"required fields? (are|is) marked.{0,10}",
        r"\d+ ?/ ?\d{3,5}",
        r"\d* ?(characters?|zeichen|caractères?|caracteres) ?(left|remaining|restants?|restantes|übrig).{0,20}",
        r"your e-?mail( address)? will not be published.{0,50}",
        r"les champs (obligatoires|marqués).{0,60}|los campos obligatorios.{0,60}|.{0,40}pflichtfelder.{0,40}",
        r"الحقول الإلزامية.{0,60}",
        r"comment policy.{0,60}",
        r"(please )?(log ?in|sign in|register) to (comment|post|reply|leave).{0,40}",
    ),
    "legal": (
        r"©.{0,80}|\(c\) ?\d{4}.{0,60}",
        r"copyright ?(©|\(c\)|\d{4}).{0,80}",
        r".{0,80}all rights reserved.{0,60}",
        r".{0,60}(by (using|continuing)|(web)?site uses|we use|utilise des|utiliza|verwendet) .{0,60}cookies.{0,60}",
        r"do not sell.{0,40}",
        r"(tous droits réservés|todos los derechos reservados|alle rechte vorbehalten|جميع الحقوق محفوظة).{0,40}",
    ),
    "account": (
        r"(sign up|subscribe|register) (now |today |free )?(for|to) .{0,80}(newsletter|updates|emails?|alerts).{0,40}",
        r".{0,80}(delivered|straight|direct(ly)?|right) (to|in|into) your (inbox|mailbox).{0,20}",
        r"get .{0,60}(newsletter|in your inbox).{0,20}",
        r"thanks?( you)? for (signing up|subscribing|joining|registering).{0,40}",
        r"(inscrivez-vous|abonnez-vous) .{0,60}|suscr[ií]b(e|ase|ete) a .{0,60}|اشترك في .{0,40}",
        r"follow (us )?(on .{2,30}|@\w+)|follow @?\w+|@\w+",
    ),
    "related": (
        r"(related|read more|read also|see also|watch|read|also read|recommended|must read) ?[:>»] ?.{3,160}",
        r"related (article|articles|story|stories|news) ?[:>»-] ?.{3,160}",
        r"(à lire aussi|lire aussi|lea también|lee también|leer más|lesen sie auch|mehr zum thema) ?[:>»-] ?.{3,160}",
        r"(leia também|leggi anche|اقرأ أيضاً?|إقرأ أيضاً?) ?[:>»-] ?.{3,160}",
        r"(tags?|topics?|keywords|filed under|in this article|mots-clés|etiquetas|schlagworte) ?: ?.{2,200}",
        r"(most (read|popular|viewed|shared)|more) (on|from|in|by|about|stories from) .{2,40}",
        r"(view|see|read) (all|more|full|the full) .{2,40}",
    ),
    "advertisement": (
        r"(story|article) continues (below|after) ?(the |this )?(ad|advert|advertisement|video)?.{0,10}",
        r"scroll (down )?to continue.{0,30}",
        r".{0,40}continue reading the main story.{0,10}",
        r"(sponsored|paid for|presented|brought to you) by .{2,40}",
    ),
    "navigation": (
        r"skip to .{2,30}",
        r"(previous|prev|next|précédent|suivant|anterior|siguiente|zurück|precedente|vorige)( \w+)?: .{3,200}",
        r"search .{2,20}",
        r"(hide|show|toggle) .{2,20}",
        r"jump to .{2,30}",
    ),
}
"""Kind of furniture -> regular expressions for a whole line, tried without case."""
