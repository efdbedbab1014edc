import { describe, expect, test } from 'vitest'
import { cycles, wrongDirections } from './tidy/directions.ts'
import * as rules from './tidy/rules.ts'
import type { Rule } from './tidy/rules.ts'
import { codeOf, importsOf, readTree } from './tidy/source.ts'
import type { SourceFile } from './tidy/source.ts'

const root = new URL('..', import.meta.url).pathname
const tree = readTree(root)

const { decisionNumbers, ...fileRules } = rules
const ruleOfFile: Readonly<Record<string, Rule>> = { wrongDirections, ...fileRules }

describe('the tree', () => {
  test('is read from its root', () => {
    expect(tree.map((file) => file.path)).toContain('test/tidy.test.ts')
  })

  test.each(Object.entries(ruleOfFile))('keeps the rule %s', (_name, rule) => {
    expect(tree.flatMap((file) => rule(file))).toEqual([])
  })

  test('has no circle of imports', () => {
    expect(cycles(tree)).toEqual([])
  })

  test('numbers its decisions from 001', () => {
    expect(decisionNumbers(tree)).toEqual([])
  })
})

/** What each rule must find (bad) and must leave alone (good): path and text. */
interface Samples {
  readonly bad: readonly (readonly [string, string])[]
  readonly good: readonly (readonly [string, string])[]
}

const decision = [
  '# A title',
  '',
  'Date: 2026-11-23',
  'Status: accepted',
  '',
  '## Context',
  '',
  'Because.',
  '',
  '## Decision',
  '',
  'This.',
  '',
  '## Consequences',
  '',
  'That.',
  '',
].join('\n')

// Composed, so that the rules do not find the samples themselves.
const unfinished = ['TO', 'DO'].join('')
const machinePath = (folder: string): string => ['', folder, 'somebody', 'main'].join('/')

const samples: Readonly<Record<string, Samples>> = {
  wrongDirections: {
    bad: [
      ['src/domain/money.ts', "import { call } from '../../machines/call.machine.ts'"],
      ['src/domain/money.ts', "import { readFile } from 'node:fs/promises'"],
      ['src/domain/money.ts', "import type { Engine } from '../engine/engine.ts'"],
      ['machines/project/events.ts', "import { step } from '../../src/engine/step.ts'"],
      ['machines/project/events.ts', "import { Temporal } from 'temporal-polyfill'"],
      ['machines/call.machine.ts', "export { sql } from 'kysely'"],
      ['src/engine/step.ts', "import { sql } from 'kysely'"],
      ['src/engine/step.ts', "import { parseEuro } from '../domain/money.ts'"],
      ['src/engine/step.ts', "import { app } from '../app.ts'"],
      ['src/store/engine/instance.ts', "import { createMachine } from 'xstate'"],
      ['src/store/engine/instance.ts', "import { step } from '../../engine/step.ts'"],
      ['src/programme/ledger.ts', "const { sql } = await import('kysely')"],
      ['src/programme/ledger.ts', "import { route } from '../api/route.ts'"],
      ['src/programme/ledger.ts', "import { Queue } from 'bullmq'"],
      ['src/dispatch/in-process.ts', "import { store } from '../store/store.ts'"],
      ['src/effects/mail.ts', "import { ledger } from '../programme/ledger.ts'"],
      ['src/cli/replay.ts', "import { store } from '../store/store.ts'"],
      ['src/cli/replay.ts', "import Database from 'better-sqlite3'"],
      ['src/api/route.ts', "import { app } from '../app.ts'"],
      ['workers/timers.ts', "import { fire } from '../src/engine/engine.ts'"],
      ['src/engine/step.ts', "import { crash } from '../../test/crash.ts'"],
      ['src/tools/one.ts', ''],
    ],
    good: [
      ['src/domain/calendar.ts', "import { Temporal } from 'temporal-polyfill'"],
      ['machines/project/events.ts', "import Type from 'typebox'\nimport { x } from './y.ts'"],
      ['machines/project/events.ts', "import { parseEuro } from '../../src/domain/money.ts'"],
      ['src/engine/step.ts', "import type { Kysely } from 'kysely'"],
      ['src/engine/step.ts', "import { Value } from 'typebox/value'"],
      ['src/engine/step.ts', "import { load } from '../store/engine/instance.ts'"],
      ['src/engine/step.ts', "// import { sql } from 'kysely'\nconst s = \"import 'kysely'\""],
      ['src/store/engine/instance.ts', "import { sql } from 'kysely'"],
      ['src/programme/ledger.ts', "import { project } from '../../machines/catalog.ts'"],
      ['src/cli/replay.ts', "import { app } from '../app.ts'\nimport { Command } from 'commander'"],
      ['src/app.ts', "import { store } from './store/store.ts'"],
      ['test/store/store.test.ts', "import Database from 'better-sqlite3'"],
      ['vitest.config.ts', "import { defineConfig } from 'vitest/config'"],
    ],
  },
  noTimeOrChance: {
    bad: [
      ['machines/call.machine.ts', 'const at = Date.now()'],
      ['machines/call.machine.ts', 'const at = new Date()'],
      ['machines/call.machine.ts', 'const at = new Date'],
      ['src/programme/ledger.ts', 'const text = Date()'],
      ['src/programme/ledger.ts', 'const text = `at ${Date.now()}`'],
      ['src/dispatch/in-process.ts', 'setTimeout(() => {}, 10)'],
      ['src/dispatch/in-process.ts', 'globalThis.setInterval(tick, 10)'],
      ['src/dispatch/in-process.ts', "import { setTimeout as sleep } from 'node:timers/promises'"],
      ['src/engine/engine.ts', 'const start = performance.now()'],
      ['src/engine/engine.ts', 'const jitter = Math.random()'],
      ['src/domain/calendar.ts', 'const today = Temporal.Now.plainDateISO()'],
      ['src/domain/references.ts', 'const reference = randomUUID()'],
      ['test/engine/engine.test.ts', 'const at = Date.now()'],
      ['bench/steps.ts', 'const pick = Math.random()'],
    ],
    good: [
      ['src/engine/clock.ts', 'const at = Date.now()'],
      ['src/engine/engine.ts', 'const key = randomUUID()'],
      ['src/cli/show.ts', 'const at = new Date(dueAtMs).toISOString()'],
      ['src/cli/show.ts', "// not Date.now()\nconst text = 'new Date()'\nconst r = /Date.now/"],
      ['src/cli/show.ts', 'const date = isDate(text) && parse.Date(text)'],
      ['test/e2e/kill.test.ts', 'const at = Date.now()'],
      ['bench/steps.ts', 'const at = performance.now()'],
    ],
  },
  noVagueNames: {
    bad: [
      ['src/utils/money.ts', ''],
      ['src/domain/date-helpers.ts', ''],
      ['src/lib/a.ts', ''],
      ['src/common.ts', ''],
    ],
    good: [['src/programme/library.ts', '']],
  },
  kebabCase: {
    bad: [
      ['src/domain/kpiFormula.ts', ''],
      ['src/Domain/kpi.ts', ''],
      ['test/call_machine.test.ts', ''],
    ],
    good: [
      ['machines/call.machine.ts', ''],
      ['src/engine/xstate-adapter.ts', ''],
      ['docs/GLOSSARY.md', ''],
    ],
  },
  shortFiles: {
    bad: [
      ['src/domain/kpi.ts', '\n'.repeat(401)],
      ['src/domain/kpi.ts', `const text = '${'x'.repeat(100)}'`],
    ],
    good: [
      ['src/domain/kpi.ts', '\n'.repeat(400)],
      ['docs/GLOSSARY.md', 'x'.repeat(300)],
      ['test/nota.test.ts', `  test('${'x'.repeat(100)}', () => {`],
    ],
  },
  wholeTests: {
    bad: [
      ['test/domain/kpi.test.ts', "test.skip('halves', () => {})"],
      ['test/domain/kpi.test.ts', "describe.only('kpi', () => {})"],
      ['test/domain/kpi.test.ts', "test.concurrent.todo('halves')"],
      ['test/domain/kpi.test.ts', "test.skipIf(noRedis)('halves', () => {})"],
      ['test/domain/kpi.test.ts', "vi.mock('ioredis')"],
    ],
    good: [
      ['test/domain/kpi.test.ts', "test.each([1])('halves', () => {})"],
      ['test/domain/kpi.test.ts', "// test.skip\ntest('a .skip in a title', () => {})"],
    ],
  },
  hooksOfFiles: {
    bad: [['test/engine/harness.ts', 'afterEach(async () => {})']],
    good: [
      ['test/engine/time.test.ts', 'afterEach(async () => {})'],
      ['test/setup.ts', 'afterAll(endOfFile)'],
      ['test/engine/harness.ts', 'afterThisTest(() => {})'],
    ],
  },
  statedTitles: {
    bad: [['test/domain/kpi.test.ts', "test('should halve', () => {})"]],
    good: [
      ['test/domain/kpi.test.ts', "test('halves', () => { expect('what should be').toBe(1) })"],
      ['src/domain/kpi.ts', "test('should')"],
    ],
  },
  nothingUnfinished: {
    bad: [
      ['src/domain/kpi.ts', `// ${unfinished}: halve`],
      ['docs/OPERATING.md', `${unfinished} say how`],
    ],
    good: [['src/domain/kpi.ts', "const todo = 'nothing to do'"]],
  },
  noMachinePaths: {
    bad: [
      ['docs/OPERATING.md', `see ${machinePath('work')}`],
      ['src/config.ts', `const file = '${machinePath('root')}'`],
      ['.ci/run', `cd ${machinePath('home')}`],
      ['src/config.ts', `const file = '${machinePath('Users')}'`],
    ],
    good: [
      ['docs/OPERATING.md', 'under /var/lib/mijlpaal, in src/work/flow, at example.org/work'],
      ['src/api/route.ts', "const path = '/workers'"],
    ],
  },
  reasonedExceptions: {
    bad: [
      ['src/engine/step.ts', '// oxlint-disable-next-line no-console'],
      ['src/engine/step.ts', '// @ts-ignore'],
    ],
    good: [['src/engine/step.ts', '// oxlint-disable-next-line no-console -- the last resort']],
  },
  wholeDecision: {
    bad: [
      ['docs/decisions/001-a-title.md', decision.replace('2026-11-23', 'yesterday')],
      ['docs/decisions/001-a-title.md', decision.replace('Status: accepted\n', '')],
      ['docs/decisions/001-a-title.md', decision.replace('## Context', '## Background')],
      ['docs/decisions/001-a-title.md', decision.replace('This.\n', '')],
      ['docs/decisions/001-a-title.md', decision.replace('## Consequences', '')],
      ['docs/decisions/001-a-title.md', decision + '\n'.repeat(60)],
      ['docs/decisions/a-title.md', decision],
    ],
    good: [
      ['docs/decisions/001-a-title.md', decision],
      ['docs/OPERATING.md', 'anything'],
    ],
  },
  readmeCommands: {
    bad: [
      ['README.md', 'npm ci && npm run demo\n'],
      ['README.md', '`npm ci && npm run demo`\nnpm ci && npm run setup && npm test\n'],
    ],
    good: [['README.md', 'npm ci && npm run demo\nnpm ci && npm run setup && npm test\n']],
  },
  exactVersions: {
    bad: [
      ['package.json', '{"dependencies": {"xstate": "^5.33.3"}}'],
      ['package.json', '{"devDependencies": {"knip": "latest"}}'],
    ],
    good: [['package.json', '{"dependencies": {"xstate": "5.33.3"}}']],
  },
}

describe('the rules', () => {
  test('each have a planted bad sample', () => {
    expect(Object.keys(samples).toSorted()).toEqual(Object.keys(ruleOfFile).toSorted())
  })

  const planted = (kind: keyof Samples): [string, string, string][] =>
    Object.entries(samples).flatMap(([rule, sample]) =>
      sample[kind].map(([path, text]): [string, string, string] => [rule, path, text]),
    )

  test.each(planted('bad'))('%s finds the fault in %s (%#)', (rule, path, text) => {
    expect(ruleOfFile[rule]?.({ path, text }).length).toBeGreaterThan(0)
  })

  test.each(planted('good'))('%s leaves %s alone (%#)', (rule, path, text) => {
    expect(ruleOfFile[rule]?.({ path, text })).toEqual([])
  })
})

describe('cycles', () => {
  const file = (path: string, ...imports: readonly string[]): SourceFile => ({
    path,
    text: imports.map((each) => `import { x } from '${each}'`).join('\n'),
  })

  test('finds a circle over three folders', () => {
    const files = [
      file('src/engine/a.ts', '../store/b.ts'),
      file('src/store/b.ts', './engine/c.ts'),
      file('src/store/engine/c.ts', '../../engine/a.ts'),
    ]
    expect(cycles(files)).toEqual([
      'src/engine/a.ts → src/store/b.ts → src/store/engine/c.ts → src/engine/a.ts',
    ])
  })

  test('leaves two ways to one file alone', () => {
    const files = [file('a.ts', './b.ts', './c.ts'), file('b.ts', './c.ts'), file('c.ts')]
    expect(cycles(files)).toEqual([])
  })
})

describe('decisionNumbers', () => {
  test('finds a gap and a double', () => {
    const files = ['001-a.md', '003-b.md', '003-c.md'].map((name) => ({
      path: `docs/decisions/${name}`,
      text: '',
    }))
    expect(decisionNumbers(files)).toEqual(['docs/decisions/003-b.md: number 2 was expected here'])
  })
})

describe('the reading of sources', () => {
  test('blanks strings, comments, templates and regular expressions, and keeps the rest', () => {
    const text = 'const a = "x" + `y${b + `z`}w` / 2 // c\nconst d = /[/"]/.test(e) /* f */ ? g : h'
    expect(codeOf(text).replaceAll(/\s+/g, ' ').trim()).toBe(
      'const a = " + {b + " " / 2 const d = ".test(e) ? g : h',
    )
  })

  test('keeps every line on its number', () => {
    const text = '/* one\ntwo */\nconst a = `three\nfour`\n'
    expect(codeOf(text).split('\n')).toHaveLength(5)
  })

  test('finds static, re-exported, dynamic and type imports', () => {
    const text = [
      "import 'a'",
      "import b, { c as d } from 'b'",
      "import type { E } from 'e'",
      "export * from 'f'",
      "export { g,\n  h } from 'g'",
      "const i = await import('i')",
      "const from = 'j'",
    ].join('\n')
    expect(importsOf(text).map((each) => [each.specifier, each.typeOnly])).toEqual([
      ['a', false],
      ['b', false],
      ['e', true],
      ['f', false],
      ['g', false],
      ['i', false],
    ])
  })
})
