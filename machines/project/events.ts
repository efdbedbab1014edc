import type { AnyMachineSnapshot } from 'xstate'
import { type EventEntry, type Role, type Sender, refuse } from '../event-table.ts'
import type { ProjectContext } from './context.ts'
import { applicationEvents } from './events-application.ts'
import { executionEvents } from './events-execution.ts'
import { knownPartner, momentAhead } from './checks-application.ts'
import { settlementEvents } from './events-settlement.ts'
import * as schema from './schemas.ts'

/** What may come to a project in any phase. */
const generalEvents = {
  'deadline.move': {
    schema: schema.deadlineMove,
    roles: ['manager'],
    label: { nl: 'Termijn verplaatsen', en: 'Move a deadline' },
    text: ['reason'],
    after: [momentAhead('to')],
  },
  'applicant.succeed': {
    schema: schema.applicantSucceed,
    roles: ['manager'],
    label: { nl: 'Rechtsopvolger aanduiden', en: 'Name a successor' },
    personal: ['iban'],
    after: [knownPartner],
  },
  'applicant.update': {
    schema: schema.applicantUpdate,
    roles: ['applicant', 'manager'],
    label: { nl: 'Contactgegevens wijzigen', en: 'Update contact details' },
    personal: ['email', 'iban', 'contact'],
    authorise: (sender, _id, data) =>
      (data as schema.ApplicantUpdate).iban !== undefined && !sender.roles.includes('manager')
        ? refuse(
            'not-authorised',
            'Only a manager changes an IBAN; ask the agency to do so.',
            'iban',
          )
        : null,
  },
  'project.assign': {
    schema: schema.projectAssign,
    roles: ['reviewer', 'manager'],
    label: { nl: 'Dossier toewijzen', en: 'Assign the file' },
    persons: ['person'],
  },
  'note.add': {
    schema: schema.noteAdd,
    roles: ['reviewer', 'manager', 'inspector', 'paymaster'],
    label: { nl: 'Nota toevoegen', en: 'Add a note' },
    text: ['text'],
  },
} satisfies Record<string, EventEntry>

/** Every event that people send to a project, with its schema, roles and labels. */
export const projectEvents: Readonly<Record<string, EventEntry>> = withOwnProject({
  ...applicationEvents,
  ...executionEvents,
  ...settlementEvents,
  ...generalEvents,
})

/** Messages that the call sends to its projects; nobody else can. */
export const projectMessages = [
  'call.ifReviewRequested',
  'call.ifReviewSuspended',
  'call.ifReviewResumed',
  'call.ifReviewLate',
  'call.ifReviewAdvised',
  'call.awarded',
  'call.refused',
  'call.orderBatched',
  'deadline.move',
] as const

/** An applicant acts for its own project only. Source: domain §2. */
function withOwnProject(events: Record<string, EventEntry>): Record<string, EventEntry> {
  return Object.fromEntries(
    Object.entries(events).map(([type, entry]) => [
      type,
      entry.roles.includes('applicant') ? { ...entry, authorise: ownProject(entry) } : entry,
    ]),
  )
}

function ownProject(entry: EventEntry): NonNullable<EventEntry['authorise']> {
  return (sender, instanceId, data, snapshot) => {
    const acting = sender.roles.filter((role) => entry.roles.includes(role as Role))
    const own =
      acting.some((role) => role !== 'applicant') || ownsProject(sender, instanceId, snapshot)
    return own
      ? (entry.authorise?.(sender, instanceId, data, snapshot) ?? null)
      : refuse('not-authorised', 'An applicant acts for its own project only.')
  }
}

/**
 * A person acts for an organisation: the one whose KBO number the applicant has now, which a merger
 * changes. A replay names the applicant itself. Source: domain §2, §3.10.
 */
function ownsProject(
  { claims = {} }: Sender,
  instanceId: string,
  { context }: AnyMachineSnapshot,
): boolean {
  const { applicant, organisation } = claims
  if (organisation !== undefined) {
    return (context as ProjectContext).applicant.kbo === organisation
  }
  return applicant !== undefined && instanceId.split('/').at(-1) === applicant
}
