import type { LetterTexts } from './texts.ts'

export const en: LetterTexts = {
  particulars: { date: 'Date', reference: 'Our reference', subject: 'Subject' },
  kbo: (number) => `KBO number ${number}`,
  virtual: 'This is no real letter: it comes from a database for practice.',
  synthetic: 'Some of the data in this letter is invented.',
  translation: 'This is a translation; the letter in Dutch is the one that counts.',
  salutation: 'Dear Sir or Madam,',
  closing: 'Yours faithfully,',
  foot: (event) => `Made from event ${event}`,
  page: (page, pages) => `Page ${page} of ${pages}`,
  questions: (contact, reference) =>
    contact === null
      ? `If you have questions, always mention our reference, ${reference}.`
      : `Questions? You reach us through ${contact}. Mention our reference, ${reference}.`,
  reason: 'Reason',
  removed: 'This text was removed.',
  total: 'Total',
  column: {
    action: 'Action',
    kpiYearTwo: 'KPI year 2',
    kpi: 'KPI',
    requested: 'Requested',
    granted: 'Granted',
    calculation: 'Calculation',
    achieved: 'Reached',
    unearned: 'Not earned',
  },
  stimulus: (name) => `Stimulus: ${name}`,
  stimulusName: {
    mentor: 'mentor',
    collaboration: 'collaboration',
    'social-impact-bond': 'social impact bond',
  },
  line: {
    continued: 'continued as in year 2',
    stopped: 'stopped by the applicant',
    notGranted: (requested) => `not granted; ${requested} was requested`,
    lowered: (requested) => `lowered; ${requested} was requested`,
    atMost: 'at most the amount of year 2',
    planned: 'to be carried out',
    reached: 'carried out',
    notReached: 'not carried out',
    fixed: 'fixed amount',
  },
  receipt: {
    title: 'Receipt of your application',
    received: (name, call, at, number) =>
      `We received the application of ${name} for ${call} on ${at}. ` +
      `The receipt number is ${number}.`,
    asks: (total) => `You request ${total} in total. This is what we received:`,
    table: 'What you request, for each action',
    replaceable: (due) =>
      `You may replace your application until ${due} inclusive. The last version counts.`,
    resubmitted: 'We now assess this version; it takes the place of the one before.',
    proves:
      'This letter proves that your application has come in. It is no decision on the subsidy yet.',
  },
  award: {
    title: 'Award of your subsidy',
    decided: (date, name, total, call) =>
      `On ${date} the Flemish Government decided to award ${name} a subsidy of ${total} for ` +
      `${call}.`,
    decree: (reference) => `The reference of the decision is ${reference}.`,
    calculation: 'Calculation for each action',
    formula:
      'Where a KPI is reduced, the amount is the full price of a unit, times the smaller of ' +
      'these two: half of the new KPI, or the new KPI less the reach of today. It is never more ' +
      'than the amount of year 2.',
    table: 'Amount granted, with its calculation',
    payment: 'Payment',
    advance: (percent) => `Advance, ${percent}%`,
    balance: 'Balance',
    total: 'Granted',
    when: (notBefore) =>
      `The advance is paid from ${notBefore} on, to the account that we know of you. On the ` +
      'balance we decide after your final report.',
    expects: 'What we expect of you',
    interim: (due) => `an interim report on the KPIs, by ${due};`,
    final: (due) => `a final report, by ${due}, with a reason for each KPI that you did not reach;`,
    accounts: 'your annual accounts of the years in which the project runs.',
    period: (end) => `The project runs until ${end} inclusive.`,
  },
  refusal: {
    title: 'Decision on your application: no subsidy',
    byGovernment: (date, reference, name, call) =>
      `On ${date} the Flemish Government decided to award ${name} no subsidy for ${call}. ` +
      `The reference of the decision is ${reference}.`,
    byAgency: (name, call) =>
      `We assessed the application of ${name} for ${call} and did not take it into ` +
      'consideration. It is not put before the Flemish Government.',
    asked: (total) => `You requested ${total} in total.`,
  },
  reportDue: {
    title: {
      interimReport: 'Your interim report',
      finalReport: 'Your final report',
    },
    asks: {
      interimReport: (due) => `We ask you to hand in your interim report, by ${due}.`,
      finalReport: (due) => `We ask you to hand in your final report, by ${due}.`,
    },
    overdue: {
      interimReport: (due) =>
        `Your interim report has not come in yet. The term ran until ${due} inclusive.`,
      finalReport: (due) =>
        `Your final report has not come in yet. The term ran until ${due} inclusive.`,
    },
    lines: 'You report on these actions:',
    table: 'The KPIs that you report on',
    stimuli: (names) => `You also account for: ${names}.`,
    explain: 'Give a reason for each KPI that you did not reach, and say what you did to reach it.',
    ifNothing: {
      interimReport:
        'If your report comes later, it is late. If it is not in by the time the final report is ' +
        'due, it counts as not handed in.',
      finalReport:
        'If your report comes later, a last term begins. If it does not come then either, each ' +
        'KPI counts as 0 at the decision on the balance, and part of the advance may be claimed ' +
        'back.',
    },
    plan: 'to be carried out',
  },
  settlement: {
    title: 'Decision on the balance',
    decided: (name, date, reference) =>
      `We decided on the balance of the subsidy that ${name} was awarded on ${date}, under ` +
      `reference ${reference}.`,
    withoutReport:
      'There is no final report that could be accepted. So each KPI counts as 0 and each ' +
      'stimulus as not used.',
    calculation: 'Calculation for each action',
    table: 'What you reached, and what of the award was not earned',
    formula:
      'Of a KPI that you did not reach and gave no sufficient reason for, not earned is: the ' +
      'amount granted in proportion to what is missing. Of each number the smaller counts of ' +
      'these two: its half, or what lies above the reach at the start.',
    reasons: 'Reasons',
    outcome: 'Decision',
    award: 'Granted',
    advance: 'Advance',
    balance: 'Balance',
    unearned: 'Not earned, by the calculation',
    pay: 'To be paid',
    released: 'Not to be paid',
    clawback: 'To be claimed back, announced',
    paid: (amount) => `We pay you ${amount}, to the account that we know of you.`,
    notPaid: 'Nothing of the balance is paid.',
    claimed: (amount) =>
      `We intend to claim back ${amount} of the advance. You get a letter of its own on that; ` +
      'you may give your view first.',
  },
  hearing: {
    title: 'Announcement of a clawback',
    intends: (amount, name, call) =>
      `We intend to claim back ${amount} of the subsidy that ${name} was awarded for ${call}.`,
    balance:
      'The reason is the decision on the balance: what was not earned was paid with the advance ' +
      'already. The calculation stands in our letter on the balance.',
    endControl:
      'The reason is the end control: we compared the spending in your annual accounts with the ' +
      'subsidy.',
    table: 'What the end control compared',
    spent: 'Spending in the annual accounts',
    award: 'Subsidy for actions',
    paid: 'Paid of it',
    claimed: 'Claimed back of it already, or announced',
    announced: 'To be claimed back, announced',
    react: (due) =>
      `You may give us your view until ${due} inclusive, on the page of your project.`,
    nothingYet: 'After that we decide, and write to you again. You need not pay anything now.',
  },
  demand: {
    title: 'Demand for repayment',
    waivedTitle: 'Decision: no clawback',
    decided: (amount, name, call) =>
      `We decided to claim back ${amount} of the subsidy that ${name} was awarded for ${call}.`,
    waived: (announced, name, call) =>
      `We announced that we would claim back ${announced} of the subsidy that ${name} was ` +
      `awarded for ${call}. We decided not to do so. You need not pay anything.`,
    lower: (announced) => `We had announced ${announced}; it has become less.`,
    how: 'How you pay',
    amount: 'Amount',
    reference: 'Structured reference',
    due: 'By',
    account: 'Account',
    accountOf: (iban, name) => `${iban}, of ${name}`,
    accountUnknown: 'the account that the subsidy came from',
    exactly:
      'State the structured reference as it stands here: by it we know your payment. You may ' +
      'pay in parts, each time with the same reference.',
    late: 'What is not paid after that date remains due.',
  },
  closure: {
    title: 'Closure of your project',
    closed: (name, call, date) => `The project of ${name} for ${call} was closed on ${date}.`,
    table: 'What was granted, paid and repaid',
    award: 'Granted',
    advance: 'Advance, paid',
    balance: 'Balance, paid',
    released: 'Not paid',
    demanded: 'Claimed back',
    recovered: 'Repaid of it',
    writtenOff: 'Written off of it',
    nothing: 'Nothing is open any more. You need not do anything further.',
  },
}
