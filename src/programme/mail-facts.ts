import { ladder } from '../../machines/deadlines.ts'
import type { CallContext } from '../../machines/call/context.ts'
import type { CallParameters, Texts } from '../domain/call.ts'
import { EngineError, type Engine } from '../engine/index.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import { digestFacts } from './digest-facts.ts'
import type { Outage } from './outage.ts'

/** What a mail is about. */
interface Subject {
  readonly instance: string
  readonly call: string
  readonly title: Texts
  readonly timeZone: string
  readonly name: string | null
  readonly email: string | null
  readonly event: string
  readonly atMs: number
}

const LAST_REVISION = 2 ** 31 - 1

interface Step {
  readonly to: string
  readonly step: string | null
  readonly atMs: number | null
}

/** What mails say, asked of log and tables as of the time at which an effect is performed. */
export class MailFacts {
  readonly #store: ProgrammeStore
  readonly #engine: () => Engine
  readonly #parameters = new Map<string, Promise<CallParameters>>()
  #settling: Promise<void> | undefined
  /** Times of a virtual world in which no worker performs anything. */
  outages: readonly Outage[] = []

  /** The runtime is asked for when it is needed: it is opened with the handler of mails. */
  constructor(store: ProgrammeStore, engine: () => Engine) {
    this.#store = store
    this.#engine = engine
  }

  async subject(effectId: string): Promise<Subject> {
    const [instance, revision] = placeOf(effectId)
    // Without outages a virtual world writes to the address of the day.
    const until = this.#engine().isVirtual ? revision : LAST_REVISION
    const place = { instance_id: instance, revision, until }
    const found = await this.#store.mailSubject.find(this.#store.reader, place)
    if (found === undefined) {
      throw new EngineError('corrupt-row', `Effect ${effectId} belongs to no event of the log`)
    }
    const { title, timeZone } = await this.#parametersOf(found.call_id)
    const { call_id: call, at_ms: atMs, name, email } = found
    return { instance, call, title, timeZone, name, email, event: `${instance}:${revision}`, atMs }
  }

  /**
   * Now. In a virtual world a worker is always there at once, but for the outages it was told of:
   * so a replay mails what production would have mailed, however many events it takes at a time.
   */
  performedAtMs({ atMs }: Subject): number {
    const engine = this.#engine()
    const nowMs = engine.nowMs()
    if (!engine.isVirtual) return nowMs
    const outage = this.outages.find(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs)
    return outage === undefined ? atMs : Math.min(outage.toMs, nowMs)
  }

  async settle({ call }: Subject): Promise<void> {
    const engine = this.#engine()
    const { mailSubject, reader } = this.#store
    if (engine.isVirtual || !(await mailSubject.hasDue(reader, call, engine.nowMs()))) return
    this.#settling ??= fireAll(engine).finally(() => {
      this.#settling = undefined
    })
    await this.#settling
  }

  async deadline({ instance }: Subject, name: string, atMs: number) {
    const { deadline, reader } = this.#store
    const changes = await deadline.history(reader, instance, name, atMs)
    const last = changes.at(-1)
    if (last === undefined) return undefined
    const moves = changes.filter(({ due_ms }, index) => due_ms !== changes[index - 1]?.due_ms)
    return {
      dueMs: last.due_ms,
      status: last.status,
      sequence: moves.length - 1,
      changedMs: moves.at(-1)?.at_ms ?? last.at_ms,
      changedBy: `${instance}:${last.revision}`,
    }
  }

  /** An application may be replaced until its deadline, but who handed one in needs no reminder. */
  async isHandedIn({ instance }: Subject, name: string, atMs: number): Promise<boolean> {
    const { mailSubject, reader } = this.#store
    return (
      name === 'submission' && mailSubject.hasCome(reader, instance, 'application.submit', atMs)
    )
  }

  /** The manager gets one step of the ladder, and `P0D`, the moment a repayment is overdue. */
  async latestStep({ to, step, atMs: dueMs }: Step, { call, atMs }: Subject, nowMs: number) {
    // At its own moment no later one has come.
    if (dueMs === null || nowMs <= atMs) return step
    const parameters = await this.#parametersOf(call)
    const { escalateAt } = parameters.reminders
    const come = ladder(dueMs, parameters)
      .filter((each) => to !== 'manager' || each.step === escalateAt)
      .filter((each) => each.atMs <= nowMs)
    return come.at(-1)?.step ?? step
  }

  async silence({ call }: Subject): Promise<CallParameters['ifReview']['silence']> {
    return (await this.#parametersOf(call)).ifReview.silence
  }

  async digest({ call, timeZone }: Subject, untilMs: number) {
    return digestFacts(this.#store, { call, timeZone, untilMs })
  }

  /** Parameters of a call never change. */
  #parametersOf(call: string): Promise<CallParameters> {
    const known = this.#parameters.get(call)
    if (known !== undefined) return known
    const asked = this.#engine()
      .instance(call)
      .then((instance) => {
        if (instance?.machine === 'call')
          return (instance.snapshot.context as CallContext).parameters
        throw new EngineError('corrupt-row', `There is no call ${call}`)
      })
    this.#parameters.set(call, asked)
    return asked
  }
}

/** `instance:revision:index`. */
function placeOf(effectId: string): readonly [string, number] {
  const parts = effectId.split(':')
  return [parts.slice(0, -2).join(':'), Number(parts.at(-2))]
}

async function fireAll(engine: Engine): Promise<void> {
  while ((await engine.fireDue({ firedBy: 'mail' })) > 0);
}
