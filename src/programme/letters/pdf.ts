import { createRequire } from 'node:module'
import type PDFKit from 'pdfkit'
import type { Block, LetterDocument, Row, Table } from './document.ts'

/**
 * Sets a letter as a tagged PDF (PDF/UA-1): every part has its structure, what repeats on each page
 * is an artifact, the language and the title are told. The same letter gives the same bytes: its
 * dates are those of its event, and pdfkit derives its ids from them.
 */
export async function letterPdf(letter: LetterDocument): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit')
  const { regular, bold } = fresh(await (opened ??= openFonts()))
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: TOP, bottom: BOTTOM, left: SIDE, right: SIDE },
    bufferPages: true,
    pdfVersion: '1.7',
    // The types of pdfkit know of PDF/A only.
    subset: 'PDF/UA' as never,
    tagged: true,
    displayTitle: true,
    font: regular,
    lang: letter.language === 'nl' ? 'nl-BE' : 'en-GB',
    info: {
      Title: letter.title,
      Author: letter.sender.name,
      Subject: letter.particulars.map(([label, value]) => `${label}: ${value}`).join('; '),
      Creator: 'Mijlpaal',
      Producer: 'Mijlpaal',
      CreationDate: new Date(letter.atMs),
      ModDate: new Date(letter.atMs),
    },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve)
    doc.on('error', reject)
  })
  doc.registerFont('regular', regular)
  doc.registerFont('bold', bold)
  new Setter(doc, letter).set()
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

const { resolve } = createRequire(import.meta.url)
const FONTS = '@expo-google-fonts/source-sans-3'

/** Opening a font costs more than a letter; a letter takes of it only the shapes that it needs. */
async function openFonts() {
  const { openSync } = await import('fontkit')
  const open = (path: string) => openSync(resolve(`${FONTS}/${path}`))
  return {
    regular: open('400Regular/SourceSans3_400Regular.ttf'),
    bold: open('600SemiBold/SourceSans3_600SemiBold.ttf'),
  }
}

/**
 * The fonts as if they were just opened: a shape remembers the characters that first asked for it,
 * and a letter must not depend on those before it. pdfkit takes an opened font, which its types do
 * not say.
 */
function fresh({ regular, bold }: Awaited<ReturnType<typeof openFonts>>) {
  for (const font of [regular, bold]) font._glyphs = {}
  return { regular: regular as unknown as string, bold: bold as unknown as string }
}

let opened: ReturnType<typeof openFonts> | undefined

type Doc = InstanceType<typeof PDFKit>
type Element = ReturnType<Doc['struct']>

/** In points, 72 to an inch. */
const SIDE = 71
const TOP = 54
const BOTTOM = 62
const TEXT = 10
const SMALL = 9
const TITLE = 17
const HEADING = 12.5
const GAP = 8
const CELL = 3
const INK = '#1a1a1a'
const FAINT = '#555555'
const RULE = '#8a8a8a'

/** Puts one letter on its pages, from top to bottom. */
class Setter {
  readonly #doc: Doc
  readonly #letter: LetterDocument
  readonly #root: Element
  readonly #width: number

  constructor(doc: Doc, letter: LetterDocument) {
    this.#doc = doc
    this.#letter = letter
    this.#root = doc.struct('Document')
    this.#width = doc.page.width - 2 * SIDE
    doc.addStructure(this.#root)
  }

  set(): void {
    const { title, warning, blocks, sender, addressee, particulars } = this.#letter
    this.#doc.fillColor(INK)
    this.#text(sender.name, { font: 'bold', size: HEADING })
    for (const line of sender.lines) this.#text(line, { size: SMALL, color: FAINT })
    this.#rule()
    if (warning !== null) this.#text(warning, { font: 'bold', size: SMALL, after: GAP })
    this.#text(addressee.join('\n'), { after: GAP * 1.5 })
    this.#figures(particulars, { isPlain: true })
    this.#doc.y += GAP / 2
    this.#text(title, { tag: 'H1', font: 'bold', size: TITLE, after: GAP })
    for (const block of blocks) this.#block(block)
    this.#root.end()
    this.#foot()
  }

  #block(block: Block): void {
    switch (block.is) {
      case 'heading':
        this.#room(70)
        this.#doc.y += 3
        this.#text(block.text, { tag: 'H2', font: 'bold', size: HEADING, after: 5 })
        return
      case 'paragraph':
        this.#text(block.text, { after: GAP })
        return
      case 'quote':
        this.#text(block.text, { tag: 'BlockQuote', indent: 14, after: GAP })
        return
      case 'list':
        this.#list(block.items)
        return
      case 'table':
        this.#table(block.table)
        return
      case 'figures':
        this.#figures(block.rows, { label: block.label })
    }
  }

  #text(
    text: string,
    options: {
      readonly tag?: 'P' | 'H1' | 'H2' | 'BlockQuote'
      readonly font?: 'regular' | 'bold'
      readonly size?: number
      readonly color?: string
      readonly indent?: number
      readonly after?: number
    } = {},
  ): void {
    const { tag = 'P', font = 'regular', size = TEXT, indent = 0, after = 0 } = options
    const doc = this.#doc
    const write = () => {
      doc
        .font(font)
        .fontSize(size)
        .fillColor(options.color ?? INK)
      doc.text(text, SIDE + indent, doc.y, { width: this.#width - indent, lineGap: 1 })
    }
    // A quotation holds its words in a paragraph of its own.
    this.#root.add(
      tag === 'BlockQuote'
        ? doc.struct('BlockQuote', {}, [doc.struct('P', {}, write)])
        : doc.struct(tag, {}, write),
    )
    doc.y += after
  }

  #list(items: readonly string[]): void {
    const doc = this.#doc
    const list = doc.struct('L')
    this.#root.add(list)
    for (const item of items) {
      const entry = doc.struct('LI')
      list.add(entry)
      this.#room(doc.currentLineHeight(true) * 2)
      const y = doc.y
      doc.font('regular').fontSize(TEXT)
      entry.add(doc.struct('Lbl', {}, () => doc.text('•', SIDE, y, { width: 12 })))
      entry.add(
        doc.struct('LBody', {}, () =>
          doc.text(item, SIDE + 14, y, { width: this.#width - 14, lineGap: 1 }),
        ),
      )
      entry.end()
      doc.y += 2
    }
    list.end()
    doc.y += GAP - 2
  }

  #table({ label, columns, rows, total }: Table): void {
    const share = this.#width / columns.reduce((sum, { width }) => sum + width, 0)
    const places = columns.map(({ width, isNumber = false }, index) => ({
      x: SIDE + share * columns.slice(0, index).reduce((sum, each) => sum + each.width, 0),
      width: share * width,
      isNumber,
    }))
    const doc = this.#doc
    const table = doc.struct('Table', { title: label })
    this.#root.add(table)
    const titles = columns.map(({ title }) => title)
    this.#row(table, places, titles, 'head')
    for (const row of rows) this.#row(table, places, row, 'body', titles)
    if (total !== null) this.#row(table, places, total, 'total', titles)
    table.end()
    doc.y += GAP + 2
  }

  #figures(
    rows: readonly Row[],
    { label = '', isPlain = false }: { readonly label?: string; readonly isPlain?: boolean },
  ): void {
    if (rows.length === 0) return
    const doc = this.#doc
    const table = doc.struct('Table', { title: label })
    this.#root.add(table)
    const left = this.#width * (isPlain ? 0.2 : 0.52)
    const places = [
      { x: SIDE, width: left, isNumber: false },
      { x: SIDE + left, width: this.#width - left, isNumber: !isPlain },
    ]
    for (const row of rows) this.#row(table, places, row, isPlain ? 'plain' : 'figure')
    table.end()
    doc.y += GAP
  }

  /** A row of cells; the first of a body row names it. */
  #row(
    table: Element,
    places: readonly Place[],
    cells: readonly string[],
    is: RowKind,
    titles: readonly string[] = [],
  ): void {
    const doc = this.#doc
    const isStrong = is === 'head' || is === 'total'
    doc.font(isStrong ? 'bold' : 'regular').fontSize(is === 'plain' ? TEXT : SMALL + 0.5)
    const pad = is === 'plain' ? 1 : CELL
    const heights = places.map((place, index) =>
      doc.heightOfString(cells[index] ?? '', { width: insideOf(place, index) }),
    )
    const height = Math.max(...heights) + 2 * pad
    const isNewPage = this.#room(height + (is === 'head' ? 40 : 0))
    if (isNewPage && titles.length > 0) this.#titlesAgain(places, titles)
    doc.font(isStrong ? 'bold' : 'regular').fontSize(is === 'plain' ? TEXT : SMALL + 0.5)
    const top = doc.y
    const row = doc.struct('TR')
    table.add(row)
    for (const [index, place] of places.entries()) {
      const { x, isNumber } = place
      const isHeader = is === 'head' || index === 0
      const write = () => {
        doc.fillColor(is === 'plain' && index === 0 ? FAINT : INK)
        doc.text(cells[index] ?? '', x + (index === 0 ? 0 : INSET), top + pad, {
          width: insideOf(place, index),
          align: isNumber ? 'right' : 'left',
        })
      }
      row.add(
        isHeader
          ? doc.struct('TH', { scope: is === 'head' ? 'Column' : 'Row' } as object, write)
          : doc.struct('TD', {}, write),
      )
    }
    row.end()
    if (is !== 'plain') this.#line(top + height, isStrong ? INK : RULE)
    doc.y = top + height
  }

  /** A new page where what comes does not fit on this one; whether it was needed. */
  #room(height: number): boolean {
    const { page } = this.#doc
    const isFull = this.#doc.y + height > page.height - BOTTOM
    if (isFull) this.#doc.addPage()
    return isFull
  }

  /** The titles of the columns, for the eye: who hears the table has them already. */
  #titlesAgain(places: readonly Place[], titles: readonly string[]): void {
    const doc = this.#doc
    const top = doc.y
    doc.font('bold').fontSize(SMALL + 0.5)
    const height = doc.currentLineHeight(true) + 2 * CELL
    this.#artifact('Pagination', () => {
      for (const [index, place] of places.entries()) {
        doc.text(titles[index] ?? '', place.x + (index === 0 ? 0 : INSET), top + CELL, {
          width: insideOf(place, index),
          align: place.isNumber ? 'right' : 'left',
        })
      }
    })
    this.#line(top + height, INK)
    doc.y = top + height
  }

  #rule(): void {
    const { y } = this.#doc
    this.#line(y + 5, INK)
    this.#doc.y = y + 20
  }

  #line(y: number, color: string): void {
    this.#artifact('Layout', () => {
      this.#doc.lineWidth(0.6).strokeColor(color)
      this.#doc
        .moveTo(SIDE, y)
        .lineTo(SIDE + this.#width, y)
        .stroke()
    })
  }

  #foot(): void {
    const doc = this.#doc
    const { foot, page } = this.#letter
    const { start, count } = doc.bufferedPageRange()
    for (let index = 0; index < count; index += 1) {
      doc.switchToPage(start + index)
      // The foot stands in the margin, where text would begin a new page.
      doc.page.margins.bottom = 0
      this.#artifact('Pagination', () => {
        doc.font('regular').fontSize(8).fillColor(FAINT)
        const y = doc.page.height - BOTTOM + 22
        doc.text(foot, SIDE, y, { width: this.#width * 0.7, lineBreak: false })
        doc.text(page(index + 1, count), SIDE, y, { width: this.#width, align: 'right' })
      })
    }
  }

  /** What is no part of what the letter says. */
  #artifact(type: 'Layout' | 'Pagination', draw: () => void): void {
    this.#doc.markContent('Artifact', { type })
    draw()
    this.#doc.endMarkedContent()
  }
}

/** Space at both sides of a cell. */
const INSET = 5

/** What of a cell its text may take; the first begins where other text does. */
function insideOf({ width }: Place, index: number): number {
  return width - (index === 0 ? INSET : 2 * INSET)
}

interface Place {
  readonly x: number
  readonly width: number
  readonly isNumber: boolean
}

type RowKind = 'head' | 'body' | 'total' | 'figure' | 'plain'
