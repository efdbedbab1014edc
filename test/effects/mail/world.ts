import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { openApp, type App, type AppOptions } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { parseInstant } from '../../../src/domain/calendar.ts'
import type { Applicant } from '../../../src/domain/call.ts'
import { startCall } from '../../../src/programme/calls.ts'
import type { CallFolder } from '../../../src/programme/import/folder.ts'
import type { Mail } from '../../../src/programme/mail-book.ts'
import type { Outage } from '../../../src/programme/outage.ts'
import { afterThisTest } from '../../closing.ts'
import { HandClock } from '../../engine/harness.ts'
import { gent, parameters } from '../../machines/support.ts'
import { PostOffice } from './post-office.ts'

const manager = { person: 'mia', roles: ['manager'] }
export const MANAGER = 'beheer@abb.example'
export const INSPECTOR = 'inspectie@if.example'

export function freshFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-mail-'))
  afterThisTest(async () => rmSync(directory, { recursive: true }))
  return join(directory, 'test.sqlite')
}

/** Settings as the environment would say them. */
export function settings(url?: string, more: Record<string, string> = {}) {
  return readConfig({
    ...(url === undefined ? {} : { SMTP_URL: url }),
    MAIL_FROM: 'Plan Samenleven <noreply@abb.example>',
    MAIL_MANAGER: MANAGER,
    MAIL_INSPECTOR: INSPECTOR,
    ...more,
  }).mail
}

/** A live database on a clock that the test sets, and a worker that works when it is told to. */
export class World {
  readonly app: App
  readonly clock: HandClock
  readonly file: string

  constructor(app: App, clock: HandClock, file: string) {
    this.app = app
    this.clock = clock
    this.file = file
  }

  /** The clock goes on to a local moment; nobody works. */
  at(time: string): this {
    this.clock.set(parseInstant(time, 'Europe/Brussels') ?? Number.NaN)
    return this
  }

  /** What a worker does: fires what is due, then performs effects, until there is nothing more. */
  async works(): Promise<this> {
    while ((await this.app.engine.fireDue()) > 0);
    await this.app.effects.perform()
    return this
  }

  mails(filter?: Parameters<App['mails']['list']>[0]): Promise<readonly Mail[]> {
    return this.app.mails.list(filter)
  }

  /** Sends as the applicant, a reviewer or a manager; fails when it is refused. */
  async send(to: string, type: string, data: unknown = {}): Promise<void> {
    const roles = ['applicant', 'reviewer', 'manager']
    const claims = { applicant: to.split('/').at(-1) ?? '' }
    const sender = { person: 'els', roles, claims }
    const outcome = await this.app.engine.send({ to, type, data, sender })
    if (!outcome.accepted) throw new Error(`${type}: ${outcome.code} ${outcome.message}`)
  }

  /** Changes the database behind the system's back. */
  sql(text: string, ...values: unknown[]): void {
    const db = new BetterSqlite3(this.file)
    db.prepare(text).run(...values)
    db.close()
  }
}

export interface WorldOptions extends Partial<AppOptions> {
  /** Applicants of the small call; none without it. */
  readonly applicants?: readonly Applicant[]
}

/** The small call of the machines' tests, imported on 1 March 2024. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { applicants = [gent], database = freshFile(), ...rest } = options
  const clock = new HandClock()
  const app = await openApp({ database, kind: 'live', clock, mail: settings(), ...rest })
  afterThisTest(async () => {
    await app[Symbol.asyncDispose]()
  })
  const world = new World(app, clock, database).at('2024-03-01T10:00:00')
  if (applicants.length === 0) return world
  const outcome = await startCall(app.engine, parameters, applicants, manager)
  if (!outcome.accepted) throw new Error(outcome.message)
  return world
}

/** Imports a folder's call beside the small one. */
export async function startFolder(world: World, folder: CallFolder): Promise<void> {
  const outcome = await startCall(world.app.engine, folder.parameters, folder.applicants, manager)
  if (!outcome.accepted) throw new Error(outcome.message)
}

export async function openPostOffice(): Promise<{ post: PostOffice; url: string }> {
  const post = new PostOffice()
  const url = await post.open()
  afterThisTest(async () => {
    await post[Symbol.asyncDispose]()
  })
  return { post, url }
}

/** `-P3D applicant sent`, of the mails of one template. */
export function steps(mails: readonly Mail[], template = 'reminder'): readonly string[] {
  return mails
    .filter((mail) => mail.template === template)
    .map(({ step, about, reader, status }) => `${about} ${step ?? ''} ${reader} ${status}`)
}

export interface Living {
  readonly outages: readonly Outage[]
  readonly untilMs: number
}

/** Lives a folder on the live clock; in an outage events come, but nobody works. */
export async function live(
  world: World,
  { events }: CallFolder,
  { outages, untilMs }: Living,
): Promise<void> {
  const { engine } = world.app
  const outageAt = (ms: number) => outages.find(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs)
  const workUntil = async (endMs: number) => {
    for (;;) {
      let nextMs = Math.max((await engine.nextDueMs()) ?? Infinity, engine.nowMs())
      for (let held = outageAt(nextMs); held !== undefined; held = outageAt(nextMs)) {
        nextMs = held.toMs + 1
      }
      if (nextMs >= endMs) return
      world.clock.set(nextMs)
      await world.works()
    }
  }
  for (const { atMs, to, type, data, actor, roles, applicant } of events) {
    if (atMs > untilMs) break
    await workUntil(atMs)
    world.clock.set(atMs)
    const claims = applicant === undefined ? {} : { claims: { applicant } }
    await engine.send({ to, type, data, sender: { person: actor, roles, ...claims } })
    if (outageAt(atMs) === undefined) await world.works()
  }
  await workUntil(untilMs)
}
