/** What people write, in Dutch; short, and never about anybody. */

export const actionsTaken = [
  'Wekelijkse sessies in vier wijken, samen met de bibliotheek.',
  'Praattafels in het lokaal dienstencentrum en in twee scholen.',
  'Toeleiding via het OCMW en de VDAB; opvolging door een vaste begeleider.',
  'Huisbezoeken en een vast aanspreekpunt per school.',
  'Vorming voor vrijwilligers, nadien twee terugkommomenten.',
  'Infomomenten met zelforganisaties en het jeugdwerk.',
  'Individuele begeleiding, met een tussentijds gesprek na drie maanden.',
  'Kennismakingsdagen bij sportclubs; inschrijvingsgeld verlaagd.',
  'Werkgroep met politie, scholen en handelaars; plan goedgekeurd door de gemeenteraad.',
  'Samenwerking met het volwassenenonderwijs; lessen op zaterdag.',
  'Matching met mentoren uit lokale bedrijven, twee netwerkavonden.',
  'Bevraging op pleinen, daarna activiteiten met buurtbewoners.',
  'Traject uitgewerkt met het CLB; ouders mee betrokken.',
  'Stages bij de stadsdiensten, begeleid door een jobcoach.',
]

export const motivations = [
  'De trajectbegeleider viel vier maanden uit; vervanging kwam pas in februari.',
  'Minder doorverwijzingen dan in jaar 2 door de wachtlijst bij het taalonderwijs.',
  'De school waarmee we werkten, stapte midden in het jaar uit het project.',
  'Te weinig vrijwilligers; de werving loopt opnieuw.',
  'Door de fusie startte de werking in twee kernen later dan gepland.',
  'Het lokaal was drie maanden niet beschikbaar door werken.',
]

export const excuses = [
  'Overmacht is aangetoond; de inspanning was voldoende.',
  'De motivering is afdoende, met een plan voor de inhaalbeweging.',
  'Externe oorzaak, goed gedocumenteerd.',
]

export const doubts = [
  'De motivering is te algemeen; bijsturing bleef uit.',
  'Het tekort was in januari al gekend en er is niet bijgestuurd.',
  'Geen afdoende motivering voor deze KPI.',
]

export const stimulusAccounts = [
  'Maandelijks overleg met de buurgemeenten; gezamenlijke vorming van consulenten.',
  'Twee besturen begeleid bij de opstart van hun actieplan.',
  'Gedeelde coördinator voor het samenwerkingsverband.',
  'Halftijdse medewerker voor de uitwisseling met andere besturen.',
]

export const fullBalance = [
  'Alle KPI’s gehaald.',
  'KPI’s gehaald, stimulansen volgens doel ingezet.',
  'Functionele verantwoording in orde.',
  'Doelstellingen bereikt; saldo volledig te betalen.',
]

export const lessBalance = [
  'Eén KPI niet gehaald zonder afdoende motivering; saldo verminderd.',
  'Saldo verminderd met het niet-verdiende deel volgens de formule.',
  'Deel van de middelen niet verdiend; de rest wordt betaald.',
]

export const noBalance = [
  'Meerdere KPI’s ver onder het doel, motivering onvoldoende.',
  'Niet-verdiend deel is groter dan het saldo; verschil wordt teruggevorderd.',
]

export const controlReasons = [
  'Verantwoording volledig.',
  'Uitgaven onder de twee codes ruim boven de subsidie.',
  'Jaarrekeningen nagekeken, geen opmerkingen.',
  'Eigen inbreng aangetoond.',
]

export const notes = [
  'Telefonisch overleg met de coördinator over de planning.',
  'Plaatsbezoek op vraag van het bestuur; verslag in het dossier.',
  'Nieuwe contactpersoon vanaf volgende maand, dienst blijft dezelfde.',
  'Bestuur vroeg uitleg bij de berekening van het bereik; bezorgd.',
  'Afgesproken dat de cijfers per kern worden bijgehouden.',
  'Vraag over de codes in de digitale rapportering beantwoord.',
]

export const networks = [
  { name: 'Lerend netwerk Nederlands oefenen', date: '2024-11-21' },
  { name: 'Lerend netwerk brugfiguren', date: '2025-02-13' },
  { name: 'Lerend netwerk werk en mentoring', date: '2025-05-20' },
] as const
