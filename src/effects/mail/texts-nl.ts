import type { Catalogue } from './texts.ts'

export const nl: Catalogue = {
  locale: 'nl-BE',
  greeting: 'Beste',
  deadline: {
    submission: {
      name: 'aanvraag',
      act: 'Dien uw aanvraag in: zeg voor elke lijn en elke stimulus of u ze voortzet of stopt.',
      ifNothing: 'Dan vervalt uw deelname aan deze oproep.',
      ifNothingLate: 'Dan vervalt uw deelname aan deze oproep.',
    },
    resubmission: {
      name: 'aangepaste aanvraag',
      act: 'Beantwoord de vraag van uw dossierbehandelaar en dien uw aanvraag opnieuw in.',
      ifNothing: 'Dan wordt uw eerdere aanvraag beoordeeld zoals ze was.',
      ifNothingLate: 'Dan wordt uw eerdere aanvraag beoordeeld zoals ze was.',
    },
    ifReview: {
      name: 'advies van de Inspectie van Financiën',
      act: 'Geef advies over de aanvragen van deze oproep. Een vraag stellen schorst de termijn.',
      ifNothing: {
        favourable: 'Dan geldt het advies als gunstig.',
        unfavourable: 'Dan geldt het advies als ongunstig.',
        wait: 'Dan wacht de toekenning tot het advies er is.',
      },
      ifNothingLate: 'Dan wacht de toekenning tot het advies er is.',
    },
    interimReport: {
      name: 'tussentijds rapport',
      act: 'Dien het tussentijdse rapport in: hoever staat u met elke KPI?',
      ifNothing:
        'Dan bent u te laat. Het kan daarna nog tot de termijn van het eindrapport; ' +
        'daarna geldt het als niet ingediend.',
      ifNothingLate: 'Vanaf de termijn van het eindrapport geldt het als niet ingediend.',
    },
    finalReport: {
      name: 'eindrapport',
      act: 'Dien het eindrapport in, met een motivering voor elke KPI die niet gehaald is.',
      ifNothing:
        'Dan bent u te laat en begint een laatste termijn. Komt het ook dan niet, dan telt elke ' +
        'KPI als 0 bij de beslissing over het saldo.',
      ifNothingLate:
        'De laatste termijn loopt. Komt het rapport ook dan niet, dan telt elke KPI als 0 bij de ' +
        'beslissing over het saldo.',
    },
    finalGrace: {
      name: 'laatste termijn voor het eindrapport',
      act: 'Dien het eindrapport alsnog in. Dit is de laatste termijn.',
      ifNothing:
        'Dan geldt het eindrapport als niet ingediend en telt elke KPI als 0 bij de beslissing ' +
        'over het saldo.',
      ifNothingLate:
        'Dan geldt het eindrapport als niet ingediend en telt elke KPI als 0 bij de beslissing ' +
        'over het saldo.',
    },
    accounts: {
      name: 'rekeningen',
      act: 'Dien de rekeningen van dat jaar in.',
      ifNothing:
        'Dan bent u te laat. De eindcontrole gebeurt desnoods zonder deze rekeningen; het jaar ' +
        'telt dan voor 0 euro uitgaven.',
      ifNothingLate:
        'De eindcontrole gebeurt dan zonder deze rekeningen; het jaar telt voor 0 euro uitgaven.',
    },
    clarification: {
      name: 'verduidelijking van de rekeningen',
      act: 'Beantwoord de vraag over uw rekeningen.',
      ifNothing: 'Dan gaat de eindcontrole verder zonder uw antwoord.',
      ifNothingLate: 'Dan gaat de eindcontrole verder zonder uw antwoord.',
    },
    hearing: {
      name: 'reactie op de aangekondigde terugvordering',
      act: 'Geef uw standpunt over de terugvordering die werd aangekondigd.',
      ifNothing: 'Dan kan over de terugvordering beslist worden zonder uw standpunt.',
      ifNothingLate: 'Dan kan over de terugvordering beslist worden zonder uw standpunt.',
    },
    repayment: {
      name: 'terugbetaling',
      act: 'Betaal het gevraagde bedrag terug, met de gestructureerde mededeling uit de brief.',
      ifNothing: 'Dan is de terugbetaling te laat en wordt de programmabeheerder verwittigd.',
      ifNothingLate: 'Het bedrag blijft verschuldigd; de programmabeheerder volgt het op.',
    },
  },
  received: {
    'application.submit': 'de aanvraag',
    'interimReport.submit': 'het tussentijdse rapport',
    'finalReport.submit': 'het eindrapport',
    'accounts.submit': 'de rekeningen',
    'accounts.clarify': 'de verduidelijking van de rekeningen',
    'clawback.hear': 'de reactie op de aangekondigde terugvordering',
  },
  letters: {
    award: {
      name: 'toekenning van de subsidie',
      says:
        'De subsidie is toegekend. In de brief staat hoeveel voor elke lijn, wanneer het ' +
        'voorschot komt en wat van u verwacht wordt.',
    },
    refusal: {
      name: 'beslissing over uw aanvraag',
      says: 'Er wordt geen subsidie toegekend. In de brief staat wie dat besliste, en waarom.',
    },
    settlement: {
      name: 'beslissing over het saldo',
      says: 'In de brief staat voor elke lijn wat bereikt werd, en wat nog betaald wordt.',
    },
    hearing: {
      name: 'aangekondigde terugvordering',
      says:
        'Er wordt misschien geld teruggevorderd. In de brief staat waarom, en tot wanneer u kunt ' +
        'reageren.',
    },
    demand: {
      name: 'beslissing over de terugvordering',
      says:
        'In de brief staat hoeveel u terugbetaalt, tegen wanneer en met welke mededeling, of dat ' +
        'er niets gevraagd wordt.',
    },
    closure: {
      name: 'uw dossier is afgesloten',
      says:
        'Uw dossier is afgesloten. De brief vat samen wat toegekend, betaald en terugbetaald ' +
        'is.',
    },
  },
  at: (date, time) => `${date} om ${time}`,
  reminder: {
    subject: (name, deadline, due) => `${name}: ${deadline} uiterlijk ${due}`,
    subjectLate: (name, deadline, due) => `${name}: ${deadline} te laat sinds ${due}`,
    due: (due, days) => `Dat kan tot en met ${due}, ${days}.`,
    passed: (due, days) => `De termijn liep tot en met ${due}, ${days}.`,
    question: 'Wat als er niets gebeurt?',
    done: 'Hebt u dit intussen gedaan, dan hoeft u niets meer te doen.',
    managerCopy: 'U krijgt deze kopie als programmabeheerder: wie moet handelen kreeg hetzelfde.',
    managerOnly: 'U krijgt dit bericht als programmabeheerder: de termijn is voorbij.',
  },
  receipt: {
    subject: (name, what, at) => `Ontvangen: ${what} van ${name}, ${at}`,
    received: (name, what, title) => `Wij ontvingen ${what} van ${name} voor ${title}.`,
    time: (at, utc) => `Ontvangen op ${at} (${utc}), volgens de klok van onze server.`,
    number: (number) => `Ontvangstnummer: ${number}`,
    onTime: (due) => `Dat is op tijd; de termijn loopt tot en met ${due}.`,
    late: (due) => `Dat is te laat; de termijn liep tot en met ${due}.`,
    replaceable: (due) => `U kunt dit nog vervangen tot en met ${due}; de laatste versie telt.`,
    keep: 'Bewaar deze mail als bewijs van ontvangst.',
  },
  letter: {
    subject: (name, letter) => `${name}: ${letter}`,
    attached:
      'U vindt de brief bij deze mail, in het Nederlands en in het Engels, en op de pagina van ' +
      'uw project.',
  },
  digest: {
    subject: (title, date) => `${title}: weekoverzicht van ${date}`,
    intro: (title, from, to) => `${title}, van ${from} tot ${to}.`,
    moved: 'Wat bewoog',
    passed: 'Wat deze week niet op tijd kwam',
    due: 'Wat de komende twee weken moet komen',
    late: 'Wat nog te laat is',
    nothing: 'Niets.',
    status: { overdue: 'te laat', missed: 'gemist' },
    call: 'de oproep',
    others: (count) => `en ${count} andere`,
  },
  days: {
    today: 'dat is vandaag',
    tomorrow: 'dat is morgen',
    yesterday: 'dat was gisteren',
    ahead: (days) => `over ${days} dagen`,
    ago: (days) => `${days} dagen geleden`,
  },
  ask: (address, reference) =>
    `Vragen? ${address === null ? 'Antwoord op deze mail' : `Schrijf naar ${address}`} ` +
    `en vermeld ${reference}.`,
  automatic: 'Deze mail werd automatisch gemaakt.',
}
