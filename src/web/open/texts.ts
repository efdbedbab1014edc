import { catalogue } from '../catalogue.ts'

/** What the public page of a call says. */
export const texts = catalogue(
  {
    all: 'Alle oproepen',
    title: (call: string) => `${call}: toekenningen en resultaten`,
    older: (version: number, date: string) => `Dit is versie ${version}, van ${date}.`,
    toLatest: (version: number) => `Naar de laatste versie (${version})`,
    lead: (authorities: string, amount: string) =>
      `De overheid kende aan ${authorities} lokale besturen samen ${amount} toe.`,
    reports: (accepted: string, all: string) =>
      `Van ${accepted} van de ${all} is het eindrapport aanvaard.`,
    noReports: 'Er is nog geen eindrapport aanvaard.',
    report: {
      accepted: 'eindrapport aanvaard',
      expected: 'eindrapport verwacht',
      missing: 'eindrapport ontbreekt',
      notAccepted: 'eindrapport niet aanvaard',
    },
    reportOf: {
      accepted: 'het eindrapport is aanvaard',
      expected: 'het eindrapport wordt verwacht',
      missing: 'het eindrapport ontbreekt',
      notAccepted: 'het eindrapport is niet aanvaard',
    },
    endedEarly: 'het project is vroeger gestopt',
    byAction: 'Per actie',
    actionsCaption: 'Toegekend bedrag, doel en resultaat per actie',
    action: 'Actie',
    chart: 'Toegekend bedrag per actie',
    amount: 'Toegekend',
    authorities: 'Besturen',
    target: 'Doel',
    reached: 'Bereikt',
    notYet: 'nog niet bekend',
    notKnown: '–',
    of: (accepted: string, all: string) => `van ${accepted} van ${all} besturen`,
    counted: (unit: string) => `geteld: ${unit}`,
    hidden: (count: string, isOne: boolean) =>
      isOne ? 'één klein aantal' : `${count} kleine aantallen`,
    and: (hidden: string) => `en ${hidden}`,
    smallCounts:
      'Minder dan 5 bereikte personen staat er als "<5", een doel van minder dan 10 als "<10": ' +
      'zo is niemand te herkennen. In de sommen tellen die aantallen niet mee.',
    byAuthority: 'Per lokaal bestuur',
    together: (partners: string) => `Samen met ${partners}.`,
    linesCaption: (name: string) => `${name}: bedrag, doel en resultaat per actie`,
    yes: 'ja',
    no: 'nee',
    downloads: 'De gegevens downloaden',
    record: 'De beschrijving van deze gegevens, voor dataportalen.',
    publisher: (name: string) => `Uitgever: ${name}.`,
    licence: 'Voorwaarden voor hergebruik.',
    contact: (contact: string) => `Vragen: ${contact}.`,
    versions: 'Versies',
    versionsLead:
      'Elke wijziging geeft een nieuwe versie. Een versie verandert nooit en blijft op haar adres.',
    version: (version: number, date: string) => `Versie ${version}, ${date}`,
    thisOne: '(deze)',
    allVersions: (count: string) => `Alle ${count} versies, voor programma’s`,
    about: 'Hoe u dit leest',
    aboutParts:
      'Het toegekende bedrag is dat van de beslissing. Het doel is het aantal personen dat het ' +
      'bestuur met de actie wil bereiken. Wat bereikt is, staat in het eindrapport van het ' +
      'bestuur, zodra dat aanvaard is.\n' +
      'Een rapport dat er bij de beslissing over het saldo niet is, of dat niet aanvaard is, ' +
      'staat hier ook zo.\n' +
      'Wat uiteindelijk is uitbetaald of teruggevorderd staat hier niet: daaruit zouden kleine ' +
      'aantallen personen te berekenen zijn.',
  },
  {
    all: 'All calls',
    title: (call: string) => `${call}: awards and results`,
    older: (version: number, date: string) => `This is version ${version}, of ${date}.`,
    toLatest: (version: number) => `To the latest version (${version})`,
    lead: (authorities: string, amount: string) =>
      `The government awarded ${amount} to ${authorities} local authorities.`,
    reports: (accepted: string, all: string) =>
      `The final reports of ${accepted} of these ${all} are accepted.`,
    noReports: 'No final report is accepted yet.',
    report: {
      accepted: 'final report accepted',
      expected: 'final report expected',
      missing: 'final report missing',
      notAccepted: 'final report not accepted',
    },
    reportOf: {
      accepted: 'the final report is accepted',
      expected: 'the final report is expected',
      missing: 'the final report is missing',
      notAccepted: 'the final report was not accepted',
    },
    endedEarly: 'the project ended early',
    byAction: 'By action',
    actionsCaption: 'Amount awarded, target and result by action',
    action: 'Action',
    chart: 'Amount awarded by action',
    amount: 'Awarded',
    authorities: 'Authorities',
    target: 'Target',
    reached: 'Reached',
    notYet: 'not known yet',
    notKnown: '–',
    of: (accepted: string, all: string) => `by ${accepted} of ${all} authorities`,
    counted: (unit: string) => `counted: ${unit}`,
    hidden: (count: string, isOne: boolean) =>
      isOne ? 'one small count' : `${count} small counts`,
    and: (hidden: string) => `and ${hidden}`,
    smallCounts:
      'Fewer than 5 people reached are shown as "<5", a target below 10 as "<10": so nobody can ' +
      'be recognised. The sums leave these counts out.',
    byAuthority: 'By local authority',
    together: (partners: string) => `Together with ${partners}.`,
    linesCaption: (name: string) => `${name}: amount, target and result by action`,
    yes: 'yes',
    no: 'no',
    downloads: 'Download the data',
    record: 'The description of these data, for data portals.',
    publisher: (name: string) => `Publisher: ${name}.`,
    licence: 'Terms of reuse.',
    contact: (contact: string) => `Questions: ${contact}.`,
    versions: 'Versions',
    versionsLead:
      'Every change makes a new version. A version never changes, nor does its address.',
    version: (version: number, date: string) => `Version ${version}, ${date}`,
    thisOne: '(this one)',
    allVersions: (count: string) => `All ${count} versions, for programs`,
    about: 'How to read this',
    aboutParts:
      'The amount awarded is that of the decision. The target is how many people the authority ' +
      'wants to reach with the action. What was reached is told by the authority’s final report, ' +
      'once that is accepted.\n' +
      'A report that is not there at the decision on the balance, or was not accepted, is shown ' +
      'as such.\n' +
      'What was paid or reclaimed in the end is not shown: small counts of people could be ' +
      'worked out from it.',
  },
)
