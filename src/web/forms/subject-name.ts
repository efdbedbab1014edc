import type { CallContext } from '../../../machines/call/context.ts'
import type { ProjectContext } from '../../../machines/project/context.ts'
import type { Instance } from '../../engine/index.ts'
import type { Locale } from '../catalogue.ts'

/** What people call an instance: the applicant's name, or the title of the call. */
export function nameOf(locale: Locale, { machine, snapshot }: Instance): string {
  return machine === 'project'
    ? (snapshot.context as ProjectContext).applicant.name
    : (snapshot.context as CallContext).parameters.title[locale]
}
