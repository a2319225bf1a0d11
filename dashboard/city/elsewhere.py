"""Names that look like a place of this city and are none: other towns, and first names of people. Folded (names.fold)."""

from __future__ import annotations

from dashboard.city.names import fold


def _folded(names: str) -> frozenset[str]:
    return frozenset(fold(name) for name in names.split(","))


#: Belgium's larger towns and those near them, in both languages, and the provinces: "Grote Markt van Brussel" is not ours.
TOWNS = _folded(
    "Aalst,Alost,Aarschot,Antwerpen,Anvers,Arlon,Aarlen,Ath,Bastogne,Beringen,Bergen,Mons,Beveren,Bilzen,Blankenberge,Borgloon,Borgworm,"
    "Waremme,Bree,Brugge,Bruges,Brussel,Bruxelles,Charleroi,Deinze,Dendermonde,Termonde,Diest,Diksmuide,Dilsen,Dinant,Doornik,Tournai,"
    "Eeklo,Eupen,Geel,Genk,Gent,Gand,Gentbrugge,Geraardsbergen,Gingelom,Grimbergen,Halen,Halle,Hal,Hannuit,Hannut,Harelbeke,Hasselt,"
    "Heers,Herentals,Herk,Heusden,Hoei,Huy,Ieper,Ypres,Izegem,Kalmthout,Knokke,Kortrijk,Courtrai,Landen,Lanaken,Leuven,Louvain,Liège,"
    "Luik,Lier,Lokeren,Lommel,Maaseik,Maastricht,Mechelen,Malines,Menen,Mol,Mortsel,Namen,Namur,Nieuwerkerken,Nieuwpoort,Ninove,Nijvel,"
    "Nivelles,Ostende,Oostende,Oudenaarde,Overijse,Peer,Poperinge,Roeselare,Roulers,Ronse,Renaix,Scherpenheuvel,Spa,Tessenderlo,Tienen,"
    "Tirlemont,Tielt,Tongeren,Tongres,Torhout,Turnhout,Verviers,Veurne,Vilvoorde,Waregem,Waterloo,Waver,Wavre,Wellen,Wetteren,Zaventem,"
    "Zelzate,Zonhoven,Zottegem,Zoutleeuw,Limburg,Antwerpen,Vlaams-Brabant,Oost-Vlaanderen,West-Vlaanderen,Henegouwen,Luxemburg,Nederland,"
    "Frankrijk,Duitsland,Parijs,Paris,Amsterdam,Keulen,Aken,Rijsel,Lille,Londen,Berlijn"
)

#: The commonest ones; a place's name right behind one of them is a person's.
FIRST_NAMES = _folded(
    "Jan,Piet,Marc,Luc,Patrick,Dirk,Johan,Peter,Paul,Koen,Bart,Tom,Wim,Kris,Geert,Filip,Guy,Erik,Eric,Stijn,Pieter,Thomas,Kevin,Jef,Jos,"
    "Jozef,Louis,Lucas,Arthur,Noah,Liam,Adam,Victor,Jules,Kobe,Seppe,Lars,Wout,Sander,Mathias,Jonas,Nick,Tim,Dries,Ruben,Robbe,Ward,Karel,"
    "Willy,Roger,Andre,Rik,Herman,Hugo,Frans,Gert,Joost,Maria,Marie,An,Ann,Anne,Els,Ilse,Lies,Lieve,Griet,Greet,Katrien,Kathleen,Hilde,"
    "Sofie,Sarah,Eva,Emma,Louise,Olivia,Mila,Elena,Julie,Lotte,Laura,Lisa,Nele,Tine,Veerle,Annelies,Leen,Martine,Nathalie,Isabelle,Monique,"
    "Christine,Nicole,Rita,Linda,Sandra,Pascal,Philippe,Michel,Jean,Pierre,Jacques,Francois,Mohamed,Mehmet,Fatima,Ahmed,Ali,Yasmine"
)
