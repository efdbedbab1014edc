import { join } from 'node:path'
import { freshFolder } from '../folder.ts'
import { eventsOverHttp } from '../http/grants.ts'
import { projectsOverHttp } from '../http/projects.ts'
import { emptyRoute, stepRoute } from '../http/reference.ts'
import type { Bound, Figure, Figures, Target } from '../target.ts'

const figures = (what: string, bound: Bound | null): readonly Figure[] => [
  { name: 'rps', what: `${what}, 64 connections`, unit: 'requests/s', bound },
  { name: 'p50', what: 'the same: answered after, median', unit: 'ms', bound: null },
  { name: 'p99', what: 'the same: answered after, 99th percentile', unit: 'ms', bound: null },
]

const onFile = async (work: (file: string) => Promise<Figures>): Promise<Figures> => {
  using folder = freshFolder()
  return await work(join(folder.path, 'bench.sqlite'))
}

const rounds = 3

export const httpEvents: Target = {
  id: 'T8',
  rounds,
  figures: figures('POST event, durable before the answer, beside XState + better-sqlite3', {
    atLeast: 0.7,
  }),
  ours: () => onFile(eventsOverHttp),
  reference: () => onFile(stepRoute),
}

export const httpReads: Target = {
  id: 'T8-read',
  rounds,
  figures: figures('GET project, beside an empty route', null),
  ours: () => onFile(projectsOverHttp),
  reference: emptyRoute,
}

export const httpReference: Target = {
  id: 'T8-reference',
  rounds,
  figures: figures('the reference route of T8, beside an empty route', null),
  ours: () => onFile(stepRoute),
  reference: emptyRoute,
}
