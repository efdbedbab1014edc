import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { settlement, splitAward } from '../src/domain/award.ts'
import { withinCeiling } from '../src/domain/budget.ts'
import {
  addDays,
  addPeriod,
  dateOf,
  daysBetween,
  endOfDay,
  formatInstant,
  isWorkingDay,
  nthWorkingDayAfter,
  parseInstant,
  yearOf,
  yearsTouched,
} from '../src/domain/calendar.ts'
import { endControl } from '../src/domain/co-financing.ts'
import { fundedHalfUnits, reducedAmount, unearned } from '../src/domain/kpi.ts'
import { parseEuro } from '../src/domain/money.ts'

/**
 * Every figure, date and formula of the nota "Plan Samenleven Oproep 3 - Definitieve Goedkeuring",
 * section by section, each under the words that it stands in, against the rules of the domain and
 * the parameters of the call that ships. Page numbers (of the coalition agreement, "pg. 103 en
 * pg. 111", and of the nota itself, "Pagina 3 van 5") bind nothing and are not here.
 */
const call = parse(
  readFileSync(new URL('../calls/plan-samenleven-3/call.yaml', import.meta.url), 'utf8'),
) as CallFile

interface CallFile {
  readonly id: string
  readonly title: { readonly nl: string }
  readonly timeZone: string
  readonly budget: { readonly article: string; readonly ceiling: string }
  readonly timeline: {
    readonly launch: string
    readonly submissionDeadline: string
    readonly projectStart: string
    readonly projectEnd: string
  }
  readonly ifReview: { readonly workingDays: number }
  readonly advance: { readonly percent: number; readonly notBefore: string }
  readonly reports: { readonly anchor: string; readonly interim: string; readonly final: string }
  readonly accounts: {
    readonly ownShare: 0 | 1
    readonly codes: readonly string[]
    readonly due: Readonly<Record<string, string>>
  }
  readonly stimuli: readonly string[]
  readonly eligibility: { readonly minimum: number; readonly exempt: readonly string[] }
  readonly actions: readonly {
    readonly code: string
    readonly title: { readonly nl: string; readonly en: string }
    readonly kpi: { readonly type: string }
    readonly unitPrice: string
  }[]
  readonly notes: readonly string[]
}

/** The day of the Government's decision; the nota says "juli 2024" only. */
const AWARD = '2024-07-05'
const CEILING = 1_690_778_000
const DUTCH_PRACTICE = call.actions.find((action) => action.code === 'oefenkansen-nederlands')
const PRICE = parseEuro(DUTCH_PRACTICE?.unitPrice ?? '') ?? Number.NaN
const YEAR_TWO = 9_999_999_999

describe('Samenvatting', () => {
  test('"projectoproep … Plan Samenleven Oproep 3"', () => {
    expect(call.id).toBe('plan-samenleven-3')
    expect(call.title.nl).toBe('Plan Samenleven Oproep 3')
  })

  test('"dezelfde acties uit het tweede projectjaar te continueren": 27 KPI rows, no others', () => {
    expect(call.actions).toHaveLength(27)
    expect(new Set(call.actions.map((action) => action.code)).size).toBe(27)
    expect(new Set(call.actions.map((action) => action.title.nl)).size).toBe(27)
    expect(new Set(call.actions.map((action) => action.title.en)).size).toBe(27)
    for (const action of call.actions) {
      expect(parseEuro(action.unitPrice)).toBeGreaterThan(0)
      expect(action.kpi.type).toMatch(action.unitPrice === '50000.00' ? 'plan' : 'count')
    }
  })
})

describe('1 Situering', () => {
  const decisions = [
    ['op 24 april 2020 aan de Vlaamse regering meegedeeld', '2020-04-24'],
    ['goedgekeurd door de Vlaamse Regering op 23 oktober 2020', '2020-10-23'],
    ['Op 8 oktober 2021 werd de actualisering van dit plan meegedeeld', '2021-10-08'],
    ['Cf. de nota van de Vlaamse Regering dd. 12/05/23', '2023-05-12'],
  ] as const

  test.each(decisions)('1 and 2.2: "%s", a Friday before the launch', (_, date) => {
    expect(isWorkingDay(date, [])).toBe(true)
    expect(isWorkingDay(addDays(date, 1), [])).toBe(false)
    expect(daysBetween(date, call.timeline.launch)).toBeGreaterThan(0)
  })

  test('each follows the one before it', () => {
    const dates = decisions.map(([, date]) => date)
    expect(dates.toSorted()).toEqual(dates)
  })
})

describe('2.1 Doelstelling', () => {
  test('"voor een periode van 3 jaar": this call is the third project year, of one year', () => {
    const { projectStart, projectEnd } = call.timeline
    expect(addDays(projectEnd, 1)).toBe(addPeriod(projectStart, 'P1Y'))
    expect(addPeriod(projectStart, '-P2Y')).toBe('2022-10-01')
  })

  test('"engageerden 147 lokale besturen, de Vlaamse Gemeenschapscommissie en de vzw de Rand zich"', () => {
    expect(call.notes.join(' ')).toContain('147 lokale besturen, de VGC en vzw de Rand')
    expect(call.eligibility.exempt).toEqual(['vgc', 'de-rand'])
  })

  test('"€31.044.139 was het totaal bedrag … in het eerste en tweede projectjaar"', () => {
    const yearOne = parseEuro('14136359.00') ?? Number.NaN
    const bothYears = parseEuro('31044139.00') ?? Number.NaN
    expect(bothYears - yearOne).toBe(CEILING)
    expect(call.notes[0]).toContain('31.044.139 - 14.136.359')
  })

  test('"een totale subsidie van 16.970.780 euro": a digit swap, kept as a note, not the ceiling', () => {
    const [nl, en] = call.notes
    for (const note of [nl, en]) {
      expect(note).toContain('16.970.780')
      expect(note).toContain('16.907.780')
    }
    const excess = withinCeiling([parseEuro('16970780.00') ?? 0], CEILING).excessCents
    expect(excess).toBe(6_300_000)
  })

  test('"het opnemen van een mentorrol, … samenwerkingsverbanden … of … sociale impact obligaties"', () => {
    expect(call.stimuli).toEqual(['mentor', 'collaboration', 'social-impact-bond'])
  })
})

describe('2.2 Doelgroep', () => {
  test('"meer dan 7.500 inwoners met migratieroots van buiten de EU14"', () => {
    expect(call.eligibility.minimum).toBe(7500)
  })

  test('"Vzw De Rand en de VGC kunnen ook indienen"', () => {
    expect(call.eligibility.exempt.toSorted()).toEqual(['de-rand', 'vgc'])
  })
})

describe('2.3 Financiering', () => {
  test('"Bij elke actie is een duidelijke en meetbare KPI bepaald"', () => {
    for (const action of call.actions) expect(['count', 'plan']).toContain(action.kpi.type)
  })

  test('"De KPI kan ook niet meer bedragen dan die van projectjaar 2": nor the amount', () => {
    expect(reducedAmount(PRICE, 100, 500, 2_999_999)).toBe(2_999_999)
  })
})

describe('2.4 Beoordeling en toekenning van de middelen', () => {
  test('"een totale subsidie van 16.907.780 euro voorzien"', () => {
    expect(parseEuro(call.budget.ceiling)).toBe(CEILING)
    expect(withinCeiling([CEILING], CEILING).excessCents).toBe(0)
    expect(withinCeiling([CEILING, 1], CEILING).excessCents).toBe(1)
  })

  test('"het dubbele of meer dan het dubbele …: (standaardbedrag per eenheid x vooropgestelde KPI)/2"', () => {
    for (const kpi of [200, 201, 350, 500, 2250]) {
      expect(reducedAmount(PRICE, 100, kpi, YEAR_TWO)).toBe((PRICE * kpi) / 2)
    }
  })

  test('"Huidig bereik 100 … Extra bereik 400 … KPI: 500 … 120 euro ➔ (120 euro x 500)/2 : 30 000euro"', () => {
    const [reach, extra] = [100, 400]
    expect(PRICE).toBe(parseEuro('120.00'))
    expect(reach + extra).toBe(500)
    expect(reducedAmount(PRICE, reach, reach + extra, YEAR_TWO)).toBe(parseEuro('30000.00'))
  })

  test('"minder … dan het dubbele …: (vooropgestelde KPI – KPI huidig bereik) x standaardbedrag"', () => {
    for (const kpi of [501, 650, 800, 999]) {
      expect(reducedAmount(PRICE, 500, kpi, YEAR_TWO)).toBe((kpi - 500) * PRICE)
    }
  })

  test('"Huidig bereik 500 … Extra bereik 300 … KPI: 800 … ➔ 800-500)x 120 euro …: 36 000 euro"', () => {
    const [reach, extra] = [500, 300]
    expect(reach + extra).toBe(800)
    expect(reducedAmount(PRICE, reach, reach + extra, YEAR_TWO)).toBe(parseEuro('36000.00'))
  })

  test('the two branches meet where the KPI is "het dubbele" of the reach', () => {
    expect(reducedAmount(PRICE, 500, 1000, YEAR_TWO)).toBe((PRICE * 1000) / 2)
    expect(reducedAmount(PRICE, 500, 1000, YEAR_TWO)).toBe((1000 - 500) * PRICE)
  })

  test('"Trajectprijs: 120 euro", of which Flanders pays half from twice the reach on', () => {
    expect(fundedHalfUnits(100, 500) / 500).toBe(1)
    expect(fundedHalfUnits(500, 800) / 300).toBe(2)
  })

  test('"moeten ingediend worden tegen 6 mei"', () => {
    expect(call.timeline.submissionDeadline.slice(5, 10)).toBe('05-06')
  })
})

describe('2.5 Opvolging en evaluatie', () => {
  test('"6 maanden na toekenning van de subsidie tussentijds te rapporteren"', () => {
    expect(call.reports).toMatchObject({ anchor: 'award', interim: 'P6M' })
    expect(addPeriod(AWARD, call.reports.interim)).toBe('2025-01-05')
  })

  test('"1 jaar na toekenning van de subsidie te rapporteren"', () => {
    expect(call.reports.final).toBe('P1Y')
    expect(addPeriod(AWARD, call.reports.final)).toBe('2025-07-05')
  })

  test('"Bij goedkeuring zal 80 procent van de subsidie worden uitbetaald"', () => {
    expect(call.advance.percent).toBe(80)
    expect(splitAward(CEILING, call.advance.percent)).toEqual({
      advanceCents: parseEuro('13526224.00'),
      balanceCents: parseEuro('3381556.00'),
    })
  })

  test('"(timing: oktober 2024)"', () => {
    expect(call.advance.notBefore).toBe('2024-10-01')
  })

  test('"niet over te gaan tot uitbetaling van het saldo en/of middelen terug te vorderen"', () => {
    const { balanceCents } = splitAward(3_000_000, call.advance.percent)
    expect(balanceCents).toBe(600_000)
    const lost = unearned(3_000_000, 100, 500, 400) ?? Number.NaN
    expect(settlement(balanceCents, lost)).toEqual({ payCents: 0, clawbackCents: 0 })
    const lostMore = unearned(3_000_000, 100, 500, 300) ?? Number.NaN
    expect(settlement(balanceCents, lostMore)).toEqual({ payCents: 0, clawbackCents: 600_000 })
    expect(settlement(balanceCents, 0)).toEqual({ payCents: 600_000, clawbackCents: 0 })
  })

  test('"De eindcontrole gebeurt na het aflopen van de projectperiode": after the final report', () => {
    const final = addPeriod(AWARD, call.reports.final)
    expect(daysBetween(final, call.timeline.projectEnd)).toBe(87)
  })

  test('"jaarrekeningen – acties met code ABB-SAMENLEVEN of ABB-SLV": of each year touched', () => {
    expect(call.accounts.codes).toEqual(['ABB-SAMENLEVEN', 'ABB-SLV'])
    const years = yearsTouched(call.timeline.projectStart, call.timeline.projectEnd)
    expect(Object.keys(call.accounts.due)).toEqual(years)
    for (const year of years) {
      expect(call.accounts.due[year]).toBe(`${Number(year) + 1}-07-31`)
    }
  })

  test('"minstens hetzelfde bedrag als de Vlaamse subsidie geïnvesteerd"', () => {
    const outcomeOf = (spentCents: number): string =>
      endControl({
        spentCents,
        linesAwardCents: 3_000_000,
        paidForLinesCents: 3_000_000,
        claimedForLinesCents: 0,
        ownShare: call.accounts.ownShare,
      }).outcome
    expect(outcomeOf(6_000_000)).toBe('sufficient')
    expect(outcomeOf(5_999_999)).toBe('own-share-unclear')
  })

  test('"dan kan de subsidie teruggevorderd worden"', () => {
    const figures = { linesAwardCents: 3_000_000, paidForLinesCents: 3_000_000 }
    const result = endControl({
      ...figures,
      spentCents: 2_900_000,
      claimedForLinesCents: 0,
      ownShare: call.accounts.ownShare,
    })
    expect(result).toEqual({ outcome: 'short', clawbackCents: 100_000 })
  })
})

describe('3 Bestuurlijke impact', () => {
  test('"16.907.780 euro op begrotingsartikel SJ0-1SFC2DA-WT"', () => {
    expect(call.budget).toEqual({ article: 'SJ0-1SFC2DA-WT', ceiling: '16907780.00' })
  })

  test('"Advies werd verleend op 4 maart 2024"', () => {
    expect(call.notes.at(-1)).toContain('advies verleend op 4 maart 2024')
    expect(isWorkingDay('2024-03-04', [])).toBe(true)
  })

  test('"Advies werd aangevraagd op 8 maart 2024": its 12 working days end before the launch', () => {
    expect(call.notes.at(-1)).toMatch(/gevraagd op\s8 maart 2024/)
    const end = nthWorkingDayAfter('2024-03-08', call.ifReview.workingDays, [])
    expect(end).toBe('2024-03-26')
    expect(daysBetween(end, call.timeline.launch)).toBeGreaterThan(0)
  })
})

describe('4 Verder traject', () => {
  test('"3 april 2024: lancering projectoproep"', () => {
    expect(call.timeline.launch).toBe('2024-04-03')
  })

  test('"6 mei 2024 12u00: uiterlijke indiendatum aanvragen"', () => {
    const deadline = parseInstant(call.timeline.submissionDeadline, call.timeZone)
    expect(deadline).toBe(Date.UTC(2024, 4, 6, 10))
    expect(formatInstant(deadline ?? Number.NaN)).toBe('2024-05-06T10:00:00.000Z')
    const late = parseInstant('2024-05-06T12:00:00.001+02:00', call.timeZone)
    expect(late).toBe((deadline ?? Number.NaN) + 1)
  })

  test('"eind mei 2024: … voorgelegd aan de Inspectie van Financiën": answered before July', () => {
    const end = nthWorkingDayAfter('2024-05-31', call.ifReview.workingDays, [])
    expect(end).toBe('2024-06-18')
    expect(formatInstant(endOfDay(end, call.timeZone))).toBe('2024-06-18T21:59:59.999Z')
  })

  test('"juli 2024: toekenning middelen", before the project starts and the advance is due', () => {
    expect(AWARD.slice(0, 7)).toBe('2024-07')
    expect(isWorkingDay(AWARD, [])).toBe(true)
    expect(daysBetween(AWARD, call.timeline.projectStart)).toBe(88)
    expect(daysBetween(AWARD, call.advance.notBefore)).toBe(88)
  })

  test('"1 oktober 2024: startdatum project"', () => {
    expect(call.timeline.projectStart).toBe('2024-10-01')
    expect(yearOf(call.timeline.projectStart)).toBe(2024)
  })

  test('every time is one of Brussels', () => {
    expect(call.timeZone).toBe('Europe/Brussels')
    expect(dateOf(Date.UTC(2024, 3, 2, 22), call.timeZone)).toBe(call.timeline.launch)
  })
})
