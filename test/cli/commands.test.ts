import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mijlpaal } from '../../src/cli/program.ts'
import { ended as run } from './printed.ts'

const root = join(import.meta.dirname, '../..')
const voorbeeld = join(root, 'test/fixtures/voorbeeld')
const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-cli-'))
const replayed = join(directory, 'replayed.sqlite')

beforeAll(async () => {
  await run('replay', voorbeeld, '--until', '2024-10-31', '--database', replayed)
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

describe('mijlpaal replay', () => {
  test('prints exactly one JSON document that holds what is expected', async () => {
    const { code, out } = await run('replay', voorbeeld, '--json')
    const expected: unknown = JSON.parse(readFileSync(join(voorbeeld, 'expected.json'), 'utf8'))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject(expected as object)
  })

  test('lists per outage how many timers were held', async () => {
    const outage = '2024-05-06T11:00:00/2024-05-07'
    const { out } = await run('replay', voorbeeld, '--json', '--outage', outage)
    const { outages } = JSON.parse(out) as { outages: unknown }
    expect(outages).toEqual([
      { from: '2024-05-06T09:00:00.000Z', to: '2024-05-07T21:59:59.999Z', timers: 5 },
    ])
  })

  test('refuses a time that does not exist in one sentence', async () => {
    const { code, err } = await run('replay', voorbeeld, '--until', '2024-02-30')
    expect(code).toBe(1)
    expect(err).toBe(
      'mijlpaal: 2024-02-30 is no time; give a date as 2025-07-20 or a moment as ' +
        '2025-07-20T12:00:00+02:00.\n',
    )
  })

  test('lists every error of a folder and writes nothing', async () => {
    const broken = join(directory, 'broken')
    cpSync(voorbeeld, broken, { recursive: true })
    const yaml = readFileSync(join(broken, 'call.yaml'), 'utf8')
    writeFileSync(
      join(broken, 'call.yaml'),
      yaml.replace('2024-10-01', '2024-02-30').replace('"500000.00"', '"-1.00"'),
    )
    const { code, err } = await run('replay', broken, '--database', join(directory, 'none'))
    expect(code).toBe(1)
    expect(err).toMatch(/2 errors; nothing was written/)
    expect(err).toMatch(/call\.yaml: .*projectStart/)
    expect(err).toMatch(/call\.yaml: .*ceiling/)
  })
})

describe('mijlpaal import', () => {
  test('starts a live call once, and refuses a second one with the same id', async () => {
    const file = join(directory, 'live.sqlite')
    const first = await run('import', voorbeeld, '--as', 'mia', '--database', file, '--json')
    expect(JSON.parse(first.out)).toEqual({ call: 'voorbeeld', projects: 4 })
    const second = await run('import', voorbeeld, '--as', 'mia', '--database', file)
    expect(second.code).toBe(1)
    expect(second.err).toMatch(/has a call voorbeeld already/)
  })

  test('does not touch a virtual database', async () => {
    const { code, err } = await run('import', voorbeeld, '--as', 'mia', '--database', replayed)
    expect(code).toBe(1)
    expect(err).toMatch(/made virtual, for ever/)
  })
})

describe('mijlpaal projects, show, export', () => {
  test('lists by phase', async () => {
    const { out } = await onReplayed('projects', '--phase', 'execution', '--json')
    expect((JSON.parse(out) as { id: string }[]).map(({ id }) => id)).toEqual([
      'voorbeeld/aalst',
      'voorbeeld/gent',
    ])
  })

  test('say that the data are synthetic where they are', async () => {
    const invented = join(directory, 'invented')
    cpSync(voorbeeld, invented, { recursive: true })
    const yaml = readFileSync(join(invented, 'call.yaml'), 'utf8')
    writeFileSync(join(invented, 'call.yaml'), `${yaml}\nsynthetic: All of it is invented.\n`)
    const file = ['--database', join(directory, 'invented.sqlite')]
    await run('replay', invented, '--until', '2024-04-03', ...file)
    const label = 'SYNTHETIC DATA: All of it is invented.'
    expect((await run('projects', ...file)).out).toContain(label)
    expect((await run('show', 'voorbeeld/gent', ...file)).out).toContain(label)
    expect((await onReplayed('projects')).out).not.toContain('SYNTHETIC')
  })

  test('shows the one shape of a project', async () => {
    const { out } = await onReplayed('show', 'voorbeeld/gent', '--json')
    expect(JSON.parse(out)).toMatchObject({
      id: 'voorbeeld/gent',
      phase: 'execution',
      amounts: { awardedCents: 4_000_000, advancePaidCents: 3_200_000 },
    })
  })

  test('exports a file whose postings balance', async () => {
    const { out } = await onReplayed('export', 'voorbeeld/gent')
    const { balances, ledger } = JSON.parse(out) as {
      balances: Record<string, number>
      ledger: unknown[]
    }
    expect(balances).toEqual({
      committed: -4_000_000,
      reserved: 800_000,
      payable: 0,
      paid: 3_200_000,
    })
    expect(ledger).toHaveLength(3)
  })

  test.each(['show', 'export'])('%s says that there is no such project', async (command) => {
    const { code, err } = await onReplayed(command, 'voorbeeld/nergens')
    expect(code).toBe(1)
    expect(err).toMatch(/no call or project voorbeeld\/nergens/)
  })

  test('names the remedy when there is no database', async () => {
    const { code, err } = await run('projects', '--database', join(directory, 'absent.sqlite'))
    expect(code).toBe(1)
    expect(err).toMatch(/make one with import, replay or demo/)
  })
})

describe('mijlpaal send', () => {
  test('says what would happen without doing it', async () => {
    const note = ['note.add', '--as', 'rik', '--role', 'reviewer', '--data', '{"text":"Gebeld."}']
    const { code, out } = await onReplayed('send', 'voorbeeld/gent', ...note, '--dry-run')
    const before = JSON.parse((await onReplayed('show', 'voorbeeld/gent', '--json')).out) as {
      revision: number
    }
    expect(code).toBe(0)
    expect(out).toContain(`would become revision ${before.revision + 1}`)
  })

  test('refuses with a code and a sentence, and says what is possible', async () => {
    const submit = ['send', 'voorbeeld/gent', 'award.decide', '--as', 'mia', '--role', 'manager']
    const data = '{"date":"2024-07-05","reference":"VR"}'
    const { code, err } = await onReplayed(...submit, '--data', data)
    expect(code).toBe(1)
    expect(err).toMatch(
      /^mijlpaal: event-not-allowed: .+\n {2}Possible now: .*interimReport.submit/,
    )
  })

  test('says that --data is not JSON', async () => {
    const { code, err } = await onReplayed(
      'send',
      'voorbeeld/gent',
      'note.add',
      '--as',
      'x',
      '--data',
      '{',
    )
    expect(code).toBe(1)
    expect(err).toMatch(/--data is not JSON/)
  })
})

describe('mijlpaal redact and verify', () => {
  test('removes a text, keeps the log valid, and needs a second person', async () => {
    const text = ['send', 'voorbeeld/gent', 'note.add', '--as', 'rik', '--role', 'reviewer']
    const sent = await onReplayed(...text, '--data', '{"text":"Geheim."}', '--json')
    const { revision } = JSON.parse(sent.out) as { revision: number }
    const place = ['redact', 'voorbeeld/gent', String(revision), 'text']
    const redact = (second: string) =>
      onReplayed(...place, '--reason', 'op vraag', '--as', 'mia', '--approved-by', second)
    expect((await redact('mia')).code).toBe(1)
    expect((await redact('tom')).code).toBe(0)
    expect((await onReplayed('export', 'voorbeeld/gent')).out).not.toContain('Geheim')
    expect((await onReplayed('verify')).out).toContain('Everything agrees.')
  })

  test('compares with heads that were kept elsewhere', async () => {
    const heads = join(directory, 'heads.json')
    writeFileSync(heads, (await onReplayed('verify', '--heads')).out)
    expect((await onReplayed('verify', '--against', heads)).code).toBe(0)
    const kept = JSON.parse(readFileSync(heads, 'utf8')) as { hash: string }[]
    expect(kept.length).toBeGreaterThan(0)
    writeFileSync(heads, JSON.stringify(kept.map((head) => ({ ...head, hash: 'x' }))))
    expect((await onReplayed('verify', '--against', heads)).code).toBe(1)
  })
})

/** Every command that does something, by its words. */
function leavesOf(command: Command, words: string): (readonly [string, Command])[] {
  return command.commands.flatMap((each) => {
    const name = `${words} ${each.name()}`.trim()
    return each.commands.length > 0 ? leavesOf(each, name) : [[name, each] as const]
  })
}

describe('mijlpaal', () => {
  test.each(leavesOf(mijlpaal(), ''))(
    '%s --help gives an example, and takes --json or logs JSON',
    (name, command) => {
      let help = ''
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
      expect(help).toMatch(new RegExp(`Examples?:\\s+mijlpaal ${name}`))
      expect(help).toMatch(/--json|logs JSON/)
    },
  )
})

function onReplayed(...words: readonly string[]) {
  return run(...words, '--database', replayed)
}
