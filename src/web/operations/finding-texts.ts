/** The Dutch of each finding of the doctor; the English is its own. A test holds that none is missing. */
export const findingTexts: Readonly<
  Record<string, { readonly message: string; readonly remedy: string }>
> = {
  'migrations-unknown': {
    message: 'De databank en deze versie van de toepassing passen niet bij elkaar.',
    remedy: 'Start de versie die de databank heeft bijgewerkt.',
  },
  'no-dispatcher': {
    message: 'Niemand voert termijnen en opdrachten uit.',
    remedy: 'Start mijlpaal serve of mijlpaal worker.',
  },
  'dispatcher-silent': {
    message: 'Een proces dat het werk deed, viel stil zonder dat het werd gestopt.',
    remedy: 'Kijk in het logboek van dat proces waarom.',
  },
  'timers-late': {
    message: 'Termijnen wachten te lang.',
    remedy: 'Start een worker; geen enkele uitkomst hangt van het uitstel af.',
  },
  'instances-need-attention': {
    message: 'De code van een machine liep vast.',
    remedy: 'Neem de oorzaak weg; probeer het hieronder opnieuw, of sla het over.',
  },
  'effects-parked': {
    message: 'Opdrachten zijn opgegeven na te veel pogingen.',
    remedy: 'Neem de oorzaak weg en probeer ze hieronder opnieuw.',
  },
  'effects-late': {
    message: 'Opdrachten wachten te lang en niemand probeert ze.',
    remedy: 'Start een worker, of kijk in zijn logboek wat hem tegenhoudt.',
  },
  'leases-lost': {
    message: 'Een proces begon aan opdrachten en kwam niet terug.',
    remedy: 'Start een worker: hij voert ze opnieuw uit, onder hetzelfde nummer.',
  },
  'clock-skew': {
    message: 'De klok van een server wijkt af van die van de databank.',
    remedy: 'Laat die server de tijd van NTP nemen.',
  },
  'log-file-large': {
    message: 'Het schrijflogboek van de databank is groot geworden.',
    remedy: 'Een proces leest zonder einde; zoek het en stop het.',
  },
  'disk-low': {
    message: 'De schijf van de databank is bijna vol.',
    remedy: 'Maak plaats: is ze vol, dan wordt elke gebeurtenis geweigerd.',
  },
  redis: {
    message: 'Er is iets met Redis.',
    remedy: 'Herstel Redis; intussen komt alles hoogstens enkele seconden later.',
  },
}
