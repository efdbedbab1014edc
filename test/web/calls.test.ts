import { describe, expect, test } from 'vitest'
import { startCall } from '../../src/programme/calls.ts'
import { importer } from '../../src/programme/replay.ts'
import { people } from '../api/people.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'
import { openWebWorld } from './web-world.ts'

const second = 'tweede'

describe('with two calls', () => {
  test('a page that names none is about the one that was looked at last', async () => {
    const roles = { voorbeeld: ['manager'], [second]: ['manager'] } as const
    const mia = { person: 'mia', label: 'mia (test)', roles, organisation: null }
    const world = await openWebWorld({ people: { ...people, mia } })
    const { parameters, applicants } = await folderOf(voorbeeld)
    const title = { nl: 'Tweede oproep', en: 'Second call' }
    await startCall(world.app.engine, { ...parameters, id: second, title }, applicants, importer)

    const chosen = await world.get('mia', `/?call=${second}`)
    expect(chosen.text).toContain(`/projects/${second}/gent`)
    const [cookie = ''] = String(chosen.headers['set-cookie']).split(';')
    expect(cookie).toBe(`call=${second}`)
    const open = (path: string) =>
      world.server.inject({ url: path, headers: { authorization: 'Bearer test:mia', cookie } })
    expect((await open('/')).payload).toContain(`/projects/${second}/gent`)
    expect((await open('/deadlines')).payload).toMatch(/<option value="tweede" selected/)
    const other = await open('/projects/voorbeeld/gent')
    expect(other.headers['set-cookie']).toMatch(/^call=voorbeeld;/)
  })

  test('one that the visitor does not see is as if it was not named', async () => {
    const world = await openWebWorld()
    const { status, text } = await world.get('mia', '/?call=elsewhere')
    expect(status).toBe(200)
    expect(text).toContain('/projects/voorbeeld/gent')
  })
})
