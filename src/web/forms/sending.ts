import type { EventEntry } from '../../../machines/event-table.ts'
import type { Instance } from '../../engine/index.ts'
import type { Visit } from '../visit.ts'
import type { Filled } from './body.ts'
import type { Field } from './fields.ts'
import type { Plan } from './plan.ts'

/** One event as one person is about to send it. */
export interface Sending {
  readonly visit: Visit
  readonly target: Instance
  readonly type: string
  readonly entry: EventEntry
  readonly fields: readonly Field[]
  readonly plan: Plan
}

/** What stands in every form: the revision when it was opened, and the key of the sending. */
interface Opened {
  readonly revision: string
  readonly key: string
}

export interface FilledForm {
  readonly filled: Filled
  readonly opened: Opened
}
