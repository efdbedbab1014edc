import type { EventEntry } from '../event-table.ts'
import { momentAhead } from './checks-application.ts'
import {
  balanceAmounts,
  claimDecision,
  endControlAmount,
  otherPersonApproves,
  otherPersonWritesOff,
  repayment,
  sameProposal,
  sameWriteOff,
  writeOffAmount,
  writeOffStillOpen,
} from './checks-money.ts'
import { clarifiedYear } from './checks-reports.ts'
import * as schema from './schemas.ts'

/** Balance, end control and claims. Source: nota §2.5; domain §3.7 to §3.9, §5. */
export const settlementEvents = {
  'balance.propose': {
    schema: schema.balancePropose,
    roles: ['reviewer', 'manager'],
    label: { nl: 'Saldo voorstellen', en: 'Propose the balance' },
    text: ['reason'],
    after: [balanceAmounts],
  },
  'balance.approve': {
    schema: schema.proposalApprove,
    roles: ['reviewer', 'manager'],
    label: { nl: 'Saldo goedkeuren', en: 'Approve the balance' },
    after: [otherPersonApproves, sameProposal],
  },
  'balance.return': {
    schema: schema.reasoned,
    roles: ['reviewer', 'manager'],
    label: { nl: 'Saldovoorstel terugsturen', en: 'Return the balance proposal' },
    text: ['reason'],
  },
  'accounts.requestClarification': {
    schema: schema.clarificationRequest,
    roles: ['reviewer'],
    label: { nl: 'Toelichting vragen', en: 'Ask for clarification' },
    text: ['question'],
    after: [momentAhead('until')],
  },
  'accounts.clarify': {
    schema: schema.accountsClarify,
    roles: ['applicant'],
    label: { nl: 'Toelichting geven', en: 'Clarify the accounts' },
    text: ['answer'],
    after: [clarifiedYear],
  },
  'endControl.propose': {
    schema: schema.endControlPropose,
    roles: ['reviewer', 'manager'],
    label: { nl: 'Eindcontrole voorstellen', en: 'Propose the end control' },
    text: ['reason'],
    after: [endControlAmount],
  },
  'endControl.approve': {
    schema: schema.proposalApprove,
    roles: ['reviewer', 'manager'],
    label: { nl: 'Eindcontrole goedkeuren', en: 'Approve the end control' },
    after: [otherPersonApproves, sameProposal],
  },
  'endControl.return': {
    schema: schema.reasoned,
    roles: ['reviewer', 'manager'],
    label: { nl: 'Eindcontrole terugsturen', en: 'Return the end control' },
    text: ['reason'],
  },
  'clawback.hear': {
    schema: schema.clawbackHear,
    roles: ['applicant'],
    label: { nl: 'Gehoord worden', en: 'Be heard on the clawback' },
    text: ['statement'],
  },
  'clawback.decide': {
    schema: schema.clawbackDecide,
    roles: ['manager'],
    label: { nl: 'Terugvordering beslissen', en: 'Decide the clawback' },
    text: ['reason'],
    after: [claimDecision],
  },
  'clawback.repay': {
    schema: schema.clawbackRepay,
    roles: ['paymaster'],
    label: { nl: 'Terugbetaling boeken', en: 'Book a repayment' },
    after: [repayment],
  },
  'clawback.writeOff': {
    schema: schema.clawbackWriteOff,
    roles: ['manager'],
    label: { nl: 'Kwijtschelding voorstellen', en: 'Propose a write-off' },
    text: ['reason'],
    after: [writeOffAmount],
  },
  'clawback.approveWriteOff': {
    schema: schema.writeOffApprove,
    roles: ['manager'],
    label: { nl: 'Kwijtschelding goedkeuren', en: 'Approve the write-off' },
    after: [otherPersonWritesOff, writeOffStillOpen, sameWriteOff],
  },
} satisfies Record<string, EventEntry>
