import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openApp, type App } from '../../../src/app.ts'
import type { Applicant } from '../../../src/domain/call.ts'
import type { Instance } from '../../../src/engine/index.ts'
import { startCall } from '../../../src/programme/calls.ts'
import type { WorkbookKind, Language } from '../../../src/programme/workbooks/kinds.ts'
import { Workbooks } from '../../../src/programme/workbooks/workbooks.ts'
import { replayStartMs } from '../../../src/programme/replay.ts'
import { afterThisFile } from '../../closing.ts'
import { emptyDirectory, folderOf, voorbeeld } from '../replayed.ts'

/** De Rand: its accounts have chapters, not codes. */
const rand: Applicant = {
  id: 'rand',
  name: 'vzw "de Rand" <&>',
  kind: 'de-rand',
  kbo: '0450231339',
  nis: null,
  iban: 'BE15091000000130',
  email: null,
  contact: null,
  inhabitantsNonEu14: null,
  partners: [],
  lines: [
    {
      line: 'rand_x0041_1',
      action: 'oefenkansen-nederlands',
      currentReach: 0,
      kpi: 90,
      amountCents: 540_000,
    },
    {
      line: '=rand-2',
      action: 'actieplan-polarisatie',
      currentReach: 0,
      kpi: 1,
      amountCents: 100_010,
    },
  ],
  stimuli: [
    { stimulus: 'mentor', amountCents: 250_000 },
    { stimulus: 'collaboration', amountCents: 1 },
  ],
}

export interface WorkbookWorld {
  readonly app: App
  readonly file: string
  readonly workbooks: Workbooks
  project(applicant: string): Promise<Instance>
  make(
    applicant: string,
    kind: WorkbookKind,
    language?: Language,
    year?: number | null,
  ): Promise<Buffer>
  /** Sends an event, which must be taken. */
  does(applicant: string | null, role: string, type: string, data?: object): Promise<void>
  advance(to: string): Promise<void>
}

export const applicantOf = (id: string) => ({
  person: `contact of ${id}`,
  roles: ['applicant'],
  claims: { applicant: id },
})

/** Voorbeeld with De Rand besides, in its submission; `amounts` makes it smaller or larger. */
export async function openWorkbookWorld(
  applicants: readonly Applicant[] = [rand],
): Promise<WorkbookWorld> {
  const folder = await folderOf(voorbeeld)
  const directory = emptyDirectory()
  const file = join(directory, 'workbooks.sqlite')
  const startMs = replayStartMs(folder)
  const app = await openApp({ database: file, kind: { seed: 'workbooks', startMs } })
  afterThisFile(async () => {
    await app[Symbol.asyncDispose]()
    rmSync(directory, { recursive: true })
  })
  const { engine } = app
  const started = await startCall(
    engine,
    folder.parameters,
    [...folder.applicants, ...applicants],
    { person: 'importer', roles: ['manager'] },
    { at: startMs },
  )
  if (!started.accepted) throw new Error(started.message)
  const workbooks = new Workbooks(engine)
  const world: WorkbookWorld = {
    app,
    file,
    workbooks,
    project: async (applicant) => {
      const found = await engine.instance(`voorbeeld/${applicant}`)
      if (found === undefined) throw new Error(`no project ${applicant}`)
      return found
    },
    make: async (applicant, kind, language = 'nl', year = null) => {
      const request = { kind, language, year }
      const made = await workbooks.make(await world.project(applicant), request)
      if (made === null) throw new Error(`no ${kind} for ${applicant}`)
      return made.bytes
    },
    does: async (applicant, role, type, data = {}) => {
      const to = applicant === null ? 'voorbeeld' : `voorbeeld/${applicant}`
      const sender =
        role === 'applicant' ? applicantOf(applicant ?? '') : { person: role, roles: [role] }
      const outcome = await engine.send({ to, type, data, sender })
      if (!outcome.accepted) throw new Error(`${type}: ${outcome.code} ${outcome.message}`)
    },
    advance: async (to) => {
      await engine.advanceTo(Date.parse(to))
    },
  }
  await world.advance('2024-04-10T08:00:00Z')
  return world
}

/** Applications of all but boom, continued in full, admitted, and awarded. */
export async function award(world: WorkbookWorld, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { snapshot } = await world.project(id)
    const { yearTwo } = snapshot.context as {
      readonly yearTwo: {
        readonly lines: readonly { readonly line: string }[]
        readonly stimuli: readonly { readonly stimulus: string }[]
      }
    }
    const decision = 'continue'
    await world.does(id, 'applicant', 'application.submit', {
      lines: yearTwo.lines.map(({ line }) => ({ line, decision })),
      stimuli: yearTwo.stimuli.map(({ stimulus }) => ({ stimulus, decision })),
    })
  }
  await world.advance('2024-05-13T08:00:00Z')
  for (const id of ids) await world.does(id, 'reviewer', 'application.admit')
  await world.does(null, 'manager', 'ifReview.request')
  await world.does(null, 'inspector', 'ifReview.advise', {
    outcome: 'favourable',
    reference: 'IF/2024/001',
  })
  await world.advance('2024-07-05T13:00:00Z')
  await world.does(null, 'manager', 'award.decide', { date: '2024-07-05', reference: 'VR' })
}
