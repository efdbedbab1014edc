import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { generateShipped } from '../../calls/generate/generate.ts'
import { reducedAmount } from '../../src/domain/kpi.ts'
import { isIban, isKbo, isNis } from '../../src/domain/references.ts'
import { loadCall } from './load.ts'

const folder = new URL('../../calls/plan-samenleven-3/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8')
const rows = (path: string) => {
  const [header = '', ...lines] = read(path).trim().split('\n')
  const names = header.split(',')
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])),
  )
}

const call = await loadCall(fileURLToPath(folder))
const { applicants } = call
const municipalities = rows('facts/municipalities.csv')
const mergers = rows('facts/mergers-2025-01-01.csv')
const catalogue: { maxUnits: number; fullPricePerUnitEur: number; capEur: number }[] = JSON.parse(
  read('facts/action-catalogue-2022.json'),
)

/** Every municipality that stands in the folder, alone, as lead or as partner. */
const standing = applicants.flatMap(({ kind, name, kbo, nis, partners }) =>
  kind === 'vgc' || kind === 'de-rand'
    ? []
    : [{ name: name.replace('Samenwerkingsverband ', ''), kbo, nis }, ...partners],
)

describe('the generator', () => {
  test('makes the committed files, byte for byte', () => {
    const generated = generateShipped()
    expect(generated.callFile).toBe(read('call.yaml'))
    expect(generated.applicantsFile === read('applicants.json')).toBe(true)
    expect(generated.eventsFile === read('events.jsonl')).toBe(true)
  })

  test('makes another call from another seed', () => {
    expect(generateShipped('another seed').eventsFile === read('events.jsonl')).toBe(false)
  })
})

describe('the folder', () => {
  test('says in every file that it is synthetic', () => {
    expect(read('call.yaml')).toMatch(/^synthetic: /m)
    expect(JSON.parse(read('applicants.json')).synthetic).toContain('SYNTHETIC')
    expect(read('README.md')).toContain('**SYNTHETIC.**')
  })

  test('prices its actions as the catalogue does, row for row', () => {
    const prices = call.parameters.actions.map((each) => each.unitPriceCents)
    expect(prices).toEqual(catalogue.map((each) => each.fullPricePerUnitEur * 100))
  })
})

describe('the applicants', () => {
  test('are 59 and stand for 147 municipalities, the VGC and vzw de Rand', () => {
    expect(applicants).toHaveLength(59)
    expect(new Set(applicants.map((each) => each.id)).size).toBe(59)
    expect(new Set(standing.map((each) => each.nis)).size).toBe(147)
    expect(standing).toHaveLength(147)
    const kinds = applicants.map((each) => each.kind)
    expect(kinds.filter((each) => each === 'vgc')).toHaveLength(1)
    expect(kinds.filter((each) => each === 'de-rand')).toHaveLength(1)
    expect(kinds.filter((each) => each === 'partnership')).toHaveLength(32)
  })

  test('have the names, KBO and NIS numbers of the facts', () => {
    const wrong = standing.filter(({ name, kbo, nis }) => {
      const fact = municipalities.find((each) => each['name'] === name)
      return fact?.['kbo'] !== kbo || fact['nis'] !== nis
    })
    expect(wrong).toEqual([])
  })

  test('have valid numbers, and invented ones that show it', () => {
    for (const { kind, kbo, nis, iban, email } of applicants) {
      expect(isKbo(kbo)).toBe(true)
      expect(nis === null || isNis(nis)).toBe(true)
      expect(kbo.startsWith('0000')).toBe(kind === 'vgc' || kind === 'de-rand')
      expect(iban === null || (isIban(iban) && iban.slice(4, 7) === '999')).toBe(true)
      expect(email).toMatch(/^samenleven@[a-z-]+\.example$/)
    }
    const ibans = applicants.flatMap(({ iban }) => (iban === null ? [] : [iban]))
    expect(new Set(ibans).size).toBe(58)
  })

  test('are touched by each of the 13 mergers of 1 January 2025', () => {
    const names = new Set(standing.map((each) => each.name))
    const touched = mergers.filter((each) =>
      each['old_names']?.split('+').some((name: string) => names.has(name)),
    )
    expect(mergers).toHaveLength(13)
    expect(touched).toHaveLength(13)
  })

  test('have more than 7,500 inhabitants from outside the EU-14, but one that is warned of', () => {
    const below = applicants.filter((each) => (each.inhabitantsNonEu14 ?? 7500) < 7500)
    expect(below.map((each) => each.id)).toEqual(['maaseik'])
  })

  test('have year-2 lines by the formula of the nota, under the ceilings of the catalogue', () => {
    for (const { lines } of applicants) {
      for (const { action, currentReach, kpi, amountCents } of lines) {
        const index = call.parameters.actions.findIndex((each) => each.code === action)
        const ceiling = catalogue[index]!.capEur * 100
        const price = call.parameters.actions[index]!.unitPriceCents
        expect(amountCents).toBeLessThanOrEqual(ceiling)
        expect(amountCents).toBeGreaterThan(0)
        expect(amountCents).toBe(reducedAmount(price, currentReach, kpi, ceiling))
      }
      expect(new Set(lines.map((each) => each.action)).size).toBe(lines.length)
    }
  })

  test('use every action of the catalogue and every stimulus', () => {
    const used = new Set(applicants.flatMap((each) => each.lines.map((line) => line.action)))
    expect(used.size).toBe(27)
    const stimuli = new Set(applicants.flatMap((each) => each.stimuli.map((one) => one.stimulus)))
    expect(stimuli).toEqual(new Set(call.parameters.stimuli))
  })
})
