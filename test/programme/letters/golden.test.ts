import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CallParameters } from '../../../src/domain/call.ts'
import { compose } from '../../../src/programme/letters/compose.ts'
import { letterLanguages, type LetterParts } from '../../../src/programme/letters/composing.ts'
import { letterPdf } from '../../../src/programme/letters/pdf.ts'
import { folderOf, voorbeeld } from '../replayed.ts'
import { everyLetter } from './facts.ts'
import { readPdf } from './read-pdf.ts'

let parameters: CallParameters

beforeAll(async () => {
  ;({ parameters } = await folderOf(voorbeeld))
})

function partsOf(name: string): LetterParts {
  const facts = everyLetter[name]!
  const about = facts.kind === 'settlement' ? 'gent-2' : null
  const withReason = ['refusal', 'demand', 'settlement'].includes(facts.kind)
  return {
    facts,
    instance: 'voorbeeld/gent',
    revision: 12,
    atMs: Date.parse('2024-07-08T09:30:15.250Z'),
    parameters,
    isVirtual: false,
    head: {
      name: 'Agentschap Binnenlands Bestuur',
      contact: 'plansamenleven@abb.example',
      account: { iban: 'BE68539007547034', name: 'Vlaamse Gemeenschap' },
    },
    reasons: withReason ? [{ about, text: 'Een reden met “aanhalingstekens” en é.' }] : [],
    decision:
      name === 'refusal-government' ? { date: '2024-07-05', reference: 'VR 2024 0507' } : null,
  }
}

const cases = Object.keys(everyLetter).flatMap((name) =>
  letterLanguages.map((language) => [name, language] as const),
)

describe('a letter', () => {
  test.each(cases)('%s in %s says what its golden text says', async (name, language) => {
    const { text } = await readPdf(await letterPdf(compose(partsOf(name), language)))
    const file = join(import.meta.dirname, 'golden', `${name}.${language}.txt`)
    await expect(`${text}\n`).toMatchFileSnapshot(file)
  })

  test.each(cases)('%s in %s is a tagged PDF with title and language', async (name, language) => {
    const letter = compose(partsOf(name), language)
    const read = await readPdf(await letterPdf(letter))
    expect(read).toMatchObject({
      title: letter.title,
      language: language === 'nl' ? 'nl-BE' : 'en-GB',
      isMarked: true,
    })
    expect(read.metadata).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(read.roles).toMatchObject({ Document: 1, H1: 1 })
    const tables = letter.blocks.filter(({ is }) => is === 'table' || is === 'figures').length
    expect(read.roles['Table']).toBe(tables + 1)
    const quotes = letter.blocks.filter(({ is }) => is === 'quote').length
    expect(read.roles['BlockQuote'] ?? 0).toBe(quotes)
  })

  test('embeds its fonts, whatever the names in it', async () => {
    const parts = partsOf('closure')
    const applicant = { name: 'Łódź – Αθήνα – Київ', kbo: '0207451227' }
    const facts = { ...everyLetter['closure']!, applicant }
    const bytes = await letterPdf(compose({ ...parts, facts }, 'nl'))
    expect((await readPdf(bytes)).text).toContain('Łódź – Αθήνα – Київ')
    expect(bytes.toString('latin1')).not.toContain('/BaseFont /Helvetica')
  })

  test('has the same bytes whatever was set before it, or at the same time', async () => {
    const set = ([name, language]: (typeof cases)[number]) =>
      letterPdf(compose(partsOf(name), language))
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    const forth: string[] = []
    for (const each of cases) forth.push(digest(await set(each)))
    const back: string[] = []
    for (const each of cases.toReversed()) back.push(digest(await set(each)))
    const together = await Promise.all(cases.map(async (each) => digest(await set(each))))
    expect(back.toReversed()).toEqual(forth)
    expect(together).toEqual(forth)
    expect(new Set(forth).size).toBe(cases.length)
  })

  test('goes on over pages with the titles of its columns', async () => {
    const parts = partsOf('reportDue')
    const facts = everyLetter['reportDue']!
    if (facts.kind !== 'reportDue') throw new Error('no report')
    const [line] = facts.lines
    const lines = Array.from({ length: 90 }, (_, index) => ({ ...line!, line: `gent-${index}` }))
    const read = await readPdf(
      await letterPdf(compose({ ...parts, facts: { ...facts, lines } }, 'nl')),
    )
    expect(read.pages).toBe(4)
    // On the last page stands the end of the letter alone.
    expect(read.text.match(/^Actie \| KPI$/gm)).toHaveLength(3)
    expect(read.text).toContain(`Bladzijde 2 van ${read.pages}`)
    // The titles that come again are no part of what the table says: one row of them is.
    expect(read.roles['TR']).toBe(3 + 1 + 90)
  })

  test('shows where a reason was removed, and says when it is no real one', async () => {
    const reasons = [{ about: null, text: null }]
    const parts = { ...partsOf('demand'), reasons, isVirtual: true }
    const { text } = await readPdf(await letterPdf(compose(parts, 'nl')))
    expect(text).toContain('Deze tekst werd gewist.')
    expect(text).toContain('Dit is geen echte brief')
  })
})
