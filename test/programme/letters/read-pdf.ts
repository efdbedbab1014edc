import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js'

/** A PDF as an independent reader finds it. */
export interface ReadPdf {
  /** Line by line, in the order of the file. */
  readonly text: string
  readonly title: string
  readonly language: string
  readonly isMarked: boolean
  readonly metadata: string
  /** Roles of the structure, each as often as it comes. */
  readonly roles: Readonly<Record<string, number>>
  readonly pages: number
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const document = await task.promise
  const { info, metadata } = await document.getMetadata()
  const mark = await document.getMarkInfo()
  const roles: Record<string, number> = {}
  // The tree as it is written: the reader shows it page by page, what goes on over pages twice.
  for (const [, role = ''] of Buffer.from(bytes)
    .toString('latin1')
    .matchAll(/\/S \/(\w+)\n/g)) {
    roles[role] = (roles[role] ?? 0) + 1
  }
  const lines: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    if ((await page.getStructTree()) === null) throw new Error(`page ${number} has no structure`)
    lines.push(linesOf((await page.getTextContent()).items as readonly TextItem[]))
  }
  await task.destroy()
  const { Title: title, Language: language } = info as Readonly<Record<string, string>>
  return {
    text: lines.join('\n'),
    title: title ?? '',
    language: language ?? '',
    isMarked: mark?.['Marked'] === true,
    metadata: metadata?.getRaw() ?? '',
    roles,
    pages: document.numPages,
  }
}

/** What stands at one height is a line, with a bar between what stands apart. */
function linesOf(items: readonly TextItem[]): string {
  const lines = new Map<number, string[]>()
  for (const { str, transform } of items) {
    if (str.trim() === '') continue
    const y = Math.round(transform[5] as number)
    const line = lines.get(y) ?? []
    line.push(str.replaceAll('\u00a0', ' '))
    lines.set(y, line)
  }
  return [...lines.values()].map((line) => line.join(' | ')).join('\n')
}
