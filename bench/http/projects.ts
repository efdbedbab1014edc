import { openApp } from '../../src/app.ts'
import type { BatchReport, Engine } from '../../src/engine/index.ts'
import { callAhead, startAgain } from '../serve/database.ts'
import type { Figures } from '../target.ts'
import { listening, operating } from './api.ts'
import { newSender } from './sender.ts'
import { full, load, warming, type WireRequest } from './wrk.ts'

const call = 'proefoproep'
const projects = 200

/** Projects of the shipped call read over HTTP, one after the other, from 64 connections. */
export const projectsOverHttp = async (file: string): Promise<Figures> => {
  let engine: Engine | undefined = undefined as Engine | undefined
  const parts = operating(() => {
    if (engine === undefined) throw new Error('The engine is not open yet')
    return engine
  })
  const onBatch = (report: BatchReport) => parts.onBatch(report)
  await using app = await openApp({ database: file, kind: 'live', onBatch })
  ;({ engine } = app)
  await startAgain(engine, await callAhead(projects), call)
  const rows = await app.queries.list({ call })
  const { headers } = await newSender(app.access)
  const requests = rows.map(({ id }): WireRequest => ({
    method: 'GET',
    path: `/api/projects/${encodeURIComponent(id)}`,
    headers,
    body: '',
  }))
  await using server = await listening(app, parts)
  await load(server.url, requests, warming)
  return await load(server.url, requests, full)
}
