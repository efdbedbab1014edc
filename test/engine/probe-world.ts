import { expect } from 'vitest'
import type { Engine, Outcome, SendOptions } from '../../src/engine/index.ts'
import { library } from './example.ts'
import { ann, openWorld, type World, type WorldOptions } from './harness.ts'
import { broken, probe } from './probe.ts'

export const definitions = [probe, ...library]

/** A group of probes: the root `r`, and `a` and `b`. */
export const openProbes = async (options: WorldOptions = {}): Promise<World> => {
  const world = await openWorld({ definitions, ...options })
  await world.engine.startGroup({
    root: { id: 'r', machine: 'probe' },
    members: ['a', 'b'].map((id) => ({ id, machine: 'probe' })),
    sender: ann,
  })
  return world
}

export const send = (
  engine: Engine,
  to: string,
  type: string,
  rest: Partial<SendOptions> = {},
): Promise<Outcome> => engine.send({ to, type, sender: ann, ...rest })

/** What a probe has noted so far. */
export const logOf = async (engine: Engine, id: string): Promise<readonly string[]> => {
  const context = (await engine.instance(id))?.snapshot.context as
    { readonly log: readonly string[] } | undefined
  return context?.log ?? []
}

/** Mends all code and expects that everything agrees. */
export const clean = async (engine: Engine): Promise<void> => {
  broken.clear()
  expect(JSON.stringify(await engine.verify())).toBe('[]')
}
