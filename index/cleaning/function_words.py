"""The commonest function words of a dozen languages: running text has many, labels and titles few."""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
    the a an of to in and that is was for on with as at by it he she his her they this be are from have has had
    not but which
    were been or who would will their its we you i said about when if there can so what up out after more than
    also into
    de la le les et en un une des du que qui dans pour pas sur au par est son sa ses il elle ont plus ce cette
    aux avec ne se sont
    el los las y una por con para se no su al lo como más pero sus le ya o este sí porque esta entre cuando muy
    sin sobre
    der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat
    dass sie nach wird bei einer um am sind noch wie einem über
    di che il è per una non del si da con alla della sono dei delle nel anche più ma come
    o e que do da em um para com não uma os no se na por mais as dos como mas foi ao das seu sua ou ser
    het van een dat op te zijn met voor niet aan er om ook als dan maar bij uit nog naar
    och att det som på av är inte till den med för har de om ett men var jag han
    ve bir bu için ile da de olarak daha çok gibi kadar olan
    в и на не что с по как это он но из за к у от для о так же его то все
    yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena
    w i na z do nie się że jest to o jak za od po przez
    في من على إلى أن عن التي الذي هذا هذه مع كان قال لا ما بعد كما و أو قد كانت بين منذ حتى
"""

FUNCTION_WORDS: Final = frozenset(_TABLE.split())
