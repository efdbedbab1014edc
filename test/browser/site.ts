import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp, type App } from '../../src/app.ts'
import type { CallFolder } from '../../src/programme/import/folder.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { buildSite } from '../../src/site.ts'
import { plainSite } from '../../src/web/site.ts'
import { silentLogger } from '../../src/logger.ts'
import { folderOf } from '../programme/replayed.ts'

/** The whole system, serving on a port of its own until it is disposed of. */
export interface Site extends AsyncDisposable {
  readonly url: string
  readonly app: App
}

/** A call, or the folder of one, replayed up to a moment, with its pages. */
export async function openSite(folder: string | CallFolder, untilMs: number): Promise<Site> {
  const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-site-'))
  const call = typeof folder === 'string' ? await folderOf(folder) : folder
  const kind = { seed: call.parameters.id, startMs: replayStartMs(call) }
  const app = await openApp({ database: join(directory, 'site.sqlite'), kind })
  await replay(app.engine, app.queries, call, { untilMs, effects: app.effects })
  const server = await buildSite(app, {
    logger: silentLogger,
    probes: { readiness: async () => [], metrics: async () => ({ contentType: '', text: '' }) },
    metricsToken: null,
    site: plainSite,
    redis: null,
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    app,
    [Symbol.asyncDispose]: async () => {
      const closed = server.close()
      server.server.closeAllConnections()
      await closed
      await app[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    },
  }
}
