import { median, type Figures } from '../target.ts'
import { serve } from './serving.ts'

const warming = 5
const asked = 30

/** The pages of a portfolio that a manager opens: the board, the table, and a filter of it. */
const pages = {
  board: '/',
  table: '/?view=table',
  found: '/?view=table&phase=submission&q=gent',
} as const

/** How long until a page's first byte comes (ms), and how long the page is (10³ bytes). */
export const portfolioPages = async (database: string): Promise<Figures> => {
  const { process, url } = await serve(database)
  const signedIn = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'demo-mira' }),
  })
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';')
  const figures: Record<string, number> = {}
  for (const [name, path] of Object.entries(pages)) {
    const times: number[] = []
    for (let turn = 0; turn < warming + asked; turn += 1) {
      const start = performance.now()
      const answer = await fetch(url + path, { headers: { cookie } })
      if (turn >= warming) times.push(performance.now() - start)
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
      figures[`${name}-size`] = (await answer.arrayBuffer()).byteLength / 1000
    }
    figures[name] = median(times)
  }
  await process.end()
  return figures
}
