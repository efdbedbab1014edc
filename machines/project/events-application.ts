import type { EventEntry } from '../event-table.ts'
import {
  afterDeadline,
  applicationDecisions,
  applicationKpis,
  applicationLines,
  momentAhead,
} from './checks-application.ts'
import * as schema from './schemas.ts'

/** Submission and assessment. Source: nota §2.4; domain §3.1, §3.2. */
export const applicationEvents = {
  'application.submit': {
    schema: schema.applicationSubmit,
    roles: ['applicant'],
    label: { nl: 'Aanvraag indienen', en: 'Submit the application' },
    before: [afterDeadline],
    after: [applicationLines, applicationKpis, applicationDecisions],
  },
  'application.withdraw': {
    schema: schema.reasoned,
    roles: ['applicant'],
    label: { nl: 'Aanvraag intrekken', en: 'Withdraw the application' },
    text: ['reason'],
  },
  'application.admit': {
    schema: schema.nothing,
    roles: ['reviewer'],
    label: { nl: 'Ontvankelijk verklaren', en: 'Admit the application' },
  },
  'application.return': {
    schema: schema.applicationReturn,
    roles: ['reviewer'],
    label: { nl: 'Terugsturen met vraag', en: 'Return with a question' },
    text: ['question'],
    after: [momentAhead('until')],
  },
  'application.reject': {
    schema: schema.reasoned,
    roles: ['reviewer'],
    label: { nl: 'Niet ontvankelijk verklaren', en: 'Reject the application' },
    text: ['reason'],
  },
  'application.reassess': {
    schema: schema.reasoned,
    roles: ['reviewer'],
    label: { nl: 'Opnieuw beoordelen', en: 'Assess again' },
    text: ['reason'],
  },
  'submission.reopen': {
    schema: schema.submissionReopen,
    roles: ['manager'],
    label: { nl: 'Indiening heropenen', en: 'Reopen the submission' },
    text: ['reason'],
    after: [momentAhead('until')],
  },
} satisfies Record<string, EventEntry>
