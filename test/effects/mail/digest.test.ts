import { describe, expect, test } from 'vitest'
import { digestWording } from '../../../src/effects/mail/digest.ts'
import { aalst, gent } from '../../machines/support.ts'
import { openPostOffice, openWorld, settings, type World } from './world.ts'

const continues = (line: string) => ({ lines: [{ line, decision: 'continue' }], stimuli: [] })

/** Two projects, one of which hands something in on 24 April. */
async function week(): Promise<World> {
  const world = await openWorld({ applicants: [gent, aalst] })
  await world.at('2024-04-22T09:00:00').works()
  world.at('2024-04-24T10:00:00')
  await world.send('oproep/gent', 'application.submit', {
    ...continues('g1'),
    stimuli: [{ stimulus: 'collaboration', decision: 'continue' }],
  })
  return world
}

const digests = async (world: World) =>
  (await world.mails({ instance: 'oproep' })).filter(({ template }) => template === 'digest')

describe('digest', () => {
  test('tells managers what moved and what is due, and nothing when nothing does', async () => {
    const world = await week()
    await world.at('2024-04-29T08:00:00').works()
    const [first, , , last] = await digests(world)
    expect(first).toMatchObject({ status: 'skipped', reason: 'Nothing moved and nothing is due.' })
    expect(last).toMatchObject({ reader: 'manager', status: 'kept' })
    expect(last?.subject).toMatch(/^Oproep: weekoverzicht van 29 april 2024 \/ Oproep: the week/)
    expect(last?.text).toContain('Wat bewoog\n- Aanvraag indienen (1): gent\n')
    expect(last?.text).toContain('What moved\n- Submit the application (1): gent\n')
    expect(last?.text).toContain('- 6 mei 2024 om 12:00: aanvraag (1): aalst\n')
    expect(last?.ics).toBeNull()
  })

  test('tells what did not come in time', async () => {
    const world = await week()
    await world.at('2024-05-13T08:00:00').works()
    const text = (await digests(world)).at(-1)?.text
    expect(text).toContain('- 6 mei 2024 om 12:00: aanvraag (1): aalst [gemist]')
    expect(text).toContain('- 6 May 2024 at 12:00: application (1): aalst [missed]')
  })

  test('says the same when it is weeks late', async () => {
    const inTime = await week()
    await inTime.at('2024-04-29T08:00:00').works()
    const late = await week()
    late.at('2024-04-30T10:00:00')
    await late.send('oproep/aalst', 'application.withdraw', { reason: 'x' }).catch(() => {})
    await late.send('oproep/gent', 'note.add', { text: 'x' })
    await late.at('2024-06-10T12:00:00').works()
    const [, , , expected] = await digests(inTime)
    const found = (await digests(late)).find(({ atMs }) => atMs === expected?.atMs)
    expect(found?.text).toBe(expected?.text)
    expect(found?.subject).toBe(expected?.subject)
  })

  test('leaves once when it is brought twice, or asked for twice', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    await world.at('2024-04-29T08:00:00').works()
    const [mail] = (await digests(world)).filter(({ status }) => status === 'sent')
    const sent = post.letters.length
    world.sql(`update outbox set status = 'pending' where id = ?`, mail!.effect)
    world.sql(
      `insert into outbox select id || '0', kind, params, 'pending', 0, next_attempt_ms, null,
       null, seal from outbox where id = ?`,
      mail!.effect,
    )
    await world.works()
    expect(post.letters).toHaveLength(sent)
    const again = (await digests(world)).find(({ effect }) => effect === `${mail!.effect}0`)
    expect(again).toMatchObject({
      status: 'skipped',
      reason: `Effect ${mail!.effect} told it already.`,
      text: null,
    })
  })

  test('is kept once too', async () => {
    const world = await week()
    await world.at('2024-04-29T08:00:00').works()
    const mail = (await digests(world)).at(-1)
    world.sql(
      `insert into outbox select id || '0', kind, params, 'pending', 0, next_attempt_ms, null,
       null, seal from outbox where id = ?`,
      mail!.effect,
    )
    await world.works()
    expect((await digests(world)).at(-1)).toMatchObject({
      effect: `${mail!.effect}0`,
      status: 'skipped',
    })
  })

  test('counts the names that are too many for a line', () => {
    const names = Array.from({ length: 18 }, (_, index) => `gemeente ${index}`)
    const about = {
      instance: 'o',
      call: 'o',
      title: { nl: 'Oproep', en: 'Call' },
      timeZone: 'Europe/Brussels',
      name: null,
      email: null,
      event: 'o:1',
      atMs: 0,
    }
    const due = [{ deadline: 'accounts.2024', dueMs: 1_753_999_199_999, names }]
    const facts = { moved: [], passed: [], due, late: [] }
    const { text } = digestWording(about, facts, 1_753_000_000_000)
    expect(text).toContain('- 31 juli 2025: rekeningen 2024 (18): gemeente 0, ')
    expect(text).toContain('gemeente 14 en 3 andere\n')
    expect(text).toContain('gemeente 14 and 3 more\n')
  })
})
