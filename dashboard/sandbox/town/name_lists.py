"""Words that names of streets are made from; a name of several words has `_` between them."""

from __future__ import annotations

POOLS: dict[str, str] = {
    "Centrum": """Minderbroedersstraat Kapelstraat Ridderstraat Zoutstraat Gasthuisstraat Clarissenstraat Abdijstraat Breedstraat
    Gootstraat Hamelstraat Kazernestraat Kloosterstraat Koestraat Korenstraat Kuiperstraat Lakenmakersstraat
    Leerlooierstraat Munstraat Nieuwstraat Oliestraat Oude_Veemarkt Plankstraat Predikherenstraat Rijschoolstraat
    Schaapstraat Schoolstraat Schuttersstraat Sint-Gangulfstraat Sint-Jansstraat Sint-Odilastraat Slachthuisstraat
    Smidsstraat Spaanse_Brug Stapelstraat Torenstraat Vissersstraat Vleeshouwersstraat Volderstraat Wevershof
    Wijngaardstraat Zakstraat Zwartzustersgang Begijnhofstraat Bogaardenstraat Brouwersgang Dekenstraat
    Engelstraat Gildestraat Groenstraat Halfmaartstraat Heilig-Hartplein Kanunnikenhof Karmelietenstraat
    Keizerstraat Kleine_Markt Kromme_Elleboog Lombardstraat Meelmarkt Paardengang Pelsmakersstraat
    Pottenbakkersstraat Refugiestraat Speelmansstraat Tichelrijstraat Vlasmarkt Waterstraat Wolstraat Zilverstraat
    Kattengang Kaalmarkt Ursulinengang Schepenhuisstraat Penitentengang Boterstraat Graanmarkt Kaasstraat
    Lepelstraat Naaldenstraat Onder_de_Toren Proosdijstraat Rozenhoedgang Spinnerijgang Tinnenpotstraat
    Vestingstraat Ververijgang Hoveniersgang Meiboomgang Oudstrijdersplein Stadhuisgang Bakkersgang
    Gevangenisstraat Apostelstraat""",
    "Stationswijk": """Leopold_II-straat Koning_Albertlaan Koningin_Astridlaan Statielaan Spoorwegstraat Prins_Boudewijnstraat Parklaan
    Vrijheidslaan Jubelfeestlaan Onafhankelijkheidslaan Tramstraat Poststraat Nijverheidsstraat Gasstraat
    Elfnovemberlaan Goederenstraat Prinses_Elisabethlaan Gieterijstraat Suikerijstraat Stoomstraat
    Locomotiefstraat Loodsstraat Seinhuisstraat Handelsstraat Vooruitgangstraat Verbroederingsstraat
    Bevrijdingslaan Fabriekstraat Mouterijstraat Douaneplein Rangeerstraat Wisselstraat Arbeidersstraat
    Hospicestraat""",
    "Spoorhoek": """Jan_van_Eyckstraat Rubenslaan Bruegelstraat Memlingstraat Permekelaan Ensorstraat Van_Dyckstraat Jordaensstraat
    Hans_Memlinghof Wiertzstraat Teniersstraat Meunierlaan Wappersstraat Quinten_Metsysstraat Van_der_Weydenstraat
    Spilliaertstraat Van_de_Woestynestraat Wouterslaan Smitsstraat Evenepoelstraat Delvauxlaan Magrittestraat
    Rik_Woutershof Tytgatstraat Claushof Minnestraat Servaeslaan Van_den_Berghestraat Brouwerlaan Boutsstraat
    Artanstraat Rodenbachstraat Stobbaertsstraat Verweestraat Raveelhof Schildershof Penselenstraat Ateliershof
    Etserstraat Doekstraat Paletstraat Houtskoolhof Academielaan Portrethof""",
    "Kapelveld": """Kapelveldstraat Guido_Gezellelaan Streuvelsstraat Conscienceplein Vondelstraat Rodenbachlaan Timmermansstraat
    Claesstraat Van_Ostaijenstraat Elsschotstraat Peter_Benoitstraat Tollensstraat Ledegancklaan Sniedersstraat
    Van_de_Woestijnelaan Buyssestraat Teirlinckstraat Maerlantstraat Reinaertlaan Uilenspiegelstraat Brederolaan
    Hadewijchstraat Ruusbroecstraat Bijnsstraat Walscheplein Lovelingstraat Nibelungenstraat Pallieterlaan
    Hooftstraat Catsstraat Multatulilaan Boonstraat Lampolaan Van_Duysestraat Beetsstraat Dichtersplein
    Willemsstraat Rijmelhof Sonnetstraat Rederijkersstraat Balladenhof Letterhof Drukkersstraat Boekenhof
    Inktstraat""",
    "Bloemenwijk": """Rozenlaan Tulpenstraat Dahliastraat Begoniastraat Anjerstraat Leliestraat Narcissenstraat Violierstraat
    Korenbloemstraat Klaproosstraat Hyacintenlaan Irisstraat Margrietenstraat Goudsbloemstraat Zonnebloemstraat
    Fresiastraat Azaleastraat Hortensialaan Geraniumstraat Petuniahof Vergeet-mij-nietstraat Sleutelbloemstraat
    Madeliefjesstraat Papaverstraat Primulastraat Ridderspoorhof Boterbloemhof Lavendelstraat Camelialaan
    Magnolialaan Clematisstraat Seringenstraat Jasmijnstraat Krokusstraat Sneeuwklokjeshof Lathyrusstraat
    Lupinestraat Asterstraat Chrysantenstraat Gladiolenstraat Vlinderstruikhof Wildemanstraat Pioenstraat
    Akeleihof Balsemienstraat Gentiaanstraat Winterroosstraat Heidebloemstraat Bloemenplein Zinniastraat
    Gerberahof Orchideeënlaan Kamillestraat""",
    "Terlaken": """Populierenlaan Beukenlaan Lindenlaan Kastanjelaan Eikenlaan Esdoornlaan Berkenlaan Acacialaan Platanenlaan Wilgenlaan
    Elzenlaan Sparrenlaan Dennenlaan Cederlaan Notelarenlaan Taxuslaan Hulstlaan Lijsterbeslaan Haagbeukdreef
    Olmendreef Terlakendreef Kasteeldreef Vijverdreef Warandelaan Parkzicht Reigerdreef Meerkoetlaan Ter_Laken
    Essendreef Ginkgolaan Moerbeilaan Mispelaar Vliegden Jeneverbeslaan Sequoialaan Tamariskhof Vlierbeslaan
    Hazelaarlaan Meidoornlaan Kornoeljelaan Ligusterlaan Wintereikhof""",
    "Lindeveld": """Lindeveld Europalaan Beneluxlaan Schumanlaan Spaaklaan Adenauerstraat Monnetstraat Parijsstraat Romestraat
    Luxemburgstraat Straatsburghof Verenigde_Natieslaan Vredestraat Vriendschapslaan Solidariteitshof Kennedylaan
    Churchillstraat Marshallstraat Bevrijdersstraat Canadastraat Amerikastraat Oude_Luikerbaan Lindebeemd
    Boomgaardstraat Kersenstraat Appelstraat Perenstraat Pruimenstraat Bigarreauhof Jonagoldstraat Legipontstraat
    Boskoophof Reinetstraat Hoogstamstraat Bongerdhof Bloesemlaan Plukkersstraat Fruithof Veilingstraat
    Mandenstraat Ladderhof Entstraat Snoeierstraat Doyennéstraat Morelhof Mirabelstraat Kweepeerhof Renetstraat
    Gaardenstraat Palmethof""",
    "Begijnenkwartier": """Begijnenpoort Grootjufferstraat Kantklosstraat Sint-Agnesstraat Sint-Beggastraat Infirmeriestraat
    Hofmeesteresstraat
    Bleekweide Bleekstraat Stille_Gang Conventstraat Psalmstraat Sint-Ursulastraat Noveenstraat Spinrokstraat
    Getouwstraat Linnenstraat Vlasbloemstraat Sint-Katarinastraat Wolkammersstraat Pelgrimsstraat
    Sint-Genovevastraat Weversstraat Spoelstraat Schietspoelhof Sluierstraat Kapstraat Heilige-Geesthof
    Armentafelstraat Sint-Elisabethstraat Novicenhof Kruidtuinstraat Lavoirstraat Wasserijstraat""",
    "Grootveld": """Industrielaan Ambachtenlaan Ondernemersstraat Grootveldlaan Nijverheidslaan Transportstraat Logistieklaan Vakmanstraat
    Technologielaan Montagestraat Metaalstraat Houtzagerijstraat Koelhuisstraat Veilinglaan Energiestraat
    Innovatiestraat Magazijnstraat""",
    "Molenveld": """Molenveldstraat Windmolenstraat Watermolenstraat Molenaarstraat Maalderijstraat Roggestraat Tarwestraat Haverstraat
    Gerststraat Boekweitstraat Speltstraat Wiekenstraat Rosmolenstraat Mulderstraat Molensteenstraat Bloemmolenhof
    Koolzaadstraat Zaaierstraat Maaierstraat Oogststraat Schovenstraat Dorsvlegelstraat Graanschuurstraat
    Sikkelstraat Zeisstraat Ploegstraat Egstraat Klaverstraat Luzernestraat Vlasstraat Hopstraat Mosterdhof
    Bietenstraat Rapenhof Halmstraat Kafhof Stoppelhof Garvestraat""",
    "Vogelwijk": """Merelstraat Lijsterstraat Nachtegaalstraat Vinkenstraat Mezenstraat Zwaluwstraat Leeuwerikstraat Spreeuwenstraat
    Kievitstraat Koekoekstraat Roodborstjesstraat Wielewaallaan Sperwerstraat Valkenlaan Buizerdlaan Uilenstraat
    Duivenstraat Goudvinkstraat Kwikstaarthof Winterkoninghof IJsvogelstraat Patrijzenstraat Fazantenlaan
    Gruttohof Ooievaarstraat Reigerstraat Eksterstraat Gaaienhof Kneuterhof Putterstraat Sijsjesstraat
    Spechtstraat Zanglijsterhof Bosuilhof Sint-Annalaan Ziekenhuislaan Torenvalkhof Karekiethof Boerenzwaluwhof""",
}
# in every village again, in this order of likelihood
COMMON = """Kerkstraat Dorpsstraat Kapelstraat Molenstraat Schoolstraat Nieuwstraat Kloosterstraat Pastorijstraat Molenweg
    Kasteelstraat Beekstraat Veldstraat Bosstraat Hoogstraat Steenstraat Groenstraat Heirbaan Kruisstraat
    Hollestraat Driesstraat Broekstraat Dreef Lindestraat Oude_Baan Smisstraat Tiendestraat Heuvelstraat
    Kerkveldweg Processieweg Langstraat Kleine_Steenweg Ridderstraat Zavelstraat Bronstraat Brouwerijstraat"""
HEADS = """Hage Krekel Kwade Linde Meer Zaal Haver Kouter Doorn Hane Vosse Zande Wolfs Hooi Gras Lange Korte Hoge Ooster Wester
    Kersen Reke Dries Putte Kraaien Kiezel Leem Steen Eike Bosch Rode Heer Winter Zomer Kalver Schapen Galgen
    Honds Vrouwe Monnik Pad Berk Elst Roost Bieze Hasel Wijer Mergel Grub Kattel Aker Zijp Kluis Vaart Tom Hel
    Bunder Roe Kamp Bos Konijns Zegge Weide Ganzen Kwikkel"""
TAILS = """veldstraat bergstraat beemdstraat broekweg veldweg bosweg dalstraat kouter akkerstraat putstraat weidestraat hofstraat
    heggeweg bergweg kapelweg"""
PATHS = "veldpad beemdpad bospad akkerpad broekpad wijerpad"
PERSONS = """Burgemeester_Claes Pastoor_Lenaerts Deken_Hermans Dokter_Vrancken Notaris_Coenen Meester_Knapen Burgemeester_Vanmuysen
    Kanunnik_Thijs Pastoor_Vrijdaghs Burgemeester_Roosen Baron_de_Wolfs Onderpastoor_Menten Meester_Bollen
    Zuster_Alberta Juffrouw_Nijs Veldwachter_Stas Koster_Reners Brouwer_Govaerts Graaf_van_Bernem Dokter_Swennen
    Broeder_Aloïs Burgemeester_Hendrix"""
