"""The words in which a page speaks to its readers, in several languages: what it asks of them, and its own parts."""

from __future__ import annotations

import re
from typing import Final

_CALLS: Final = """
    sign up|sign in|subscribe|unsubscribe|send|tell|write (?:to|a|us)|ask|share|follow|join|get|leave a|vote|read|listen
    |watch|register|log ?in|reply|forward|download|buy|donate|support|become a|add your|continue|visit|see|check|try
    |discover|explore|browse|click|tap|report|rate|comment|have your say|contact|e-?mail|call|order|book|find out
    |learn|help|hear|go to|back to|like|save|print|copy|enter|choose|manage|keep|take part|take our|submit
    |inscrivez|abonnez|recevez|connectez|écrivez|envoyez|partagez|suivez|rejoignez|lisez|découvrez|retrouvez|signalez
    |téléchargez|laissez|donnez|réagissez|votez|soutenez|écoutez|participez|commentez|consultez
    |suscr[ií]b\\w+|reg[ií]str\\w+|env[ií](?:e|a)\\w*|deje|deja|siga|síg\\w+|sigue|comparta|comparte|escriba|escr[ií]b\\w+
    |lea|lee|reciba|recibe|únete|únase|vote|vota|descargue|descarga|inicie|opine|opina|cuéntenos|cuéntanos
    |melden sie|abonnieren|schreiben sie|folgen sie|teilen sie|lesen sie|senden sie|diskutieren|registrieren|jetzt
    |iscriviti|abbonati|scrivi|scriveteci|segui|seguici|condividi|leggi|lascia|ricevi|registrati|accedi|commenta
    |assine|inscreva|receba|siga|compartilhe|escreva|leia|deixe|cadastre|comente|participe
    |schrijf|abonneer|volg|deel|lees|meld|reageer|laat|praat
    |abone ol|paylaş\\w*|takip|yorum|okuyun|katılın
    |شارك\\w*|اشترك\\w*|للاشتراك|أرسل\\w*|ارسل\\w*|تابع\\w*|سج[ّ]?ل\\w*|اكتب\\w*|أضف|اترك|اقرأ|حم[ّ]?ل|انضم\\w*|صو[ّ]?ت
    |подпи\\w+|читайте|поделитесь|оставьте|напишите|войдите|следите|пишите
"""
_ADDRESS: Final = """
    you|your|yours|us|our|we|me|my|vous|votre|vos|nous|notre|nos|usted|su|tu|te|nuestr[oa]s?|sie|ihr|ihnen|ihre\\w?|uns
    |unser\\w*|du|dein\\w*|tuo|tua|vi|noi|nostr[oaie]|ti|você|sua|seu|noss[oa]s?|je|jouw|u(?!\\.)|uw|wij|ons|onze|siz\\w*|biz\\w*
    |عنوانك|رأيك|تعليقك|أصدقائك|بريدك|لنا|معنا|إلينا|вы|вас|ваш\\w*|нас|нам|наш\\w*
"""
_PRODUCT: Final = """
    newsletters?|letters?|e-?mails?|mail|inbox|cookies?|device|account|subscriptions?|subscribers?|comments?|remarks?
    |apps?|podcasts?|editors?|desk|partners|mistakes?|list|page|article|story|stories|guide|report|columns?|edition
    |adverts?|paper|conversation|discussion|thread|quiz|poll|survey|notifications?|alerts?|browser|ads
    |lettre|infolettre|courriel|boîte|compte|témoins de connexion|commentaires?|rédaction|appli\\w*|parutions
    |boletín|correo|cuenta|comentarios?|página|noticias?|artículos?|redacción|notizia|articol[oi]|redazione|pagina
    |rundbrief|konto|kommentare?|seite|artikel|redaktion|beitrag|meldung|boletim|conta|comentários|artigos?
    |nieuwsbrief|reacties|bülten\\w*|haber\\w*|نشرة|النشرة|البريد|بريدي\\w*|البريدي|التعليقات|الخبر|المقال|الصفحة
    |рассылк\\w+|комментари\\w+|статья|статью
"""
_MORE: Final = """
    more|also|most|five|ten|latest|other|further|next|previous|related|popular|dig deeper|editor['’]?s['’]? picks?
    |d['’]autres?|autres?|nos|plus|dernières|également|aussi|más|otras?|otros|también|lo más|nuestr[oa]s
    |mehr|weitere|meist\\w+|auch|altr[ie]|anche|più|mais|outr[oa]s|meer|ook|onze|diğer|daha|المزيد|أيضا|أيضاً|آخر|еще|ещё|также
"""


def _words(table: str) -> str:
    return "".join(table.split("\n")).replace("    ", "")


CALL: Final = re.compile(rf"(?:^|[.?!؟:;|·]\s*|\bor )\W*(?:please |just )?(?:{_words(_CALLS)})(?!\w)", re.IGNORECASE)
"""Something asked of the reader, where a sentence begins."""

ADDRESS: Final = re.compile(rf"(?<!\w)(?:{_words(_ADDRESS)})(?!\w)", re.IGNORECASE)
"""The reader, or the paper speaking of itself."""

PRODUCT: Final = re.compile(rf"(?<!\w)(?:{_words(_PRODUCT)})(?!\w)", re.IGNORECASE)
"""What a paper offers beside its articles, or a part of its page."""

MORE: Final = re.compile(rf"(?:{_words(_MORE)})(?!\w)", re.IGNORECASE)
"""How the label over a row of links to other articles begins."""
