import type { Applicant } from '../../../src/domain/call.ts'
import type { AppOptions } from '../../../src/app.ts'
import { openDocumentNames } from '../../../src/programme/publication/open-data.ts'
import {
  accepts,
  advanceOf,
  continues,
  decision,
  finalReport,
  gent,
} from '../../machines/support.ts'
import { openWorld, type World } from '../../effects/mail/world.ts'

const roles = ['applicant', 'reviewer', 'manager', 'inspector', 'paymaster']

/** Sends as somebody who may; fails when it is refused. */
export async function send(
  { app }: World,
  to: string,
  type: string,
  data: object = {},
  person = 'els',
): Promise<void> {
  const claims = { applicant: to.split('/')[1] ?? '' }
  const outcome = await app.engine.send({ to, type, data, sender: { person, roles, claims } })
  if (!outcome.accepted) throw new Error(`${type}: ${outcome.code} ${outcome.message}`)
}

interface Options extends Partial<AppOptions> {
  readonly applicants?: readonly Applicant[]
}

/** The small call of the machines' tests up to the moment before its award is decided. */
export async function beforeAward({ applicants = [gent], ...options }: Options = {}) {
  const world = await openWorld({ applicants, ...options })
  await world.at('2024-04-20T10:00:00').works()
  for (const each of applicants) {
    await send(world, `oproep/${each.id}`, 'application.submit', continues(each))
  }
  await world.at('2024-05-13T09:00:00').works()
  for (const { id } of applicants) await send(world, `oproep/${id}`, 'application.admit')
  await send(world.at('2024-05-31T10:00:00'), 'oproep', 'ifReview.request')
  const advice = { outcome: 'favourable', reference: 'IF/1' }
  await send(world.at('2024-06-14T10:00:00'), 'oproep', 'ifReview.advise', advice)
  return world.at('2024-07-05T15:00:00')
}

export async function awarded(options: Options = {}): Promise<World> {
  const world = await beforeAward(options)
  await send(world, 'oproep', 'award.decide', decision())
  return world.works()
}

/** Awarded, paid in advance, and with a final report that reached every KPI and waits. */
export async function reported(options: Options = {}): Promise<World> {
  const world = await awarded(options)
  const { applicants = [gent] } = options
  await world.at('2024-10-07T09:00:00').works()
  for (const { id } of applicants)
    await send(world, `oproep/${id}`, 'payment.execute', advanceOf(id))
  await world.at('2025-07-01T11:00:00').works()
  for (const each of applicants) {
    await send(world, `oproep/${each.id}`, 'finalReport.submit', finalReport(each))
  }
  return world.works()
}

export async function accept(world: World, applicant: Applicant = gent): Promise<void> {
  await send(world, `oproep/${applicant.id}`, 'finalReport.accept', accepts(applicant))
  await world.works()
}

export function versions({ app }: World) {
  return app.openData.publications.versions('oproep')
}

/** Facts of one project in a version, the latest by default. */
export async function factsOf({ app }: World, id = 'gent', version: number | null = null) {
  const edition = await app.openData.publications.edition('oproep', version)
  const grant = edition?.grants.find(({ applicant }) => applicant === id)
  if (grant === undefined) throw new Error(`nothing is published of ${id}`)
  return grant.facts
}

/** Every document of a version, one after the other. */
export async function bytesOf(
  { app }: Pick<World, 'app'>,
  version: number | null,
): Promise<string> {
  const texts = openDocumentNames.map(
    async (name) => (await app.openData.document('oproep', version, name))?.text ?? '',
  )
  return (await Promise.all(texts)).join('\n')
}
