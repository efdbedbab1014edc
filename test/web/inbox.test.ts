import { describe, expect, test } from 'vitest'
import { at } from '../api/api-world.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

async function assign(world: WebWorld, applicant: string, person: string): Promise<void> {
  const outcome = await world.app.engine.send({
    to: `voorbeeld/${applicant}`,
    type: 'project.assign',
    data: { person },
    sender: { person: 'mia', roles: ['manager'] },
  })
  expect(outcome.accepted).toBe(true)
}

async function assigneeOf({ app }: WebWorld, applicant: string): Promise<string | undefined> {
  const instance = await app.engine.instance(`voorbeeld/${applicant}`)
  const { assignee = '' } = (instance?.snapshot.context ?? {}) as { readonly assignee?: string }
  return (await app.engine.log.subjects([assignee])).get(assignee)
}

/** The applicants named in the table of tasks, in order. */
function waiting(text: string): readonly string[] {
  return [...text.matchAll(/<th scope="row"><a href="\/projects\/voorbeeld\/(\w+)"/g)].map(
    ([, applicant = '']) => applicant,
  )
}

describe('the page To do', () => {
  test('lists what waits, with whose file it is, and how much beside its name', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-07T00:00:00Z') })
    await assign(world, 'gent', 'rik')
    const all = await world.get('rik', '/inbox')
    expect(all.status).toBe(200)
    // One's own file first.
    expect(waiting(all.text)).toEqual(['gent', 'aalst'])
    expect(all.text).toContain('href="/projects/voorbeeld/gent/events/application.admit"')
    expect(all.text).toContain('Te doen<span class="count">2')
    expect(waiting((await world.get('rik', '/inbox?files=own')).text)).toEqual(['gent'])
    const others = await world.get('lea', '/inbox?files=colleagues')
    expect(waiting(others.text)).toEqual(['gent'])
    expect(others.text).toContain('rik (test)')
    expect(waiting((await world.get('mia', '/inbox')).text)).toEqual([])
  })

  test('shows an applicant its own task with the date, and no files of others', async () => {
    const world = await openWebWorld({ untilMs: at('2024-04-25T00:00:00Z') })
    const { text } = await world.get('an', '/inbox')
    expect(waiting(text)).toEqual(['aalst'])
    expect(text).toContain('6 mei 2024 om 12:00')
    expect(text).toContain('nog 11 dagen')
    expect(text).not.toContain('Dossiers overdragen')
    expect((await world.get('els', '/inbox')).text).toContain('Er wacht niets op u.')
  })

  test('says what is proposed where something waits for approval', async () => {
    const world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    const sender = { person: 'mia', roles: ['manager'] }
    const data = { deadline: 'accounts.2025', to: '2026-09-30', reason: 'Later' }
    const move = await world.app.engine.send({
      to: 'voorbeeld',
      type: 'deadlineMove.propose',
      data,
      sender,
    })
    expect(move.accepted).toBe(true)
    const { text } = await world.get('lea', '/inbox', 'en')
    expect(text).toMatch(/Proposed: pay €[\d.,]+ and claim back €[\d.,]+/)
    // Who proposed the move does not see it as a task; another manager would.
    expect((await world.get('mia', '/inbox', 'en')).text).not.toContain('move the deadline')
    expect((await world.get('lea', '/inbox?cursor=x')).status).toBe(400)
  })
})

describe('handing files over', () => {
  test('assigns every file of one person to another, once, and tells of each', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-07T00:00:00Z') })
    await assign(world, 'gent', 'rik')
    await assign(world, 'aalst', 'rik')
    const form = { call: 'voorbeeld', to: 'lea', key: 'once' }
    const done = await world.post('rik', '/inbox/hand-over', form)
    expect(done.status).toBe(200)
    expect(done.text).toContain('2 dossiers zijn overgedragen aan lea (test).')
    expect(waiting(done.text)).toEqual(['aalst', 'gent'])
    expect(await assigneeOf(world, 'gent')).toBe('lea')
    expect(await assigneeOf(world, 'aalst')).toBe('lea')
    const again = await world.post('rik', '/inbox/hand-over', form)
    expect(again.text).toContain('Er was geen dossier om over te dragen.')
    // A manager may do it for who is already away; a reviewer may not.
    const back = { call: 'voorbeeld', from: 'lea', to: 'rik', key: 'back' }
    expect((await world.post('rik', '/inbox/hand-over', back)).status).toBe(403)
    expect((await world.post('mia', '/inbox/hand-over', back)).text).toContain('2 dossiers')
    expect(await assigneeOf(world, 'gent')).toBe('rik')
  })

  test('changes nothing without a person, by who may not, or from elsewhere', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-07T00:00:00Z') })
    await assign(world, 'gent', 'rik')
    const revision = async () => (await world.app.engine.instance('voorbeeld/gent'))?.revision
    const before = await revision()
    const path = '/inbox/hand-over'
    const form = { call: 'voorbeeld', to: 'lea', key: 'k' }
    const nobody = await world.post('rik', path, { ...form, to: '' })
    expect(nobody.status).toBe(400)
    expect(nobody.text).toContain('Kies aan wie')
    expect((await world.post('rik', path, { ...form, to: 'rik' })).status).toBe(400)
    expect((await world.post('els', path, form)).status).toBe(403)
    expect((await world.post('rik', path, { ...form, csrf: 'other' })).status).toBe(403)
    expect(await revision()).toBe(before)
  })
})
