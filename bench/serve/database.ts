import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateLarge } from '../../calls/generate/generate.ts'
import { openApp } from '../../src/app.ts'
import type { Engine } from '../../src/engine/index.ts'
import { startCall } from '../../src/programme/calls.ts'
import { readCallFolder, type CallFolder } from '../../src/programme/import/folder.ts'
import { freshFolder } from '../folder.ts'

const manager = { person: 'beheerder@vlaanderen.be', roles: ['manager'] }

/** The shipped call with invented applicants, all of its dates so far ahead that nothing is due. */
export const callAhead = async (applicants: number): Promise<CallFolder> => {
  using folder = freshFolder()
  const { callFile, applicantsFile } = generateLarge(applicants, 'bench')
  const later = callFile.replace(
    /\b20(\d\d)(?=-\d\d-\d\d|":)/g,
    (_, year: string) => `20${Number(year) + 40}`,
  )
  writeFileSync(join(folder.path, 'call.yaml'), later)
  writeFileSync(join(folder.path, 'applicants.json'), applicantsFile)
  const read = await readCallFolder(folder.path, { events: 'ignored' })
  if ('folder' in read) return read.folder
  throw new Error(`The call cannot be used: ${JSON.stringify(read.errors.slice(0, 3))}`)
}

/** Starts the call once more, under an id of its own; resolves when it is durable. */
export const startAgain = async (
  engine: Engine,
  { parameters, applicants }: CallFolder,
  id: string,
): Promise<void> => {
  const outcome = await startCall(engine, { ...parameters, id }, applicants, manager)
  if (!outcome.accepted) throw new Error(`${outcome.code}: ${outcome.message}`)
}

const applicantsOfCall = 1000

/** Makes a virtual database with one call that has just opened, for so many applicants. */
export const makeOpenCall = async (file: string, applicants: number): Promise<void> => {
  const folder = await callAhead(applicants)
  const { launchMs } = folder.parameters.timeline
  const kind = { seed: 'bench', startMs: launchMs - 1 } as const
  await using app = await openApp({ database: file, kind })
  await startAgain(app.engine, folder, folder.parameters.id)
  await app.engine.advanceTo(launchMs)
}

/** Makes a live database of so many thousand projects that wait for their call to open. */
export const makeDatabase = async (file: string, thousands: number): Promise<void> => {
  await using app = await openApp({ database: file, kind: 'live' })
  if (thousands === 0) return
  const folder = await callAhead(applicantsOfCall)
  for (let number = 1; number <= thousands; number += 1) {
    await startAgain(app.engine, folder, `proefoproep-${number}`)
  }
}
