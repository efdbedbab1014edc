import { startOfDay } from '../../src/domain/calendar.ts'
import { type Delivered, senderOf } from '../event-table.ts'
import type { ProjectContext, Succession } from './context.ts'
import { withIban } from './payments.ts'
import type { ApplicantSucceed, ApplicantUpdate } from './schemas.ts'

type Update = Partial<ProjectContext>

/**
 * A successor takes over all rights and duties at the start of its date; a second one for the same
 * party, before that, replaces the first. Source: domain §3.10.
 */
export function planSuccession(
  context: ProjectContext,
  event: Delivered<ApplicantSucceed>,
): Update {
  const { data } = event
  const planned: Succession = {
    partner: data.partner ?? null,
    name: data.name,
    kbo: data.kbo,
    nis: data.nis ?? null,
    iban: data.iban ?? '',
    startMs: startOfDay(data.date, context.terms.timeZone),
    person: senderOf(event),
  }
  const others = context.successions.filter((each) => each.partner !== planned.partner)
  return { successions: [...others, planned] }
}

/** When the next successor takes over; null when none is planned. */
export function nextSuccessionMs({ successions }: ProjectContext): number | null {
  return successions.length === 0 ? null : Math.min(...successions.map((each) => each.startMs))
}

export function succeed(context: ProjectContext, event: Delivered): Update {
  let changed = context
  for (const each of context.successions) {
    if (each.startMs <= event.at) changed = { ...changed, ...takenOver(changed, each) }
  }
  return {
    applicant: changed.applicant,
    ibanChangedBy: changed.ibanChangedBy,
    successions: context.successions.filter((each) => each.startMs > event.at),
  }
}

export function updateApplicant(
  context: ProjectContext,
  event: Delivered<ApplicantUpdate>,
): Update {
  const { data } = event
  const { email = context.applicant.email, contact = context.applicant.contact } = data
  const changed = { ...context, applicant: { ...context.applicant, email, contact } }
  return data.iban === undefined
    ? { applicant: changed.applicant }
    : withIban(changed, data.iban, senderOf(event))
}

function takenOver(context: ProjectContext, successor: Succession): Update {
  const { name, kbo, nis } = successor
  const { applicant } = context
  if (successor.partner !== null) {
    const partners = applicant.partners.map((partner) =>
      partner.id === successor.partner ? { id: partner.id, name, kbo, nis } : partner,
    )
    return { applicant: { ...applicant, partners } }
  }
  const succeeded = { ...context, applicant: { ...applicant, name, kbo, nis } }
  return successor.iban === ''
    ? { applicant: succeeded.applicant }
    : withIban(succeeded, successor.iban, successor.person)
}
