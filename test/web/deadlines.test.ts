import { beforeAll, describe, expect, test } from 'vitest'
import { at } from '../api/api-world.ts'
import { people } from '../api/people.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const call = 'voorbeeld'
const max = {
  person: 'max',
  label: 'max (test)',
  roles: { [call]: ['manager'] },
  organisation: null,
} as const

function open(until: string): Promise<WebWorld> {
  return openWebWorld({ untilMs: at(until), people: { ...people, max } })
}

/** What a form of a page carries, by name. */
function hidden(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]))
}

/** What the page says is wrong. */
function errorsIn(html: string): string {
  return /<div class="message bad" role="alert">(.*?)<\/div>/.exec(html)?.[1] ?? ''
}

async function dueOf({ app }: WebWorld, project: string, deadline: string) {
  const shape = await app.queries.project(`${call}/${project}`)
  return shape?.deadlines.find(({ name }) => name === deadline)?.due
}

const move = {
  call,
  deadline: 'finalReport',
  scope: 'all',
  to: '2025-08-31',
  'to@time': '',
  reason: 'Fusies.',
}

describe('the page of deadlines', () => {
  let world: WebWorld
  beforeAll(async () => {
    world = await open('2025-01-08T12:00:00Z')
  })

  test('shows every deadline that runs, overdue first, with where its projects are', async () => {
    const { status, text } = await world.get('rik', '/deadlines')
    expect(status).toBe(200)
    expect(text).toContain('role="img"')
    const rows = [...text.matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(([, row]) => row ?? '')
    expect(rows[0]).toContain('tussentijds rapport')
    expect(rows[0]).toContain('⚠ te laat')
    expect(rows[0]).toContain('href="/projects/voorbeeld/aalst"')
    const final = rows.find((row) => row.startsWith('eindrapport'))
    expect(final).toContain('5 juli 2025')
    expect(final).toContain('en 1 ander')
  })

  test('counts as many as run in the projects', async () => {
    const groups = await world.app.queries.runningDeadlines({ call, limit: 100, offset: 0 })
    const shapes = await world.app.queries.projects(call)
    const running = shapes
      .flatMap(({ deadlines }) => deadlines)
      .filter(({ status }) => status === 'open' || status === 'overdue')
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(running.length)
  })

  test('is filtered by kind', async () => {
    const { text } = await world.get('rik', '/deadlines?kind=accounts')
    expect(text).toContain('<th scope="row">rekeningen 2024</th>')
    expect(text).not.toContain('<th scope="row">eindrapport</th>')
  })

  test('leads to a table of exactly the projects of a row', async () => {
    const { text } = await world.get(
      'rik',
      '/?view=table&call=voorbeeld&deadline=interimReport&on=2025-01-05',
    )
    expect(text).toContain('/projects/voorbeeld/aalst')
    expect(text).not.toContain('/projects/voorbeeld/gent')
    const none = await world.get('rik', '/?view=table&deadline=interimReport&on=2025-01-06')
    expect(none.text).toContain('Geen enkel project')
  })

  test('moves one deadline by the form of its project', async () => {
    const { text } = await world.get('mia', '/deadlines')
    expect(text).toContain(
      'href="/projects/voorbeeld/aalst/events/deadline.move?deadline=interimReport"',
    )
  })

  test('speaks English', async () => {
    const { text } = await world.get('mia', '/deadlines', 'en')
    expect(text).toContain('1 deadline has passed and still waits.')
  })

  test('is not there for applicants and strangers', async () => {
    expect((await world.get('els', '/deadlines')).status).toBe(404)
    expect((await world.get('out', '/deadlines')).status).toBe(404)
    expect((await world.get('far', '/deadlines?call=voorbeeld')).status).toBe(404)
  })

  test('lets nobody but a manager move', async () => {
    expect((await world.get('rik', '/deadlines/move')).status).toBe(403)
    expect((await world.post('rik', '/deadlines/move', { ...move, step: 'propose' })).status).toBe(
      403,
    )
    expect((await world.post('els', '/deadlines/move', { ...move, step: 'propose' })).status).toBe(
      404,
    )
    expect((await world.post('far', '/deadlines/proposal', { call, step: 'approve' })).status).toBe(
      404,
    )
    expect((await world.get('rik', '/deadlines')).text).not.toContain('/deadlines/move')
  })
})

describe('moving a deadline of many', () => {
  test('asks, shows what it would do, is proposed, and approved by another person', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    const form = await world.get('mia', '/deadlines/move?deadline=finalReport&on=2025-07-05')
    expect(form.text).toContain('value="voorbeeld/gent" checked')
    expect(form.text).toContain('value="voorbeeld/aalst" checked')

    const preview = await world.post('mia', '/deadlines/move', { ...move, step: 'preview' })
    expect(preview.status).toBe(200)
    expect(preview.text).toContain('Voor 2 projecten verhuist deze termijn.')
    expect(preview.text).toContain('zaterdag 5 juli 2025')
    expect(preview.text).toContain('zondag 31 augustus 2025')
    expect(await dueOf(world, 'gent', 'finalReport')).toBe('2025-07-05T21:59:59.999Z')

    const carried = { ...hidden(preview.text), step: 'propose' }
    const sent = await world.post('mia', '/deadlines/move', carried)
    expect(sent.headers['location']).toBe('/deadlines?call=voorbeeld&done=proposed')
    expect((await world.post('mia', '/deadlines/move', carried)).status).toBe(303)

    const own = await world.get('mia', '/deadlines')
    expect(own.text).toContain('Een andere programmabeheerder moet het goedkeuren')
    expect(own.text).toContain('Reden: Fusies.')
    expect(own.text).not.toContain('value="approve"')
    const decision = hidden(own.text)
    const alone = await world.post('mia', '/deadlines/proposal', { ...decision, step: 'approve' })
    expect(alone.status).toBe(403)
    expect(alone.text).toContain('Een andere persoon dan wie dit voorstelde')

    const other = await world.get('max', '/deadlines')
    expect(other.text).toContain('value="approve"')
    const approval = { ...hidden(other.text), step: 'approve' }
    const done = await world.post('max', '/deadlines/proposal', approval)
    expect(done.headers['location']).toBe('/deadlines?call=voorbeeld&done=approved')
    expect(await dueOf(world, 'gent', 'finalReport')).toBe('2025-08-31T21:59:59.999Z')
    expect(await dueOf(world, 'aalst', 'finalReport')).toBe('2025-08-31T21:59:59.999Z')

    expect((await world.post('max', '/deadlines/proposal', approval)).status).toBe(303)
    const late = await world.post('max', '/deadlines/proposal', { ...approval, key: 'another' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('Iemand anders was sneller')
  })

  test('is undone by a new proposal', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    await propose(world)
    const other = await world.get('max', '/deadlines')
    await world.post('max', '/deadlines/proposal', { ...hidden(other.text), step: 'approve' })
    const { text } = await world.get('mia', '/deadlines')
    const [, path = ''] = /href="(\/deadlines\/undo[^"]+)"/.exec(text) ?? []
    const undo = await world.get('mia', path.replaceAll('&amp;', '&'))
    expect(undo.text).toContain('naar 5 juli 2025')
    const preview = await world.post('mia', '/deadlines/move', {
      ...hidden(undo.text),
      step: 'preview',
    })
    expect(preview.text).toContain('zaterdag 5 juli 2025')
    await world.post('mia', '/deadlines/move', { ...hidden(preview.text), step: 'propose' })
    const back = await world.get('max', '/deadlines')
    await world.post('max', '/deadlines/proposal', { ...hidden(back.text), step: 'approve' })
    expect(await dueOf(world, 'gent', 'finalReport')).toBe('2025-07-05T21:59:59.999Z')
    expect(await world.app.engine.verify()).toEqual([])
  })

  test('is limited to the projects that are ticked', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    const some = { ...move, scope: 'some', projects: ['voorbeeld/gent'], 'to@time': '12:00' }
    const preview = await world.post('mia', '/deadlines/move', { ...some, step: 'preview' })
    expect(preview.text).toContain('Voor 1 project verhuist deze termijn.')
    const sent = { ...hidden(preview.text), step: 'propose' }
    expect((await world.post('mia', '/deadlines/move', sent)).status).toBe(303)
    const other = await world.get('max', '/deadlines')
    await world.post('max', '/deadlines/proposal', { ...hidden(other.text), step: 'approve' })
    expect(await dueOf(world, 'gent', 'finalReport')).toBe('2025-08-31T10:00:00.000Z')
    expect(await dueOf(world, 'aalst', 'finalReport')).toBe('2025-07-05T21:59:59.999Z')
  })

  test('is refused by another and withdrawn by who proposed it, and nothing moves', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    await propose(world)
    const wrong = hidden((await world.get('max', '/deadlines')).text)
    const cannot = await world.post('max', '/deadlines/proposal', { ...wrong, step: 'withdraw' })
    expect(cannot.status).toBe(403)
    const refused = { ...wrong, step: 'refuse', reason: 'Te ruim.' }
    const no = await world.post('max', '/deadlines/proposal', refused)
    expect(no.headers['location']).toBe('/deadlines?call=voorbeeld&done=refused')
    expect((await world.post('max', '/deadlines/proposal', refused)).status).toBe(303)
    await propose(world)
    const own = hidden((await world.get('mia', '/deadlines')).text)
    const back = await world.post('mia', '/deadlines/proposal', { ...own, step: 'withdraw' })
    expect(back.headers['location']).toBe('/deadlines?call=voorbeeld&done=withdrawn')
    expect(await dueOf(world, 'gent', 'finalReport')).toBe('2025-07-05T21:59:59.999Z')
    expect((await world.get('mia', '/deadlines')).text).not.toContain('id="proposal"')
  })

  test('says of bad input what is wrong beside the field, and keeps what was typed', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    const before = (await world.app.engine.instance(call))?.revision
    for (const [change, said] of [
      [{ to: '' }, 'Vul dit in.'],
      [{ to: '2024-01-01' }, 'Dit moment is al voorbij; kies een later.'],
      [{ to: '2025-02-30' }, 'Geef een bestaande datum, eventueel met een uur.'],
      [{ reason: ' ' }, 'Vul dit in.'],
      [{ scope: 'some' }, 'Kies minstens één project.'],
      [{ scope: 'some', projects: 'voorbeeld/x' }, 'Deze oproep heeft geen zulk project'],
      [{ deadline: 'hearing.balance' }, 'loopt in geen van deze projecten'],
    ] as const) {
      for (const step of ['preview', 'propose']) {
        const { status, text } = await world.post('mia', '/deadlines/move', {
          ...move,
          ...change,
          step,
        })
        expect(status >= 400 && status < 500).toBe(true)
        expect(errorsIn(text)).toContain(said)
      }
    }
    const { text } = await world.post('mia', '/deadlines/move', {
      ...move,
      to: '',
      step: 'preview',
    })
    expect(text).toContain('Fusies.')
    expect((await world.app.engine.instance(call))?.revision).toBe(before)
  })

  test('asks before it tells what a move of very many would do, and shows it before approval', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    await world.app.engine.send({
      to: call,
      type: 'deadlineMove.propose',
      data: {
        deadline: 'finalReport',
        to: '2025-08-31',
        reason: 'Fusies.',
        projects: Array.from({ length: 301 }, () => 'voorbeeld/gent'),
      },
      sender: { person: 'mia', roles: ['manager'] },
    })
    const first = await world.get('max', '/deadlines')
    expect(first.text).toContain('href="/deadlines?call=voorbeeld&amp;preview=yes"')
    expect(first.text).not.toContain('value="approve"')
    const asked = await world.get('max', '/deadlines?call=voorbeeld&preview=yes')
    expect(asked.text).toContain('Voor 1 project verhuist deze termijn.')
    expect(asked.text).toContain('value="approve"')
  })

  test('shows a form of another session once more before anything is proposed', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    const strange = { ...move, step: 'propose', csrf: 'of another' }
    expect((await world.post('mia', '/deadlines/move', strange)).status).toBe(200)
    expect((await world.get('mia', '/deadlines')).text).not.toContain('id="proposal"')
  })
})

async function propose(world: WebWorld): Promise<void> {
  const preview = await world.post('mia', '/deadlines/move', { ...move, step: 'preview' })
  await world.post('mia', '/deadlines/move', { ...hidden(preview.text), step: 'propose' })
}
