import type { WorkbookTexts } from './wording.ts'

export const nl: WorkbookTexts = {
  sheets: {
    instructions: 'Uitleg',
    technical: 'Technisch',
    stimuli: 'Stimuli',
    application: 'Aanvraag',
    interimReport: 'Rapport',
    finalReport: 'Rapport',
    accounts: 'Jaarrekening',
  },
  titles: {
    application: 'Aanvraag',
    interimReport: 'Tussentijds rapport',
    finalReport: 'Eindrapport',
    accounts: 'Uitgaven in de jaarrekening',
  },
  columns: {
    line: 'Lijn',
    stimulus: 'Stimulus',
    action: 'Actie',
    unit: 'Eenheid',
    currentReach: 'Huidig bereik',
    yearTwoKpi: 'KPI jaar 2',
    yearTwoAmount: 'Bedrag jaar 2 (EUR)',
    decision: 'Beslissing',
    kpi: 'Nieuwe KPI (bij verminderen)',
    grantedKpi: 'Toegekende KPI',
    grantedAmount: 'Toegekend bedrag (EUR)',
    interim: 'Bereikt volgens tussentijds rapport',
    achieved: 'Bereikt',
    actionsTaken: 'Ondernomen acties',
    motivation: 'Motivering (als de KPI niet bereikt is)',
    account: 'Hoe de stimulus gebruikt is',
    code: 'Beleidscode',
    chapter: 'Hoofdstuk van de jaarrekening',
    entryAction: 'Actie (mag leeg blijven)',
    amount: 'Bedrag (EUR)',
  },
  decisions: { continue: 'doorgaan', reduce: 'verminderen', stop: 'stoppen' },
  hint: 'Vul de gele cellen in. Al het andere is ter informatie en wordt niet gelezen.',
  yesNo: 'ja/nee: 1 is ja, 0 is nee',
  instructions: ({ kind, year, codes }) => [
    {
      application:
        'Beslis per lijn en per stimulus: doorgaan, verminderen of stoppen. Elke lijn ' +
        'heeft een beslissing nodig.',
      interimReport: 'Vul per lijn in wat tot nu bereikt is, het huidige bereik inbegrepen.',
      finalReport:
        'Vul per lijn in wat bereikt is, het huidige bereik inbegrepen, en welke acties ' +
        'u ondernam. Motiveer elke KPI die niet bereikt is. Leg per stimulus uit hoe ' +
        'hij gebruikt is.',
      accounts:
        `Vul de uitgaven in die in de jaarrekening van ${String(year)} geboekt zijn` +
        (codes.length === 0 ? ', per hoofdstuk' : ` onder ${codes.join(' of ')}`) +
        '. Een regel per boeking; lege regels tellen niet.',
    }[kind],
    'Vul alleen de gele cellen in, met waarden: geen formules, geen samengevoegde cellen.',
    'Aantallen zijn gehele getallen; bedragen zijn getallen met hoogstens twee decimalen.',
    'Voeg geen kolommen of bladen toe en hernoem niets. Lijnen sorteren mag.',
    'Sla op als Excel-werkmap (.xlsx) zonder wachtwoord en lever het bestand weer in.',
    'Fouten worden per cel gemeld, allemaal tegelijk. Zolang er een fout is, wordt ' +
      'niets opgeslagen.',
  ],
  synthetic: (sentence) => `VERZONNEN GEGEVENS: ${sentence}`,
  technicalHint: 'Dit blad zegt waarvoor het bestand gemaakt is. Verander er niets in.',
  problems: {
    notOurs:
      'Dit is geen werkboek van dit programma: het blad Technisch ontbreekt of is onleesbaar.',
    oldFormat: (format, now) =>
      `Dit werkboek heeft versie ${format}; nu geldt versie ${now}. Haal een nieuw op.`,
    technicalChanged: 'Het blad Technisch is veranderd. Haal een nieuw werkboek op.',
    otherProject: (made, now) => `Dit werkboek is voor ${made}, niet voor ${now}.`,
    otherCall: (made, now) => `Dit werkboek hoort bij ${made}, niet bij de oproep ${now}.`,
    linesChanged: (made, now) =>
      `De lijnen zijn veranderd sinds dit werkboek gemaakt is (stand ${made}, nu ` +
      `${now}). Haal een nieuw op.`,
    notYet: 'Dit wordt van het project nu niet gevraagd.',
    sheetMissing: (name) => `Het blad ${name} ontbreekt of heeft een andere naam.`,
    sheetUnknown: (name) => `Het blad ${name} hoort niet bij dit werkboek. Verwijder het.`,
    merged: 'Samengevoegde cellen worden niet gelezen. Splits ze.',
    formula: 'Hier staat een formule. Zet er de waarde.',
    errorValue: 'Hier staat een fout van Excel. Zet er de waarde.',
    titleChanged: (title) => `De kolom heet ${title}. Zet de kolommen terug zoals ze waren.`,
    outside: 'Buiten het formulier wordt niets gelezen. Maak de cel leeg.',
    idUnknown: (id) => `${id} hoort niet bij dit project.`,
    idDouble: (id) => `${id} staat er meer dan eens.`,
    idMissing: (id) => `${id} ontbreekt.`,
    required: 'Deze cel moet ingevuld zijn.',
    decision: (choices) => `Kies ${choices.join(', ')}.`,
    count: 'Zet een geheel getal van 0 of meer.',
    amount: 'Zet een bedrag van 0 of meer, als getal met hoogstens twee decimalen.',
    text: 'Zet een tekst.',
    textTooLong: (most) => `De tekst heeft hoogstens ${most} tekens.`,
    strangeText: 'De tekst bevat tekens die niet bewaard kunnen worden.',
    kpiAbove: (most) => `De KPI mag niet hoger zijn dan de ${most} van jaar 2.`,
    kpiNotReduced: (most) => `Bij verminderen is de KPI lager dan ${most}.`,
    kpiNeeded: 'Geef de nieuwe KPI, want de lijn wordt verminderd.',
    onlyStop: 'Deze lijn had 0,00 EUR in jaar 2 en kan alleen stoppen.',
    yesNo: 'Een ja/nee-KPI is 1 of 0.',
    motivation: (kpi) => `De KPI van ${kpi} is niet bereikt: motiveer waarom.`,
    code: (codes) => `Gebruik een code van de oproep: ${codes.join(' of ')}.`,
    noEntries: 'Er is geen enkele uitgave ingevuld. Zet 0 als er geen was.',
    tooManyEntries: (most) => `Er zijn hoogstens ${most} regels.`,
  },
  notes: {
    newer: (made, now) =>
      `Het werkboek is gemaakt bij stand ${made}; het project is nu bij ${now}. De ` +
      'lijnen zijn dezelfde.',
    fixedChanged: 'Deze cel is veranderd, maar wordt niet gelezen.',
  },
  refusals: {
    'not-authorised': 'Alleen de aanvrager levert dit voor het eigen project in.',
    'needs-attention': 'Het project wacht op de beheerder van het systeem.',
    'deadline-passed': 'De termijn is voorbij. Vraag een heropening aan het agentschap.',
    'event-not-allowed': 'Dit kan nu niet worden ingediend.',
    'line-unknown': 'Deze lijn of stimulus hoort niet bij het project.',
    'kpi-above-year-2': 'De KPI is hoger dan die van jaar 2.',
    'kpi-not-reduced': 'De KPI is niet lager dan die van jaar 2.',
    'motivation-missing': 'Een lijn blijft onder haar KPI zonder motivering.',
    'version-conflict': 'Het project is intussen veranderd.',
    'idempotency-conflict': 'Deze sleutel is al voor iets anders gebruikt.',
  },
}
