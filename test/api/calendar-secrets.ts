import { operator } from '../../src/access/audit.ts'
import type { NewCalendar } from '../../src/access/calendars.ts'
import type { App } from '../../src/app.ts'
import { must } from '../access/must.ts'
import { kbo } from './people.ts'

/** Secrets of calendars of somebody who acts for gent in voorbeeld. */
export interface CalendarSecrets {
  /** Of the person, and of the project. */
  readonly open: readonly string[]
  readonly revoked: string
}

export async function calendarSecrets({ access }: App): Promise<CalendarSecrets> {
  const person = { name: 'Els', login: 'els-of-gent', organisation: kbo.gent }
  const { id } = must(await access.users.add(person, operator))
  must(await access.grants.give(id, { call: 'voorbeeld', role: 'applicant' }, operator))
  const made = async (asked: NewCalendar) => must(await access.calendars.add(id, asked, operator))
  const own = await made({ about: 'person', subject: '' })
  const project = await made({ about: 'project', subject: 'voorbeeld/gent' })
  const revoked = await made({ about: 'person', subject: '' })
  must(await access.calendars.revoke(revoked.id, id, operator))
  return { open: [own.secret, project.secret], revoked: revoked.secret }
}
