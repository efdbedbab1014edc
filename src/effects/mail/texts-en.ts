import type { Catalogue } from './texts.ts'

export const en: Catalogue = {
  locale: 'en-GB',
  greeting: 'Dear reader',
  deadline: {
    submission: {
      name: 'application',
      act: 'Submit your application: say for every line and stimulus whether it goes on or stops.',
      ifNothing: 'Then your part in this call lapses.',
      ifNothingLate: 'Then your part in this call lapses.',
    },
    resubmission: {
      name: 'revised application',
      act: 'Answer the question of your file handler and submit your application again.',
      ifNothing: 'Then your earlier application is assessed as it was.',
      ifNothingLate: 'Then your earlier application is assessed as it was.',
    },
    ifReview: {
      name: 'advice of the Inspectie van Financiën',
      act: 'Give advice on the applications of this call. Asking a question suspends the term.',
      ifNothing: {
        favourable: 'Then the advice counts as favourable.',
        unfavourable: 'Then the advice counts as unfavourable.',
        wait: 'Then the award waits until the advice has come.',
      },
      ifNothingLate: 'Then the award waits until the advice has come.',
    },
    interimReport: {
      name: 'interim report',
      act: 'Submit the interim report: how far are you with each KPI?',
      ifNothing:
        'Then you are late. It is still taken until the final report is due; after that it ' +
        'counts as not submitted.',
      ifNothingLate: 'From the day the final report is due it counts as not submitted.',
    },
    finalReport: {
      name: 'final report',
      act: 'Submit the final report, with a motivation for every KPI that was not reached.',
      ifNothing:
        'Then you are late and a last term begins. If it does not come by then, every KPI counts ' +
        'as 0 in the decision on the balance.',
      ifNothingLate:
        'The last term is running. If the report does not come by then, every KPI counts as 0 in ' +
        'the decision on the balance.',
    },
    finalGrace: {
      name: 'last term for the final report',
      act: 'Submit the final report after all. This is the last term.',
      ifNothing:
        'Then the final report counts as not submitted, and every KPI as 0 in the decision on ' +
        'the balance.',
      ifNothingLate:
        'Then the final report counts as not submitted, and every KPI as 0 in the decision on ' +
        'the balance.',
    },
    accounts: {
      name: 'accounts',
      act: 'Submit the accounts of that year.',
      ifNothing:
        'Then you are late. The end control goes on without these accounts if need be; the year ' +
        'then counts for 0 euro of spending.',
      ifNothingLate:
        'The end control goes on without these accounts; the year counts for 0 euro of spending.',
    },
    clarification: {
      name: 'clarification of the accounts',
      act: 'Answer the question about your accounts.',
      ifNothing: 'Then the end control goes on without your answer.',
      ifNothingLate: 'Then the end control goes on without your answer.',
    },
    hearing: {
      name: 'reaction to the announced clawback',
      act: 'Give your view of the clawback that was announced.',
      ifNothing: 'Then the clawback may be decided without your view.',
      ifNothingLate: 'Then the clawback may be decided without your view.',
    },
    repayment: {
      name: 'repayment',
      act: 'Repay the amount that was demanded, with the structured reference of the letter.',
      ifNothing: 'Then the repayment is late and the programme manager is told.',
      ifNothingLate: 'The amount remains due; the programme manager follows it up.',
    },
  },
  received: {
    'application.submit': 'the application',
    'interimReport.submit': 'the interim report',
    'finalReport.submit': 'the final report',
    'accounts.submit': 'the accounts',
    'accounts.clarify': 'the clarification of the accounts',
    'clawback.hear': 'the reaction to the announced clawback',
  },
  letters: {
    award: {
      name: 'award of the grant',
      says:
        'The grant is awarded. The letter says how much for each line, when the advance comes ' +
        'and what is expected of you.',
    },
    refusal: {
      name: 'decision on your application',
      says: 'No grant is awarded. The letter says who decided so, and why.',
    },
    settlement: {
      name: 'decision on the balance',
      says: 'The letter says for each line what was reached, and what is still paid.',
    },
    hearing: {
      name: 'announced clawback',
      says: 'Money may be claimed back. The letter says why, and until when you may react.',
    },
    demand: {
      name: 'decision on the clawback',
      says:
        'The letter says how much you repay, by when and with which reference, or that nothing ' +
        'is asked.',
    },
    closure: {
      name: 'your file is closed',
      says: 'Your file is closed. The letter sums up what was granted, paid and repaid.',
    },
  },
  at: (date, time) => `${date} at ${time}`,
  reminder: {
    subject: (name, deadline, due) => `${name}: ${deadline} by ${due}`,
    subjectLate: (name, deadline, due) => `${name}: ${deadline} late since ${due}`,
    due: (due, days) => `You have until ${due} inclusive, ${days}.`,
    passed: (due, days) => `The term ran until ${due} inclusive, ${days}.`,
    question: 'What if nothing happens?',
    done: 'If you have done this meanwhile, there is nothing left to do.',
    managerCopy: 'You get this copy as programme manager: who must act got the same.',
    managerOnly: 'You get this as programme manager: the term is over.',
  },
  receipt: {
    subject: (name, what, at) => `Received: ${what} of ${name}, ${at}`,
    received: (name, what, title) => `We received ${what} of ${name} for ${title}.`,
    time: (at, utc) => `Received on ${at} (${utc}), by the clock of our server.`,
    number: (number) => `Receipt number: ${number}`,
    onTime: (due) => `That is on time; the term runs until ${due} inclusive.`,
    late: (due) => `That is late; the term ran until ${due} inclusive.`,
    replaceable: (due) => `You may replace it until ${due} inclusive; the last version counts.`,
    keep: 'Keep this mail as proof of receipt.',
  },
  letter: {
    subject: (name, letter) => `${name}: ${letter}`,
    attached:
      'You find the letter with this mail, in Dutch and in English, and on the page of your ' +
      'project.',
  },
  digest: {
    subject: (title, date) => `${title}: the week up to ${date}`,
    intro: (title, from, to) => `${title}, from ${from} to ${to}.`,
    moved: 'What moved',
    passed: 'What did not come in time this week',
    due: 'What is due in the next two weeks',
    late: 'What is still late',
    nothing: 'Nothing.',
    status: { overdue: 'overdue', missed: 'missed' },
    call: 'the call',
    others: (count) => `and ${count} more`,
  },
  days: {
    today: 'which is today',
    tomorrow: 'which is tomorrow',
    yesterday: 'which was yesterday',
    ahead: (days) => `in ${days} days`,
    ago: (days) => `${days} days ago`,
  },
  ask: (address, reference) =>
    `Questions? ${address === null ? 'Answer this mail' : `Write to ${address}`} ` +
    `and mention ${reference}.`,
  automatic: 'This mail was made automatically.',
}
