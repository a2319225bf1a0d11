"""Names for streets, as a Flemish town has them: by what the quarter is about, and across villages the same ones again."""

from __future__ import annotations

from random import Random

from dashboard.sandbox.town.plan import TOWN, VILLAGES

POOLS: dict[str, str] = {
    "Centrum": """Minderbroedersstraat Kapelstraat Ridderstraat Zoutstraat Gasthuisstraat Clarissenstraat Abdijstraat Breedstraat
        Gootstraat Hamelstraat Kazernestraat Kloosterstraat Koestraat Korenstraat Kuiperstraat Lakenmakersstraat Leerlooierstraat Munstraat
        Nieuwstraat Oliestraat Oude_Veemarkt Plankstraat Predikherenstraat Rijschoolstraat Schaapstraat Schoolstraat Schuttersstraat
        Sint-Gangulfstraat Sint-Jansstraat Sint-Odilastraat Slachthuisstraat Smidsstraat Spaanse_Brug Stapelstraat Torenstraat Vissersstraat
        Vleeshouwersstraat Volderstraat Wevershof Wijngaardstraat Zakstraat Zwartzustersgang Begijnhofstraat Bogaardenstraat Brouwersgang
        Dekenstraat Engelstraat Gildestraat Groenstraat Halfmaartstraat Heilig-Hartplein Kanunnikenhof Karmelietenstraat Keizerstraat
        Kleine_Markt Kromme_Elleboog Lombardstraat Meelmarkt Paardengang Pelsmakersstraat Pottenbakkersstraat Refugiestraat Speelmansstraat
        Tichelrijstraat Vlasmarkt Waterstraat Wolstraat Zilverstraat Kattengang Kaalmarkt Ursulinengang Schepenhuisstraat Penitentengang
        Boterstraat Graanmarkt Kaasstraat Lepelstraat Naaldenstraat Onder_de_Toren Proosdijstraat Rozenhoedgang Spinnerijgang Tinnenpotstraat
        Vestingstraat Ververijgang Hoveniersgang Meiboomgang Oudstrijdersplein Stadhuisgang Bakkersgang Gevangenisstraat Apostelstraat""",
    "Stationswijk": """Leopold_II-straat Koning_Albertlaan Koningin_Astridlaan Statielaan Spoorwegstraat Prins_Boudewijnstraat Parklaan
        Vrijheidslaan Jubelfeestlaan Onafhankelijkheidslaan Tramstraat Poststraat Nijverheidsstraat Gasstraat Elfnovemberlaan Kongostraat
        Prinses_Elisabethlaan Gieterijstraat Suikerijstraat Stoomstraat Locomotiefstraat Loodsstraat Seinhuisstraat Handelsstraat Vooruitgangstraat
        Verbroederingsstraat Bevrijdingslaan Fabriekstraat Mouterijstraat Douaneplein Rangeerstraat Wisselstraat Arbeidersstraat Hospicestraat""",
    "Spoorhoek": """Jan_van_Eyckstraat Rubenslaan Bruegelstraat Memlingstraat Permekelaan Ensorstraat Van_Dyckstraat Jordaensstraat
        Hans_Memlinghof Wiertzstraat Teniersstraat Meunierlaan Wappersstraat Quinten_Metsysstraat Van_der_Weydenstraat Spilliaertstraat
        Van_de_Woestynestraat Wouterslaan Smitsstraat Evenepoelstraat Delvauxlaan Magrittestraat Rik_Woutershof Tytgatstraat Claushof
        Minnestraat Servaeslaan Van_den_Berghestraat Brouwerlaan Bouts-straat Artanstraat Rodenbachstraat Stobbaertsstraat Verweestraat
        Raveelhof Schildershof Penselenstraat Ateliershof Etserstraat Doekstraat Paletstraat Houtskoolhof Academielaan Portrethof""",
    "Kapelveld": """Kapelveldstraat Guido_Gezellelaan Streuvelsstraat Conscienceplein Vondelstraat Rodenbachlaan Timmermansstraat Claesstraat
        Van_Ostaijenstraat Elsschotstraat Peter_Benoitstraat Tollensstraat Ledegancklaan Snieders-straat Van_de_Woestijnelaan Buyssestraat
        Teirlinckstraat Maerlantstraat Reinaertlaan Uilenspiegelstraat Bredero-laan Hadewijchstraat Ruusbroecstraat Bijnsstraat Walscheplein
        Loveling-straat Nibelungenstraat Pallieterlaan Hooftstraat Catsstraat Multatulilaan Boonstraat Lampolaan Van_Duysestraat Beetsstraat
        Dichtersplein Versschoolstraat Rijmelhof Sonnetstraat Rederijkersstraat Balladenhof Letterhof Drukkersstraat Boekenhof Inktstraat""",
    "Bloemenwijk": """Rozenlaan Tulpenstraat Dahliastraat Begoniastraat Anjerstraat Leliestraat Narcissenstraat Violierstraat Korenbloemstraat
        Klaproosstraat Hyacintenlaan Irisstraat Margrietenstraat Goudsbloemstraat Zonnebloemstraat Fresiastraat Azaleastraat Hortensialaan
        Geraniumstraat Petuniahof Vergeet-mij-nietstraat Sleutelbloemstraat Madeliefjesstraat Papaverstraat Primulastraat Ridderspoorhof
        Boterbloemhof Lavendelstraat Camelialaan Magnolialaan Clematisstraat Seringenstraat Jasmijnstraat Krokusstraat Sneeuwklokjeshof
        Lathyrusstraat Lupinestraat Asterstraat Chrysantenstraat Gladiolenstraat Vlinderstruikhof Wildeman-straat Pioenstraat Akeleihof
        Balsemienstraat Gentiaanstraat Winterroosstraat Heidebloemstraat Bloemenplein Zinniastraat Gerberahof Orchideeënlaan Kamillestraat""",
    "Terlaken": """Populierenlaan Beukenlaan Lindenlaan Kastanjelaan Eikenlaan Esdoornlaan Berkenlaan Acacialaan Platanenlaan Wilgenlaan
        Elzenlaan Sparrenlaan Dennenlaan Ceder-laan Notelarenlaan Taxuslaan Hulstlaan Lijsterbeslaan Haagbeukdreef Olmendreef Terlakendreef
        Kasteeldreef Vijverdreef Warandelaan Parkzicht Reigerdreef Meerkoetlaan Ter_Laken Essendreef Ginkgolaan Moerbeilaan Mispelaar
        Vliegden Jeneverbeslaan Sequoialaan Tamariskhof Vlierbeslaan Hazelaarlaan Meidoornlaan Kornoeljelaan Ligusterlaan Wintereikhof""",
    "Lindeveld": """Lindeveld Europalaan Beneluxlaan Schumanlaan Spaaklaan Adenauerstraat Monnetstraat Parijsstraat Romestraat Luxemburgstraat
        Straatsburghof Verenigde_Natieslaan Vredestraat Vriendschapslaan Solidariteitshof Kennedylaan Churchillstraat Marshallstraat Bevrijdersstraat
        Canadastraat Amerikastraat Oude_Luikerbaan Lindebeemd Boomgaardstraat Kersenstraat Appelstraat Perenstraat Pruimenstraat Bigarreauhof
        Jonagoldstraat Conférencestraat Boskoophof Reinetstraat Hoogstamstraat Bongerdhof Bloesemlaan Plukkersstraat Fruithof Veilingstraat
        Mandenstraat Ladderhof Entstraat Snoeierstraat Doyenné-straat Morelhof Mirabelstraat Kweepeerhof Cox-straat Gaardenstraat Palmethof""",
    "Begijnenkwartier": """Begijnenpoort Grootjufferstraat Kantklosstraat Sint-Agnesstraat Sint-Begga-straat Infirmeriestraat Hofmeesteresstraat
        Bleekweide Bleekstraat Stille_Gang Conventstraat Psalmstraat Sint-Ursulastraat Noveenstraat Spinrokstraat Getouwstraat Linnenstraat
        Vlasbloemstraat Sint-Katarinastraat Wolkammersstraat Pelgrimsstraat Sint-Genovevastraat Weversstraat Spoelstraat Schietspoelhof
        Sluierstraat Kapstraat Heilige-Geesthof Armentafelstraat Sint-Elisabethstraat Novicenhof Kruidtuinstraat Lavoirstraat Wasserijstraat""",
    "Grootveld": """Industrielaan Ambachtenlaan Ondernemersstraat Grootveldlaan Nijverheidslaan Transportstraat Logistieklaan Vakmanstraat
        Technologielaan Montagestraat Metaalstraat Houtzagerijstraat Koelhuisstraat Veilinglaan Energiestraat Innovatiestraat Magazijnstraat""",
    "Molenveld": """Molenveldstraat Windmolenstraat Watermolenstraat Molenaarstraat Maalderijstraat Roggestraat Tarwestraat Haverstraat
        Gerststraat Boekweitstraat Speltstraat Wiekenstraat Rosmolenstraat Mulderstraat Molensteenstraat Bloemmolenhof Koolzaadstraat
        Zaaierstraat Maaierstraat Oogststraat Schovenstraat Dorsvlegelstraat Graanschuurstraat Sikkelstraat Zeisstraat Ploegstraat Egstraat
        Klaverstraat Luzernestraat Vlasstraat Hopstraat Mosterdhof Bietenstraat Rapenhof Halmstraat Kafhof Stoppelhof Garvestraat""",
    "Vogelwijk": """Merelstraat Lijsterstraat Nachtegaalstraat Vinkenstraat Mezenstraat Zwaluwstraat Leeuwerikstraat Spreeuwenstraat Kievitstraat
        Koekoekstraat Roodborstjesstraat Wielewaallaan Sperwerstraat Valkenlaan Buizerdlaan Uilenstraat Duivenstraat Goudvinkstraat Kwikstaarthof
        Winterkoninghof IJsvogelstraat Patrijzenstraat Fazantenlaan Grutto-hof Ooievaarstraat Reigerstraat Ekstersstraat Gaaienhof Kneuterhof
        Putterstraat Sijsjesstraat Spechtstraat Zanglijsterhof Bosuilhof Sint-Annalaan Ziekenhuislaan Torenvalkhof Karekiethof Boerenzwaluwhof""",
}
# in every village again, in this order of likelihood
COMMON = """Kerkstraat Dorpsstraat Kapelstraat Molenstraat Schoolstraat Nieuwstraat Kloosterstraat Pastorijstraat Molenweg Kasteelstraat Beekstraat
    Veldstraat Bosstraat Hoogstraat Steenstraat Groenstraat Heirbaan Kruisstraat Hollestraat Driesstraat Broekstraat Dreef Lindestraat Oude_Baan
    Smisstraat Tiendestraat Heuvelstraat Kerkveldweg Processieweg Langstraat Kleine_Steenweg Ridderstraat Zavelstraat Bronstraat Brouwerijstraat""".split()
HEADS = """Hage Krekel Kwade Linde Meer Zaal Haver Kouter Doorn Hane Vosse Zande Wolfs Hooi Gras Lange Korte Hoge Ooster Wester Kersen Reke
    Dries Putte Kraaien Kiezel Leem Steen Eike Bosch Rode Heer Winter Zomer Kalver Schapen Galgen Honds Vrouwe Monnik Pad Berk Elst Roost Bieze Hasel
    Wijer Mergel Grub Kattel Aker Zijp Kluis Vaart Tom Hel Bunder Roe Kamp Bos Konijns Zegge Weide Ganzen Kwikkel""".split()
TAILS = "veldstraat bergstraat beemdstraat broekweg veldweg bosweg dalstraat kouter akkerstraat putstraat weidestraat hofstraat heggeweg bergweg kapelweg".split()
PERSONS = """Burgemeester_Claes Pastoor_Lenaerts Deken_Hermans Dokter_Vrancken Notaris_Coenen Meester_Knapen Burgemeester_Vanmuysen Kanunnik_Thijs
    Pastoor_Vrijdaghs Burgemeester_Roosen Baron_de_Wolfs Onderpastoor_Menten Meester_Bollen Zuster_Alberta Juffrouw_Nijs Veldwachter_Stas
    Koster_Reners Brouwer_Govaerts Graaf_van_Bernem Dokter_Swennen Broeder_Aloïs Burgemeester_Hendrix""".split()
VESTEN = {"Tongersesteenweg": "Tongersevest", "Hasseltsesteenweg": "Hasseltsevest"}


class Names:
    """Gives each village every name at most once."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.taken: set[tuple[str, str]] = set()
        self.pools = {quarter: _words(pool) for quarter, pool in POOLS.items()}
        for pool in self.pools.values():
            random.shuffle(pool)
        self.common = {village: self._shuffled_a_little(COMMON) for village in VILLAGES}

    def take(self, name: str, village: str) -> bool:
        """Claim a name; False when it is taken."""
        if (name, village) in self.taken:
            return False
        self.taken.add((name, village))
        return True

    def next(self, quarter: str, village: str, kind: str) -> str:
        """A free name that fits the quarter."""
        while True:
            if village == TOWN:
                pool = self.pools[quarter]
                name = pool.pop() if pool else self._made(kind)
            else:
                common = self.common[village]
                name = common.pop(0) if common and self.random.random() < 0.62 else self._made(kind)
            if self.take(name, village):
                return name

    def _made(self, kind: str) -> str:
        if kind == "residential" and self.random.random() < 0.12:
            return self.random.choice(PERSONS).replace("_", " ") + "straat"
        name = self.random.choice(HEADS) + self.random.choice(TAILS)
        return name.removesuffix("straat") + "weg" if kind == "country" and name.endswith("straat") else name

    def _shuffled_a_little(self, names: list[str]) -> list[str]:
        ranked = sorted(enumerate(names), key=lambda item: item[0] + self.random.uniform(0, 9))
        return [name.replace("_", " ") for _, name in ranked]


def _words(pool: str) -> list[str]:
    return [word.replace("_", " ") for word in pool.split()]
