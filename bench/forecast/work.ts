import { join } from 'node:path'
import {
  transition,
  type ActorScope,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type Snapshot,
} from 'xstate'
import { catalog } from '../../machines/catalog.ts'
import { openApp, type App } from '../../src/app.ts'
import type { DeliveredEvent } from '../../src/engine/index.ts'
import { startCall } from '../../src/programme/calls.ts'
import { AssumedPeople } from '../../src/programme/forecast/assumed-call.ts'
import { defaultAssumptions } from '../../src/programme/forecast/assumptions.ts'
import { Forecasts } from '../../src/programme/forecast/forecasts.ts'
import { readCallFolder } from '../../src/programme/import/folder.ts'
import { importer } from '../../src/programme/replay.ts'
import { freshFolder } from '../folder.ts'
import type { Figures } from '../target.ts'

/** The shipped call with 150 applicants, the day before its launch; its ceiling grows with them. */
const applicants = 150
const years = 3

const shipped = new URL('../../calls/plan-samenleven-3', import.meta.url).pathname
const dayMs = 86_400_000

/** One event as a machine got it, and which instance it was for. */
interface Told {
  readonly id: string
  readonly event: DeliveredEvent
}

/** A forecast as a running server gives it, not its first. */
export const forecastOfMany = (): Promise<Figures> =>
  onManyProjects(async (app, call, untilMs) => {
    const forecasts = new Forecasts(app.engine)
    await forecasts.of({ call, untilMs })
    const { transitions } = await recorded(app, call, untilMs)
    const [start, before] = [performance.now(), process.cpuUsage()]
    await forecasts.of({ call, untilMs })
    const ms = performance.now() - start
    return figures(transitions.length, ms, processorMs(before))
  })

/** Others may use the machine meanwhile; the processor's time is ours alone. */
const figures = (transitions: number, ms: number, processor: number): Figures => ({
  time: ms,
  processor,
  transitions: (transitions / processor) * 1000,
})

const processorMs = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The same transitions by XState alone: each snapshot parsed, restored, stepped, persisted. */
export const transitionsByHand = (): Promise<Figures> =>
  onManyProjects(async (app, call, untilMs) => {
    const { snapshots, machines, transitions } = await recorded(app, call, untilMs)
    const run = () => {
      const texts = new Map(snapshots)
      const [start, before] = [performance.now(), process.cpuUsage()]
      for (const { id, event } of transitions) {
        const machine = machines.get(id) as AnyStateMachine
        const stored = JSON.parse(texts.get(id) ?? '') as Snapshot<unknown>
        const [next] = transition(machine, machine.restoreSnapshot(stored, noScope), event)
        texts.set(id, JSON.stringify(machine.getPersistedSnapshot(next as AnyMachineSnapshot)))
      }
      return figures(transitions.length, performance.now() - start, processorMs(before))
    }
    run()
    return run()
  })

/** Restoring asks for a scope; without children it does not look at it. */
const noScope = {} as ActorScope<AnyMachineSnapshot, AnyEventObject>

interface Recording {
  readonly snapshots: ReadonlyMap<string, string>
  readonly machines: ReadonlyMap<string, AnyStateMachine>
  readonly transitions: readonly Told[]
}

const recorded = async (app: App, call: string, untilMs: number): Promise<Recording> => {
  const people = new AssumedPeople(defaultAssumptions)
  const snapshots = new Map<string, string>()
  const machines = new Map<string, AnyStateMachine>()
  const transitions: Told[] = []
  const { steps, endedBy } = await app.engine.forecast({
    of: { groups: [call] },
    maxMs: 600_000,
    untilMs,
    assumptions: {
      begin: (members, nowMs) => {
        for (const { id, machine: name, snapshot } of members) {
          const { machine } = catalog.find((each) => each.name === name) ?? catalog[0]
          machines.set(id, machine)
          snapshots.set(id, JSON.stringify(machine.getPersistedSnapshot(snapshot as never)))
        }
        return people.begin(members, nowMs)
      },
      applied: (step) => {
        const { instanceId: id, at, revision, event } = step
        const { type, person, data, facts } = event
        transitions.push({ id, event: { type, at, revision, person, data, facts } })
        return people.applied(step)
      },
    },
  })
  if (endedBy !== null || steps.length < applicants * 20) {
    throw new Error(`The forecast ended early (${endedBy ?? 'too few steps'}); measure another`)
  }
  return { snapshots, machines, transitions }
}

const onManyProjects = async (
  measure: (app: App, call: string, untilMs: number) => Promise<Figures>,
): Promise<Figures> => {
  const read = await readCallFolder(shipped)
  if ('errors' in read) throw new Error('The shipped call has errors; see its test')
  const { parameters, applicants: real } = read.folder
  const many = Array.from({ length: applicants }, (_, index) => {
    const applicant = real[index % real.length] as (typeof real)[number]
    return { ...applicant, id: `${applicant.id}-${index}` }
  })
  const { id, timeline, budget } = parameters
  const ceilingCents = Math.ceil((budget.ceilingCents * applicants) / real.length)
  const startMs = timeline.launchMs - dayMs
  using folder = freshFolder()
  const kind = { seed: id, startMs }
  await using app = await openApp({ database: join(folder.path, 'bench.sqlite'), kind })
  const call = { ...parameters, budget: { ...budget, ceilingCents } }
  await startCall(app.engine, call, many, importer, { at: startMs })
  return await measure(app, id, startMs + years * 365 * dayMs)
}
