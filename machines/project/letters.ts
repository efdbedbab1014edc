import type { Emission } from '../actions.ts'
import type { Delivered } from '../event-table.ts'
import type { ClaimName, ProjectContext } from './context.ts'

/** Letters that the applicant is told of the moment they are written. */
export type MailedLetter =
  'award' | 'refusal' | 'settlement' | `hearing.${ClaimName}` | `demand.${ClaimName}` | 'closure'

/** The mail that takes a letter of this very event along. */
export function letterMail(subject: MailedLetter) {
  return (_: ProjectContext, { at }: Delivered): readonly Emission[] => [
    {
      type: 'mail',
      params: { template: 'letter', to: 'applicant', subject, step: null, atMs: at },
    },
  ]
}
