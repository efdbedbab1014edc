import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dump, emptyDirectory, replayInto } from '../programme/replayed.ts'
import { aalst, batchFolder, gent, nameThePayer } from '../programme/payments/batch-world.ts'
import { figuresOf } from '../programme/payments/schema.ts'
import { printed } from './printed.ts'

const directory = emptyDirectory()
const file = join(directory, 'payments.sqlite')
const out = join(directory, 'batch.xml')

beforeAll(async () => {
  nameThePayer()
  await replayInto(file, await batchFolder(), Date.parse('2024-10-02T10:00:00+02:00'))
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

function run(...words: readonly string[]): Promise<string> {
  return printed(['payments', ...words, '--database', file])
}

const written = (name: string, text: string) => {
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}

describe('mijlpaal payments', () => {
  test('goes from list to batch, to the bank, and back', async () => {
    expect(await run('list', 'voorbeeld')).toMatch(
      /^voorbeeld\/gent\/advance +Gent +32\.000,00 +1 +due$/m,
    )
    expect(await run('list', 'voorbeeld', '--ibans')).toContain('BE15091000000130')
    await expect(run('propose', 'voorbeeld', '--as', 'pol', '--on', '2024-12-25')).rejects.toThrow(
      /invalid-payload: Banks do not settle on 2024-12-25/,
    )
    const said = await run('propose', 'voorbeeld', '--as', 'pol', '--on', '2024-10-10')
    const [, batch = ''] = /^Proposed as (\d+); another person/.exec(said) ?? []
    expect(await run('list', 'voorbeeld')).toMatch(/^ok: 2 payments, 51200\.00 EUR in total\.$/m)
    await expect(run('export', 'voorbeeld', batch, '--out', out)).rejects.toThrow(
      /not approved yet/,
    )
    expect(existsSync(out)).toBe(false)
    await expect(run('approve', 'voorbeeld', batch, '--as', 'pol')).rejects.toThrow(/^four-eyes: /)
    expect(await run('approve', 'voorbeeld', batch, '--as', 'ann')).toMatch(/^Approved; export/)
    expect(await run('export', 'voorbeeld', batch, '--out', out)).toContain(out)
    expect(statSync(out).mode & 0o077).toBe(0)
    const first = readFileSync(out, 'utf8')
    const { references, sums } = figuresOf(first)
    expect(sums).toEqual([5_120_000, 5_120_000])
    await run('export', 'voorbeeld', batch, '--out', out, '--json')
    expect(readFileSync(out, 'utf8')).toBe(first)

    const answer = written(
      'answer.csv',
      [
        'reference;status;date;reason',
        `${references[0]};uitgevoerd;2024-10-02;`,
        `${gent};geweigerd;;AC04`,
      ].join('\n'),
    )
    const before = dump(file)
    const dry = await run('confirm', 'voorbeeld', answer, '--as', 'pol', '--dry-run')
    expect(dry).toMatch(/taken +32000\.00 EUR rejected: AC04, closed account number\.$/m)
    expect(dry).toMatch(/^2 entries would follow\.$/m)
    expect(dump(file)).toBe(before)
    const taken = JSON.parse(await run('confirm', 'voorbeeld', answer, '--as', 'pol', '--json'))
    expect(taken).toMatchObject({
      taken: true,
      lines: [{ verdict: 'taken' }, { verdict: 'taken' }],
    })
    expect(await run('list', 'voorbeeld')).toMatch(
      new RegExp(`^${aalst} +Aalst +19\\.200,00 +1 +paid +${batch}$`, 'm'),
    )
  })

  test('tells what is wrong with a file, takes nothing of it, and ends with a failure', async () => {
    const before = dump(file)
    const statement = written(
      'statement.csv',
      'date;amount;currency;reference\n2024-10-01;5,00;USD;x\n2024-10-01;6,00;EUR;y\n',
    )
    await expect(run('receipts', 'voorbeeld', statement, '--as', 'pol')).rejects.toThrow(
      'Nothing was booked: 1 of 2 lines are wrong.',
    )
    const xml = written('statement.xml', '<!DOCTYPE x>')
    await expect(run('receipts', 'voorbeeld', xml, '--as', 'pol')).rejects.toThrow(/DTD/)
    await expect(run('confirm', 'voorbeeld', 'nowhere', '--as', 'pol')).rejects.toThrow(/cannot be/)
    await expect(run('list', 'elsewhere')).rejects.toThrow('There is no call elsewhere.')
    await expect(run('approve', 'voorbeeld', 'x', '--as', 'ann')).rejects.toThrow(/no number/)
    expect(dump(file)).toBe(before)
    const left = await run('receipts', 'voorbeeld', statement, '--as', 'pol', '--leave-out', '2')
    expect(left).toMatch(/leftOut +Left out by you\.$/m)
    expect(left).toMatch(/^1 entries were made\.$/m)
  })
})
