import type { LetterTexts } from './texts.ts'

export const nl: LetterTexts = {
  particulars: { date: 'Datum', reference: 'Ons kenmerk', subject: 'Betreft' },
  kbo: (number) => `KBO-nummer ${number}`,
  virtual: 'Dit is geen echte brief: hij komt uit een databank om te oefenen.',
  synthetic: 'Een deel van de gegevens in deze brief is verzonnen.',
  translation: null,
  salutation: 'Geachte,',
  closing: 'Met de meeste hoogachting,',
  foot: (event) => `Gemaakt uit gebeurtenis ${event}`,
  page: (page, pages) => `Bladzijde ${page} van ${pages}`,
  questions: (contact, reference) =>
    contact === null
      ? `Vermeld bij vragen altijd ons kenmerk, ${reference}.`
      : `Hebt u vragen? U bereikt ons via ${contact}. Vermeld ons kenmerk, ${reference}.`,
  reason: 'Motivering',
  removed: 'Deze tekst werd gewist.',
  total: 'Totaal',
  column: {
    action: 'Actie',
    kpiYearTwo: 'KPI jaar 2',
    kpi: 'KPI',
    requested: 'Gevraagd',
    granted: 'Toegekend',
    calculation: 'Berekening',
    achieved: 'Bereikt',
    unearned: 'Niet verdiend',
  },
  stimulus: (name) => `Stimulans: ${name}`,
  stimulusName: {
    mentor: 'mentor',
    collaboration: 'samenwerking',
    'social-impact-bond': 'social impact bond',
  },
  line: {
    continued: 'voortgezet zoals in jaar 2',
    stopped: 'stopgezet door de aanvrager',
    notGranted: (requested) => `niet toegekend; gevraagd was ${requested}`,
    lowered: (requested) => `verlaagd; gevraagd was ${requested}`,
    atMost: 'ten hoogste het bedrag van jaar 2',
    planned: 'uit te voeren',
    reached: 'uitgevoerd',
    notReached: 'niet uitgevoerd',
    fixed: 'vast bedrag',
  },
  receipt: {
    title: 'Ontvangst van uw aanvraag',
    received: (name, call, at, number) =>
      `Wij ontvingen op ${at} de aanvraag van ${name} voor ${call}. ` +
      `Het ontvangstnummer is ${number}.`,
    asks: (total) => `U vraagt in totaal ${total}. Dit is wat wij ontvingen:`,
    table: 'Wat u vraagt, per actie',
    replaceable: (due) =>
      `U kunt uw aanvraag nog vervangen tot en met ${due}. De laatste versie telt.`,
    resubmitted: 'Wij beoordelen nu deze versie; zij komt in de plaats van de vorige.',
    proves:
      'Deze brief bewijst dat uw aanvraag is aangekomen. Hij is nog geen beslissing over de ' +
      'subsidie.',
  },
  award: {
    title: 'Toekenning van uw subsidie',
    decided: (date, name, total, call) =>
      `De Vlaamse Regering besliste op ${date} om ${name} een subsidie van ${total} toe te ` +
      `kennen voor ${call}.`,
    decree: (reference) => `De beslissing heeft als kenmerk ${reference}.`,
    calculation: 'Berekening per actie',
    formula:
      'Wordt een KPI verlaagd, dan is het bedrag de volle prijs per eenheid, maal het kleinste ' +
      'van deze twee: de helft van de nieuwe KPI, of de nieuwe KPI min het bereik van vandaag. ' +
      'Het is nooit meer dan het bedrag van jaar 2.',
    table: 'Toegekend bedrag, met zijn berekening',
    payment: 'Uitbetaling',
    advance: (percent) => `Voorschot, ${percent} %`,
    balance: 'Saldo',
    total: 'Toegekend',
    when: (notBefore) =>
      `Het voorschot wordt betaald vanaf ${notBefore}, op de rekening die wij van u kennen. Over ` +
      'het saldo beslissen wij na uw eindrapport.',
    expects: 'Wat wij van u verwachten',
    interim: (due) => `een tussentijds rapport over de KPI’s, uiterlijk op ${due};`,
    final: (due) =>
      `een eindrapport, uiterlijk op ${due}, met een motivering voor elke KPI die u niet haalde;`,
    accounts: 'uw jaarrekeningen over de jaren waarin het project loopt.',
    period: (end) => `Het project loopt tot en met ${end}.`,
  },
  refusal: {
    title: 'Beslissing over uw aanvraag: geen subsidie',
    byGovernment: (date, reference, name, call) =>
      `De Vlaamse Regering besliste op ${date} om ${name} geen subsidie toe te kennen voor ` +
      `${call}. De beslissing heeft als kenmerk ${reference}.`,
    byAgency: (name, call) =>
      `Wij beoordeelden de aanvraag van ${name} voor ${call} en namen ze niet in aanmerking. Ze ` +
      'wordt niet aan de Vlaamse Regering voorgelegd.',
    asked: (total) => `U vroeg in totaal ${total}.`,
  },
  reportDue: {
    title: {
      interimReport: 'Uw tussentijds rapport',
      finalReport: 'Uw eindrapport',
    },
    asks: {
      interimReport: (due) =>
        `Wij vragen u uw tussentijds rapport in te dienen, uiterlijk op ${due}.`,
      finalReport: (due) => `Wij vragen u uw eindrapport in te dienen, uiterlijk op ${due}.`,
    },
    overdue: {
      interimReport: (due) =>
        `Uw tussentijds rapport kwam nog niet aan. De termijn liep tot en met ${due}.`,
      finalReport: (due) => `Uw eindrapport kwam nog niet aan. De termijn liep tot en met ${due}.`,
    },
    lines: 'U rapporteert over deze acties:',
    table: 'De KPI’s waarover u rapporteert',
    stimuli: (names) => `U legt ook verantwoording af over: ${names}.`,
    explain: 'Motiveer elke KPI die u niet haalde, en zeg wat u deed om hem te halen.',
    ifNothing: {
      interimReport:
        'Komt uw rapport later, dan is het te laat. Is het er nog niet wanneer het eindrapport ' +
        'er moet zijn, dan geldt het als niet ingediend.',
      finalReport:
        'Komt uw rapport later, dan begint een laatste termijn. Komt het ook dan niet, dan telt ' +
        'elke KPI als 0 bij de beslissing over het saldo, en kan een deel van het voorschot ' +
        'worden teruggevorderd.',
    },
    plan: 'uit te voeren',
  },
  settlement: {
    title: 'Beslissing over het saldo',
    decided: (name, date, reference) =>
      `Wij beslisten over het saldo van de subsidie die ${name} kreeg op ${date}, met als ` +
      `kenmerk ${reference}.`,
    withoutReport:
      'Er is geen eindrapport dat aanvaard kon worden. Daarom telt elke KPI als 0 en elke ' +
      'stimulans als niet gebruikt.',
    calculation: 'Berekening per actie',
    table: 'Wat u bereikte, en wat daarvan niet verdiend is',
    formula:
      'Van een KPI die u niet haalde en niet voldoende motiveerde, is niet verdiend: het ' +
      'toegekende bedrag in verhouding tot wat ontbreekt. Van elk aantal telt het kleinste van ' +
      'deze twee: zijn helft, of wat het boven het bereik bij de start ligt.',
    reasons: 'Redenen',
    outcome: 'Beslissing',
    award: 'Toegekend',
    advance: 'Voorschot',
    balance: 'Saldo',
    unearned: 'Niet verdiend volgens de berekening',
    pay: 'Uit te betalen',
    released: 'Niet uit te betalen',
    clawback: 'Terug te vorderen, aangekondigd',
    paid: (amount) => `Wij betalen u ${amount}, op de rekening die wij van u kennen.`,
    notPaid: 'Van het saldo wordt niets uitbetaald.',
    claimed: (amount) =>
      `Wij hebben het voornemen om ${amount} van het voorschot terug te vorderen. Daarover ` +
      'krijgt u een afzonderlijke brief; u kunt eerst uw standpunt geven.',
  },
  hearing: {
    title: 'Aankondiging van een terugvordering',
    intends: (amount, name, call) =>
      `Wij hebben het voornemen om ${amount} terug te vorderen van de subsidie die ${name} kreeg ` +
      `voor ${call}.`,
    balance:
      'De reden is de beslissing over het saldo: wat niet verdiend is, werd al met het voorschot ' +
      'betaald. De berekening staat in onze brief over het saldo.',
    endControl:
      'De reden is de eindcontrole: wij vergeleken de uitgaven in uw jaarrekeningen met de ' +
      'subsidie.',
    table: 'De vergelijking van de eindcontrole',
    spent: 'Uitgaven in de jaarrekeningen',
    award: 'Subsidie voor acties',
    paid: 'Daarvan betaald',
    claimed: 'Daarvan al teruggevorderd of aangekondigd',
    announced: 'Terug te vorderen, aangekondigd',
    react: (due) => `U kunt ons uw standpunt geven tot en met ${due}, op de pagina van uw project.`,
    nothingYet: 'Daarna beslissen wij, en schrijven wij u opnieuw. U hoeft nu niets te betalen.',
  },
  demand: {
    title: 'Vraag om terugbetaling',
    waivedTitle: 'Beslissing: geen terugvordering',
    decided: (amount, name, call) =>
      `Wij beslisten om ${amount} terug te vorderen van de subsidie die ${name} kreeg voor ` +
      `${call}.`,
    waived: (announced, name, call) =>
      `Wij kondigden aan ${announced} terug te vorderen van de subsidie die ${name} kreeg voor ` +
      `${call}. Wij beslisten om dat niet te doen. U hoeft niets te betalen.`,
    lower: (announced) => `Wij hadden ${announced} aangekondigd; het is minder geworden.`,
    how: 'Hoe u betaalt',
    amount: 'Bedrag',
    reference: 'Gestructureerde mededeling',
    due: 'Uiterlijk op',
    account: 'Rekening',
    accountOf: (iban, name) => `${iban}, op naam van ${name}`,
    accountUnknown: 'de rekening waarvan u de subsidie ontving',
    exactly:
      'Vermeld de gestructureerde mededeling zoals ze hier staat: daaraan herkennen wij uw ' +
      'betaling. U kunt in delen betalen, met telkens dezelfde mededeling.',
    late: 'Wat na die datum niet betaald is, blijft u verschuldigd.',
  },
  closure: {
    title: 'Afsluiting van uw project',
    closed: (name, call, date) => `Het project van ${name} voor ${call} is afgesloten op ${date}.`,
    table: 'Wat toegekend, betaald en terugbetaald werd',
    award: 'Toegekend',
    advance: 'Voorschot, betaald',
    balance: 'Saldo, betaald',
    released: 'Niet uitbetaald',
    demanded: 'Teruggevorderd',
    recovered: 'Daarvan terugbetaald',
    writtenOff: 'Daarvan kwijtgescholden',
    nothing: 'Er staat niets meer open. U hoeft niets meer te doen.',
  },
}
