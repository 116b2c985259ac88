"""Projects as their sheets would tell them, one a theme: invented, like the companies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToldProject:
    """What a sheet says of a project on some theme."""

    title: str
    need: str
    done: str
    changed: str
    quote: str


TOLD = {
    "temps-de-travail": ToldProject(
        "Choisir ses horaires en équipe",
        "Les horaires dataient de l’ouverture. Deux départs en un an, et chaque demande d’aménagement se réglait dans "
        "un couloir.",
        "Le consultant a réuni chaque équipe deux fois. On y a dit ce que le travail demande, puis ce que chacun "
        "voudrait. Trois grilles ont été essayées pendant huit semaines, et notées chaque vendredi.",
        "Deux équipes sur trois ont gardé leur nouvelle grille. L’accord a été signé avec les élus, et une réunion "
        "par trimestre la revoit.",
        "Nous avons arrêté de négocier à deux dans un couloir.",
    ),
    "participation": ToldProject(
        "Décider à l’atelier ce qui se fait à l’atelier",
        "La direction décidait de tout, jusqu’à la place des machines. Les idées venaient, puis se perdaient.",
        "Un tour de l’atelier avec le consultant a listé ce que les équipes peuvent décider seules. Un tableau, une "
        "réunion de vingt minutes par semaine, et un budget de 200\u202f€ par mois ont suivi.",
        "En six mois, trente et une idées ont été essayées, dont vingt gardées. La direction passe au tableau, elle "
        "ne le tient plus.",
        "Je croyais perdre la main\u00a0: j’ai gagné deux heures par jour.",
    ),
    "qvct": ToldProject(
        "Parler du travail avant de parler du stress",
        "Les arrêts augmentaient. Personne ne savait par où prendre le sujet sans chercher un coupable.",
        "Huit entretiens, puis un atelier par métier, sur une journée de travail racontée heure par heure. Quatre "
        "situations ont été retenues, et changées une par une.",
        "Les tournées sont préparées la veille, et un binôme remplace le départ en urgence. Les élus suivent quatre "
        "indicateurs, choisis ensemble.",
        "On a parlé du travail. Le reste est venu tout seul.",
    ),
    "fidelisation": ToldProject(
        "Accueillir pour que l’on reste",
        "Un jeune embauché sur deux partait avant six mois. Le métier s’apprenait en regardant.",
        "Ceux qui étaient restés ont raconté leurs premières semaines. Un parcours de trois mois a été écrit avec eux, "
        "avec un référent par arrivant, déchargé d’une demi-journée.",
        "Sept arrivants sur huit sont restés. Le parcours sert aussi à ceux qui changent de poste.",
        "Nous avons demandé à ceux qui restent pourquoi ils restent.",
    ),
    "management": ToldProject(
        "Former des chefs d’équipe qui animent",
        "Les meilleurs techniciens devenaient chefs, sans qu’on leur dise ce que cela change.",
        "Cinq chefs d’équipe ont travaillé ensemble une demi-journée par mois, sur leurs propres situations. Chacun a "
        "essayé une chose entre deux séances.",
        "Les entretiens se tiennent, et durent. Deux chefs ont choisi de redevenir experts\u00a0: c’est maintenant "
        "possible, au même salaire.",
        "Animer est un métier. On l’a appris à cinq, pas tout seul.",
    ),
    "partage-valeur": ToldProject(
        "Partager les bons résultats, et dire comment",
        "Une prime tombait certaines années. Personne ne savait la prévoir, ni l’expliquer.",
        "Les comptes ont été présentés à tous, puis un groupe de six personnes a comparé trois formules avec le "
        "consultant.",
        "Un accord d’intéressement lie la prime à deux résultats que chaque équipe connaît. Ils s’affichent tous les "
        "mois.",
        "Le plus dur n’était pas de partager, c’était de montrer.",
    ),
    "dialogue-social": ToldProject(
        "Repartir d’un bon pied avec les élus",
        "Deux réorganisations avaient usé la confiance. Les réunions se tenaient, sans plus rien décider.",
        "Direction et élus ont chacun rencontré le consultant, puis écrit ensemble l’ordre du jour d’une année. Deux "
        "visites d’atelier se font désormais à deux voix.",
        "Trois accords en un an, dont un sur l’astreinte. Les élus viennent avec des propositions, la direction avec "
        "des chiffres.",
        "Nous ne sommes pas d’accord sur tout, et nous savons sur quoi.",
    ),
    "territoire": ToldProject(
        "Partager des compétences entre voisins",
        "Chacun cherchait un technicien à mi-temps, et n’en trouvait pas. Trois entreprises de la même zone "
        "s’ignoraient.",
        "Le consultant a réuni les trois directions, puis les équipes. Elles ont listé ce qui pouvait se partager, et "
        "écrit une convention de prêt de personnel.",
        "Deux postes sont partagés, en contrat durable. Les trois entreprises achètent aussi leurs formations "
        "ensemble.",
        "Nos voisins n’étaient pas des concurrents, c’étaient des inconnus.",
    ),
    "achats-responsables": ToldProject(
        "Commander sans mettre l’autre en retard",
        "Les sous-traitants travaillaient dans l’urgence, et la qualité s’en ressentait des deux côtés.",
        "Quatre sous-traitants ont raconté une commande, de leur place. Un calendrier partagé et une règle simple ont "
        "suivi\u00a0: pas de changement dans les cinq derniers jours.",
        "Les reprises ont baissé d’un tiers. Deux sous-traitants ont signé pour trois ans.",
        "Nous avons découvert nos commandes vues d’en face.",
    ),
}
"""By theme."""

CHANGE_WANTED = "Merci pour ce texte. Retirez le budget, et écrivez partout le mot équipe à la place du mot atelier."
