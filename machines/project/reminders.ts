import type { Emission } from '../actions.ts'
import { takeReminders } from '../deadlines.ts'
import type { Delivered } from '../event-table.ts'
import type { ProjectContext } from './context.ts'

/** Takes the steps that are due out of the ladder. */
export function remind(context: ProjectContext, event: Delivered): Partial<ProjectContext> {
  return { deadlines: takeReminders(context.deadlines, event.at).deadlines }
}

/** A mail to the applicant for each step that is due; at the escalation to the manager too. */
export function reminderMails(context: ProjectContext, event: Delivered): readonly Emission[] {
  const { escalateAt } = context.terms.reminders
  return takeReminders(context.deadlines, event.at).due.flatMap(({ deadline, step, dueMs }) => {
    const readers =
      step === escalateAt ? (['applicant', 'manager'] as const) : (['applicant'] as const)
    return readers.map((to): Emission => ({
      type: 'mail',
      params: { template: 'reminder', to, subject: deadline, step, atMs: dueMs },
    }))
  })
}
