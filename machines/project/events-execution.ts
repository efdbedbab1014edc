import type { EventEntry } from '../event-table.ts'
import { momentAhead } from './checks-application.ts'
import { knownOrder } from './checks-money.ts'
import {
  accountEntries,
  finalReport,
  interimReport,
  judgement,
  laterPeriod,
  missedFinal,
  missedInterim,
} from './checks-reports.ts'
import * as schema from './schemas.ts'

/** Payments, reports, period, accounts. Source: nota §2.5; domain §3.5 to §3.8, §3.11, §3.12. */
export const executionEvents = {
  'payment.execute': {
    schema: schema.paymentExecute,
    roles: ['paymaster'],
    label: { nl: 'Betaling uitgevoerd', en: 'Payment executed' },
    before: [knownOrder],
  },
  'payment.fail': {
    schema: schema.paymentFail,
    roles: ['paymaster'],
    label: { nl: 'Betaling mislukt', en: 'Payment failed' },
    text: ['reason'],
    before: [knownOrder],
  },
  'payment.return': {
    schema: schema.paymentReturn,
    roles: ['paymaster'],
    label: { nl: 'Betaling teruggekeerd', en: 'Payment returned by the bank' },
    text: ['reason'],
    before: [knownOrder],
  },
  'payment.retry': {
    schema: schema.paymentRetry,
    roles: ['paymaster'],
    label: { nl: 'Betaling opnieuw geven', en: 'Retry the payment' },
    personal: ['iban'],
    before: [knownOrder],
  },
  'interimReport.submit': {
    schema: schema.interimSubmit,
    roles: ['applicant'],
    label: { nl: 'Tussentijds rapport indienen', en: 'Submit the interim report' },
    before: [missedInterim],
    after: [interimReport],
  },
  'interimReport.accept': {
    schema: schema.nothing,
    roles: ['reviewer'],
    label: { nl: 'Tussentijds rapport aanvaarden', en: 'Accept the interim report' },
  },
  'interimReport.return': {
    schema: schema.reportReturn,
    roles: ['reviewer'],
    label: { nl: 'Tussentijds rapport terugsturen', en: 'Return the interim report' },
    text: ['question'],
    after: [momentAhead('until')],
  },
  'finalReport.submit': {
    schema: schema.finalSubmit,
    roles: ['applicant'],
    label: { nl: 'Eindrapport indienen', en: 'Submit the final report' },
    text: ['kpis.*.actionsTaken', 'kpis.*.motivation', 'stimuli.*.account'],
    before: [missedFinal],
    after: [finalReport],
  },
  'finalReport.accept': {
    schema: schema.finalAccept,
    roles: ['reviewer'],
    label: { nl: 'Eindrapport aanvaarden', en: 'Accept the final report' },
    text: ['lines.*.reason', 'stimuli.*.reason'],
    after: [judgement],
  },
  'finalReport.return': {
    schema: schema.reportReturn,
    roles: ['reviewer'],
    label: { nl: 'Eindrapport terugsturen', en: 'Return the final report' },
    text: ['question'],
    after: [momentAhead('until')],
  },
  'learningNetwork.attend': {
    schema: schema.networkAttend,
    roles: ['reviewer'],
    label: { nl: 'Aanwezigheid lerend netwerk', en: 'Record learning network attendance' },
  },
  'period.extend': {
    schema: schema.periodExtend,
    roles: ['manager'],
    label: { nl: 'Projectperiode verlengen', en: 'Extend the project period' },
    text: ['reason'],
    after: [laterPeriod],
  },
  'accounts.submit': {
    schema: schema.accountsSubmit,
    roles: ['applicant'],
    label: { nl: 'Jaarrekening indienen', en: 'Submit annual accounts' },
    after: [accountEntries],
  },
  'accounts.confirm': {
    schema: schema.nothing,
    roles: ['reviewer'],
    label: { nl: 'Hoofdstuk jaarrekening bevestigen', en: 'Confirm the accounts chapter' },
  },
  'project.terminate': {
    schema: schema.reasoned,
    roles: ['manager'],
    label: { nl: 'Project stopzetten', en: 'Terminate the project' },
    text: ['reason'],
  },
} satisfies Record<string, EventEntry>
