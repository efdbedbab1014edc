import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../machines/catalog.ts'
import { callEvents, callMessages } from '../../machines/call/events.ts'
import { projectEvents, projectMessages } from '../../machines/project/events.ts'
import { projectPhases } from '../../machines/project/phase.ts'
import { labels, options } from '../../src/web/forms/field-texts.ts'
import { fieldsOf, type Field } from '../../src/web/forms/fields.ts'
import { happenings } from '../../src/web/words/happenings.ts'
import { conditionWords } from '../../src/programme/refusals.ts'
import { conditions, inDutch } from '../../src/web/words/refusals.ts'
import { words } from '../../src/web/words/words.ts'

const events = { ...callEvents, ...projectEvents }

function allFields(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...allFields(field.fields)])
}

const fields = Object.values(events).flatMap(({ schema }) =>
  ['code', 'chapter'].flatMap((variant) => allFields(fieldsOf(schema, variant))),
)

/** Every text of a catalogue, with its place. */
function textsOf(catalogue: object, place = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? textsOf(value as object, `${place}.${key}`)
      : [[`${place}.${key}`, value] as const],
  )
}

describe('the catalogues', () => {
  test('hold the same keys in both languages, and no blank text', () => {
    for (const each of [words, labels, options, happenings]) {
      const keys = (locale: 'nl' | 'en') => textsOf(each[locale]).map(([key]) => key)
      expect(keys('en')).toEqual(keys('nl'))
      for (const [key, text] of [...textsOf(each.nl), ...textsOf(each.en)]) {
        expect(`${key} ${String(text)}`).not.toMatch(/ $/)
      }
    }
  })

  test('call every field of every event by a name', () => {
    const unnamed = fields.map(({ name }) => name).filter((name) => !(name in labels.nl))
    expect([...new Set(unnamed)]).toEqual([])
  })

  test('name every choice of every field', () => {
    const unnamed = fields.flatMap((field) => field.options).filter((each) => !(each in options.nl))
    expect([...new Set(unnamed)]).toEqual([])
  })

  test('name every phase and every role', () => {
    expect(projectPhases.filter((phase) => !(phase in words.nl.phase))).toEqual([])
    const roles = new Set(Object.values(events).flatMap((entry) => entry.roles))
    expect([...roles].filter((role) => !(role in words.nl.role))).toEqual([])
  })

  test('tell of every timer and of every message', () => {
    const delays = catalog.flatMap(({ machine }) => Object.keys(machine.implementations.delays))
    expect(delays.filter((delay) => !(delay in happenings.nl.timer))).toEqual([])
    const messages = [...callMessages, ...projectMessages]
    expect(messages.filter((type) => !(type in happenings.nl.message))).toEqual([])
  })

  test('every event has a label in both languages', () => {
    for (const [type, { label }] of Object.entries(events)) {
      expect(`${type}: ${label.nl} / ${label.en}`).not.toMatch(/undefined|: \/|\/ $/)
    }
  })
})

/** Sentences that the machines' sources refuse with, their values replaced by something of a kind. */
function refusalSentences(): readonly string[] {
  const root = new URL('../../machines', import.meta.url).pathname
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8').replaceAll(/[`'] \+\s+[`']/g, ''))
  return sources
    .flatMap((source) => [...source.matchAll(/([`'])((?:must |[A-Z$])[^`'\n]{10,}?)\1/g)])
    .map(([, , text = '']) => text)
    .filter((text) => text.startsWith('must ') || /[.;]$/.test(text))
    .filter((text) => / /.test(text.replaceAll(/\$\{[^}]*\}/g, '')))
    .map((text) =>
      text
        .replaceAll(/\$\{formatEuro\([^}]*\}/g, '12.00')
        .replaceAll(/\$\{(?:kpi|most)\}/g, '12')
        .replaceAll(/\$\{(?:named|open)\}/g, '7')
        .replaceAll(/\$\{what\}/g, 'line')
        .replaceAll(/\$\{name\}/g, 'line x')
        .replaceAll(/\$\{[^}]*\}/g, 'x'),
    )
}

describe('what is refused', () => {
  test('names the same conditions in both languages', () => {
    expect(Object.keys(conditions)).toEqual(Object.keys(conditionWords))
  })

  const sentences = refusalSentences()

  test('is found in the sources', () => {
    expect(sentences.length).toBeGreaterThan(40)
    expect(sentences).toContain('A yes/no KPI is 1 or 0.')
  })

  test.each(sentences)('%s is said in Dutch', (sentence) => {
    expect(inDutch(sentence)).toMatch(/[a-z]/)
  })
})
