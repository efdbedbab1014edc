import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** Facts that lie beside the call: municipalities, mergers, the catalogue with its ceilings. */
export interface Facts {
  readonly municipalities: ReadonlyMap<string, Municipality>
  readonly mergers: readonly Merger[]
  readonly actions: readonly CatalogueAction[]
  /** call.yaml as it lies there. */
  readonly callFile: string
}

export interface Municipality {
  readonly name: string
  readonly nis: string
  readonly kbo: string
  readonly inhabitants: number
}

export interface Merger {
  readonly oldNames: readonly string[]
  readonly newNis: string
  readonly newName: string
}

export interface CatalogueAction {
  readonly code: string
  readonly type: 'count' | 'plan'
  readonly unitPriceCents: number
  /** The most units, and the most cents, that one applicant can have for it. */
  readonly mostUnits: number
  readonly ceilingCents: number
}

export const callFolder = new URL('../plan-samenleven-3/', import.meta.url)

export function readFacts(): Facts {
  const callFile = text('call.yaml')
  return {
    municipalities: new Map(
      rows('facts/municipalities.csv').map((row) => [cell(row, 'name'), municipality(row)]),
    ),
    mergers: rows('facts/mergers-2025-01-01.csv').map((row) => ({
      oldNames: cell(row, 'old_names').split('+'),
      newNis: cell(row, 'new_nis'),
      newName: cell(row, 'new_name'),
    })),
    actions: actionsOf(callFile),
    callFile,
  }
}

type Row = ReadonlyMap<string, string>

interface CallActions {
  readonly actions: readonly {
    readonly code: string
    readonly kpi: { readonly type: 'count' | 'plan' }
  }[]
}

interface CatalogueRow {
  readonly maxUnits: number
  readonly fullPricePerUnitEur: number
  readonly capEur: number
}

/** The rows of the catalogue stand in the order of the actions in call.yaml. */
function actionsOf(callFile: string): readonly CatalogueAction[] {
  const catalogue = JSON.parse(text('facts/action-catalogue-2022.json')) as CatalogueRow[]
  const { actions } = parse(callFile) as CallActions
  return actions.map(({ code, kpi }, index) => {
    const row = catalogue[index]
    if (row === undefined) throw new Error(`the catalogue has no row for ${code}`)
    return {
      code,
      type: kpi.type,
      unitPriceCents: row.fullPricePerUnitEur * 100,
      mostUnits: row.maxUnits,
      ceilingCents: row.capEur * 100,
    }
  })
}

function municipality(row: Row): Municipality {
  return {
    name: cell(row, 'name'),
    nis: cell(row, 'nis'),
    kbo: cell(row, 'kbo'),
    inhabitants: Number(cell(row, 'inhabitants_2019')),
  }
}

/** No value of these files holds a comma or a quote. */
function rows(path: string): readonly Row[] {
  const [header = '', ...lines] = text(path).trim().split('\n')
  const names = header.split(',')
  return lines.map(
    (line) => new Map(line.split(',').map((value, index) => [names[index] ?? '', value])),
  )
}

function cell(row: Row, name: string): string {
  const value = row.get(name)
  if (value === undefined) throw new Error(`the facts have no column ${name}`)
  return value
}

function text(path: string): string {
  return readFileSync(new URL(path, callFolder), 'utf8')
}
