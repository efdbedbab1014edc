import { addressOf, type SheetCells } from '../../../src/programme/import/xlsx-file.ts'
import { escaped, packed } from './edit.ts'

/** A workbook as other programs write it: with few parts, and texts where they like to keep them. */
export interface Manner {
  readonly strings: 'inline' | 'shared' | 'rich'
  /** Prefix of every element, as `x:`. */
  readonly prefix: string
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export function minimalWorkbook(sheets: readonly SheetCells[], manner: Manner): Buffer {
  const { strings, prefix: p } = manner
  const xmlns = `xmlns${p === '' ? '' : `:${p.slice(0, -1)}`}="${MAIN}"`
  const shared: string[] = []
  const cell = (value: SheetCells['rows'][number][number], address: string): string => {
    if (value === null) return ''
    if (typeof value === 'number') return `<${p}c r="${address}"><${p}v>${value}</${p}v></${p}c>`
    const text = `<${p}t xml:space="preserve">${escaped(String(value))}</${p}t>`
    if (strings === 'inline') {
      return `<${p}c r="${address}" t="inlineStr"><${p}is>${text}</${p}is></${p}c>`
    }
    shared.push(strings === 'rich' ? `<${p}r>${text}</${p}r>` : text)
    return `<${p}c r="${address}" t="s"><${p}v>${shared.length - 1}</${p}v></${p}c>`
  }
  const parts: Record<string, string> = {}
  for (const [index, { rows }] of sheets.entries()) {
    const xml = rows.map((row, at) => {
      const cells = row.map((value, column) => cell(value, addressOf(at + 1, column + 1)))
      return `<${p}row r="${at + 1}">${cells.join('')}</${p}row>`
    })
    parts[`xl/worksheets/s${index}.xml`] =
      `<${p}worksheet ${xmlns}><${p}sheetData>${xml.join('')}</${p}sheetData></${p}worksheet>`
  }
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const relations = sheets.map((_, index) =>
    relation(
      `r${index}`,
      'worksheet',
      index % 2 === 0 ? `worksheets/s${index}.xml` : `/xl/worksheets/s${index}.xml`,
    ),
  )
  const names = sheets.map(
    ({ name }, index) =>
      `<${p}sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="r${index}"/>`,
  )
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  const related = (...all: readonly string[]) =>
    `${head}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`
  const items = shared.map((each) => `<${p}si>${each}</${p}si>`).join('')
  return packed({
    '[Content_Types].xml': `${head}<Types xmlns="${PACKAGE}/content-types"/>`,
    '_rels/.rels': related(relation('r', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml':
      `${head}<${p}workbook ${xmlns} xmlns:r="${OFFICE}">` +
      `<${p}sheets>${names.join('')}</${p}sheets></${p}workbook>`,
    'xl/_rels/workbook.xml.rels': related(
      ...relations,
      relation('ss', 'sharedStrings', 'sharedStrings.xml'),
    ),
    'xl/sharedStrings.xml': `${head}<${p}sst ${xmlns}>${items}</${p}sst>`,
    ...parts,
  })
}
