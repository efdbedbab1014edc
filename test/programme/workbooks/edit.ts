import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

/** An .xlsx as its parts, edited as texts and packed again: by nothing of ours. */
export type Parts = Record<string, string>

export function partsOf(bytes: Uint8Array): Parts {
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, data]) => [name, strFromU8(data)]),
  )
}

export function packed(parts: Parts): Buffer {
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))),
  )
}

/** Changes one part, which must change. */
export function edited(bytes: Uint8Array, part: string, change: (text: string) => string): Buffer {
  const parts = partsOf(bytes)
  const before = parts[part] ?? ''
  const after = change(before)
  if (after === before) throw new Error(`${part} stays as it was`)
  return packed({ ...parts, [part]: after })
}

/** The part that holds a sheet. */
export function partOf(parts: Parts, sheet: string): string {
  const names = [...(parts['xl/workbook.xml'] ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)]
  const index = names.findIndex(([, name]) => name === sheet)
  if (index < 0) throw new Error(`no sheet ${sheet}`)
  return `xl/worksheets/sheet${index + 1}.xml`
}

export type Value = string | number | boolean | null | { readonly xml: string }

/** Fills cells, as `Rapport!G4`, with numbers and inline strings; null empties one. */
export function filled(bytes: Uint8Array, cells: Readonly<Record<string, Value>>): Buffer {
  const parts = partsOf(bytes)
  for (const [place, value] of Object.entries(cells)) {
    const [sheet = '', address = ''] = place.split('!')
    const part = partOf(parts, sheet)
    parts[part] = withCell(parts[part] ?? '', address, value)
  }
  return packed(parts)
}

function withCell(xml: string, address: string, value: Value): string {
  const [, row = ''] = /^[A-Z]+(\d+)$/.exec(address) ?? []
  const found = new RegExp(`<c r="${address}"((?: s="\\d+")?)[^>]*?(?:/>|>.*?</c>)`, 's').exec(xml)
  const cell = cellXml(address, found?.[1] ?? '', value)
  if (found !== null) return xml.replace(found[0], () => cell)
  const after = new RegExp(`(<row r="${row}"[^>]*?)(?:/>|>(.*?)</row>)`, 's')
  return after.test(xml)
    ? xml.replace(after, (_, open: string, inner = '') => `${open}>${inner as string}${cell}</row>`)
    : xml.replace('</sheetData>', () => `<row r="${row}">${cell}</row></sheetData>`)
}

function cellXml(address: string, style: string, value: Value): string {
  if (value === null) return `<c r="${address}"${style}/>`
  if (typeof value === 'number') return `<c r="${address}"${style}><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${address}" t="b"><v>${value ? 1 : 0}</v></c>`
  if (typeof value === 'object') return `<c r="${address}"${style}>${value.xml}</c>`
  return (
    `<c r="${address}"${style} t="inlineStr"><is><t xml:space="preserve">` +
    `${escaped(value)}</t></is></c>`
  )
}

/** As Excel writes texts: what XML cannot hold, and what looks like such an escape, as `_xHHHH_`. */
export function escaped(text: string): string {
  return (
    text
      .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // oxlint-disable-next-line no-control-regex -- the characters that XML cannot hold
      .replaceAll(/[\0-\u0008\u000b-\u001f\ufffe\uffff]/g, (char) => {
        return `_x${char.charCodeAt(0).toString(16).padStart(4, '0')}_`
      })
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  )
}
