"""Names that people of such a city have; put together at random, so nobody's in particular."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|" if "|" in text else " "))


FIRST = {
    "m": _words(
        "Jef Luc Marc Jan Dirk Koen Bart Tom Wim Peter Johan Guy Eddy Rudi Patrick Stefan Kristof Bram Wout Jonas Pieter Ruben Thomas "
        "Maarten Jeroen Sven Kurt Ivo Freddy Ludo Roger Willy Etienne Gilbert André Herman Erik Filip Geert Hans Nico Yves Frank Danny "
        "Ronny Mohamed Ahmed Youssef Bilal Mehmet Emre Piotr Marek Cristian Harpreet Arne Lars Seppe Robbe Milan Noah Lucas Matteo Simon "
        "Nathan Elias"
    ),
    "f": _words(
        "Maria Ann An Els Katrien Hilde Greet Lieve Mieke Rita Monique Christel Sabine Nathalie Ingrid Kristel Veerle Leen Sofie Evi Lies "
        "Katleen Tine Sarah Lotte Eva Julie Emma Marie Nele Joke Annelies Elke Heidi Nancy Nadine Viviane Godelieve Jeanne Simonne Paula "
        "Yvonne Denise Fatima Samira Naima Aïcha Elif Zeynep Agnieszka Magda Elena Ioana Simran Amandeep Hanne Fien Noor Louise Ella Lore "
        "Amber Jana Ilse"
    ),
}
LAST = _words(
    "Vandersteen|Claes|Swinnen|Moons|Vanhees|Lambrechts|Cuypers|Smeets|Knapen|Vanbrabant|Schepers|Thijs|Hendrickx|Bollen|Wouters"
    "|Nijs|Vrancken|Jacobs|Celis|Vandeput|Roosen|Bielen|Neven|Geerts|Hermans|Vanstraelen|Pirard|Houbrechts|Mathijs|Vanoppen"
    "|Steegmans|Lowette|Boonen|Kempeneers|Ruymen|Daniels|Strouven|Vangronsveld|Medaerts|Coenen|Reynders|Gielen|Dewit|Appeltans"
    "|Vanmechelen|Croes|Berden|Vlayen|Cornelis|Haesevoets|Ramaekers|Timmermans|Vanderlinden|Gijbels|Put|Engelen|Vos|Castermans"
    "|Nelissen|Stassart|Poelmans|Jadoul|Lavigne|Renard|Lejeune|Dubois|Lambert|Fontaine|Collard|Dethier|El Amrani|Bouzid|Yilmaz|Kaya"
    "|Demir|Kowalski|Nowak|Popescu|Ionescu|Kaur|Gill|Van den Broeck|Van de Weyer|De Backer|Van Roy|De Ridder|Vander Eycken"
    "|Van Herck|De Wolf|Peeters|Maes|Aerts|Mertens|Goossens|Michiels|Lemmens|Luyten|Bosmans|Winters|Evers|Loix|Schoofs|Fabry"
    "|Vandormael|Princen|Vandewaerde|Grosemans|Dreesen|Haesen|Kenens|Beckers|Liesens|Ulens|Tuts|Stulens|Billen|Vanmuysen"
)
FRENCH = {
    "m": _words(
        "Benoît Olivier Thierry Didier Xavier Pascal Fabrice Laurent Damien Quentin Michel Philippe"
    ),
    "f": _words(
        "Sylvie Isabelle Anne-Marie Chantal Véronique Delphine Aurélie Céline Brigitte Florence Martine Dominique"
    ),
}
FRENCH_LAST = _words(
    "Renard Lejeune Dubois Lambert Fontaine Collard Dethier Lavigne Jadoul Pirard Marchal Henrotte Delvaux Thiry Grégoire Hanquet"
)
ENGLISH = {
    "m": _words(
        "James Oliver Daniel Michael Adrian Kevin Raj Luca Andrei Stephen Martin Sean"
    ),
    "f": _words(
        "Emily Claire Hannah Priya Susan Karen Olga Fiona Grace Helen Megan Laura"
    ),
}
ENGLISH_LAST = _words(
    "Whitfield Harper Marsh Okafor Sharma Doyle Bennett Novak Larsen Fischer Hughes Petrov Tanaka Murray Holt Pearce"
)
# most cards have none
JOBS = ("",) * 6 + _words(
    "gepensioneerd|gepensioneerd|bediende|leerkracht|verpleegkundige|zelfstandige|arbeider|arbeidster|student|fruitteler|landbouwer"
    "|kinesist|huisarts|winkelier|ambtenaar|technieker|chauffeur|thuisverpleegkundige|directeur basisschool|syndicus"
    "|voorzitter buurtcomité|poetshulp|kok|ingenieur"
)
