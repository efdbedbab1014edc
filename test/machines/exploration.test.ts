import * as fc from 'fast-check'
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../machines/catalog.ts'
import { sumCents } from '../../src/domain/money.ts'
import { nodesOf } from '../../src/engine/xstate-adapter.ts'
import { faultsOf } from './books.ts'
import { finish } from './finish.ts'
import type { Story } from './story.ts'
import { parameters } from './support.ts'
import { type Chance, chanceOf, drawnCall, passTime, sendSomething } from './walk.ts'

const RUNS = 90
const STEPS = 150

/** Events that may say again what already is so. */
const mayRepeat = new Set(['note.add', 'applicant.update', 'project.assign', 'accounts.submit'])

const seenStates = new Set<string>()
const seenTypes = new Set<string>()
const looked = new WeakMap<AnyMachineSnapshot, string>()

function machineOf(story: Story, id: string): AnyStateMachine {
  const name = id === story.call ? 'call' : 'project'
  return catalog.find((each) => each.name === name)!.machine
}

/** The persisted text of a snapshot; a new one is first looked at from all sides. */
function textOf(story: Story, id: string): string {
  const snapshot = story.model.snapshot(id)
  const known = looked.get(snapshot)
  if (known !== undefined) return known
  const machine = machineOf(story, id)
  const text = JSON.stringify(machine.getPersistedSnapshot(snapshot))
  looked.set(snapshot, text)
  const restored = machine.restoreSnapshot(JSON.parse(text) as never, {} as never)
  expect(JSON.stringify(machine.getPersistedSnapshot(restored))).toBe(text)
  for (const node of snapshot._nodes) seenStates.add(node.id)
  if (id !== story.call) expect(faultsOf(story, id.slice(story.call.length + 1))).toEqual([])
  return text
}

function look(story: Story): string {
  const texts = story.model.ids().map((id) => textOf(story, id))
  const ended = story.applicants.filter(({ id }) => story.snapshot(id).hasTag('end'))
  expect(story.model.snapshot(story.call).context).toMatchObject({ ended: ended.length })
  const awarded = story.applicants.map(({ id }) => story.context(id).award?.totalCents ?? 0)
  expect(sumCents(awarded)).toBeLessThanOrEqual(parameters.budget.ceilingCents)
  return texts.join()
}

/** One step of a walk; what is taken changes something. */
function step(story: Story, chance: Chance): void {
  if (chance(4) === 0) return passTime(story, chance)
  story.atMs(story.nowMs)
  const before = look(story)
  const emitted = story.model.emitted.length
  const taken = sendSomething(story, chance)
  if (taken === null) return
  seenTypes.add(taken)
  const isSame = look(story) === before && story.model.emitted.length === emitted
  expect(isSame && !mayRepeat.has(taken) ? taken : 'it changed').toBe('it changed')
}

function walk(seed: number): void {
  const chance = chanceOf(seed)
  const story = drawnCall(chance)
  finish(story, () => look(story), chance(2) * chance(40))
  for (let steps = 0; steps < STEPS; steps += 1) step(story, chance)
  finish(story, () => look(story))
  expect(story.applicants.map(({ id }) => story.snapshot(id).hasTag('end'))).not.toContain(false)
  expect(story.callShape().phase).toBe('settled')
}

/** States that no walk was in, events that none took. */
function unseen(): readonly string[] {
  return catalog.flatMap(({ machine, events }) => [
    ...nodesOf(machine as AnyStateMachine)
      .map(({ id }) => id)
      .filter((id) => !seenStates.has(id)),
    ...Object.keys(events).filter((type) => !seenTypes.has(type)),
  ])
}

describe('random walks through a call', () => {
  test('books, snapshots and counts agree after every step, and every walk can be ended', () => {
    fc.assert(fc.property(fc.integer(), walk), { numRuns: RUNS, seed: 20240503 })
  }, 240_000)

  test('every state of both machines is reached, and every event taken', () => {
    for (let seed = 1; unseen().length > 0 && seed <= RUNS; seed += 1) walk(seed)
    expect(unseen()).toEqual([])
  }, 240_000)
})
