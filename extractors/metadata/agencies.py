"""The names of news agencies, by which a byline tells them from persons; no outlets, and no rule hangs on one."""

from __future__ import annotations

from extractors.page.characters import bare

_NAMES = """
    Reuters; Thomson Reuters; AP; The AP; Associated Press; The Associated Press; AFP; Agence France-Presse; dpa; dpa-AFX;
    dpa International; Deutsche Presse-Agentur; APA; APA-OTS; SDA; Keystone-SDA; ATS; epd; KNA; AFXP; AFX; SID; DAPD; dts;
    ANSA; Adnkronos; AGI; LaPresse; Askanews; EFE; Agencia EFE; Europa Press; Servimedia; Lusa; Agência Lusa; Agência Brasil;
    Notimex; Télam; Prensa Latina; Xinhua; Xinhua News Agency; Kyodo; Kyodo News; Jiji Press; Yonhap; Bernama;
    Antara; ANI; PTI; Press Trust of India; IANS; UNI; APP; BSS; UNB; Bloomberg; Bloomberg News; UPI; PA Media; PA;
    Press Association; AAP; Australian Associated Press; CP; The Canadian Press; Canadian Press; La Presse canadienne; TASS;
    ITAR-TASS; ТАСС; ИТАР-ТАСС; RIA Novosti; РИА Новости; Interfax; Интерфакс; Interfax-Ukraine; Интерфакс-Украина; Regnum;
    Sputnik; Спутник; Прайм; BelTA; БелТА; БЕЛТА; Kazinform; Казинформ; Azertac; AZƏRTAC; Armenpress;
    Արմենպրես; Арменпресс; ArmInfo; АрмИнфо; Mediamax; Մեդիամաքս; Медиамакс; ARKA; АРКА; Ukrinform;
    Укринформ; Укрінформ; УНИАН; УНІАН; PAP; ČTK; TASR; SITA; MTI; Agerpres; Mediafax; BTA; БТА; Hina; Tanjug; Fena;
    Srna; STA; STT; NTB; TT; TT Nyhetsbyrån; Ritzau; ANP; Belga; BNS; ELTA; LETA; Anadolu; Anadolu Agency; Anadolu Ajansı;
    AA; DHA; İHA; IHA; Demirören Haber Ajansı; İhlas Haber Ajansı; ANKA; IRNA; ISNA; Tasnim; WAFA; MENA; SPA;
    QNA; KUNA; WAM; SANA; APS; PANA; GNA; SAnews; AFP-JIJI; Getty Images; GlobeNewswire;
    PR Newswire; Business Wire; dpa infocom;
    Agenturen; Agencies; Agencias; Agências; Agenzie; Агентства; Redaktionsnetzwerk Deutschland; RND; Wires
"""
_AGENCIES = frozenset(bare(name) for name in _NAMES.split(";"))


def is_agency(name: str) -> bool:
    """Tell whether *name* is that of a known news agency, in whatever case."""
    return bare(name) in _AGENCIES
