import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { writeBatches } from '../../../src/demo/batch-files.ts'
import { inventedPayer } from '../../../src/programme/payments/invented-payer.ts'
import { Payments } from '../../../src/programme/payments/payments.ts'
import { isValidIBAN } from 'ibantools'
import { aalst, call, gent, openBatchWorld } from './batch-world.ts'
import { figuresOf, schemaErrors } from './schema.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-batches-'))
afterAll(() => rmSync(directory, { recursive: true }))

describe('the batches of the demo', () => {
  test('stand beside its database, in place of those of the demo before and of nothing else', async () => {
    const { app, batched } = await openBatchWorld()
    const database = join(directory, 'demo.sqlite')
    expect(await writeBatches(app, call, database)).toBeNull()
    await batched([gent])
    const first = await writeBatches(app, call, database)
    const folder = join(directory, 'demo-batches')
    expect(first).toEqual({ folder, batches: 1, payments: 1, cents: 3_200_000 })
    const stale = `2024-01-01-MPM${'A'.repeat(32)}.xml`
    for (const name of [stale, 'mine.xml']) writeFileSync(join(folder, name), '')
    await batched([aalst], '2024-10-11')
    expect(await writeBatches(app, call, database)).toMatchObject({ batches: 2, payments: 2 })
    const names = readdirSync(folder).toSorted()
    expect(names.map((name) => name.slice(0, 13))).toEqual([
      '2024-10-10-MP',
      '2024-10-11-MP',
      'mine.xml',
    ])
    expect(statSync(join(folder, names[0]!)).mode & 0o077).toBe(0)
    const xml = readFileSync(join(folder, names[0]!), 'utf8')
    expect(figuresOf(xml)).toMatchObject({ counts: [1, 1], totalCents: 3_200_000 })
    expect(await schemaErrors(xml)).toEqual([])
  })

  test('leave from an account that nobody has, and says so', async () => {
    const { app, batched } = await openBatchWorld()
    const id = await batched([gent])
    const exported = await new Payments(app.engine, app.queries).export(call, id)
    const xml = exported.accepted ? exported.xml : ''
    expect(xml).toContain('FICTIEVE BETALER, GEEN ECHTE REKENING')
    expect(xml).toContain(`<IBAN>${inventedPayer.iban}</IBAN>`)
    expect(inventedPayer.iban.slice(4, 7)).toBe('999')
    expect(isValidIBAN(inventedPayer.iban)).toBe(true)
  })
})
