import { zipSync } from 'fflate'
import { letterPdf } from '../../../src/programme/letters/pdf.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** A PDF that readers open. */
export function pdf(title = 'A decree'): Promise<Buffer> {
  return letterPdf({
    language: 'en',
    title,
    sender: { name: 'Agency', lines: [] },
    addressee: ['Gent'],
    particulars: [],
    warning: null,
    blocks: [{ is: 'paragraph', text: title }],
    foot: '',
    page: (page, pages) => `${page}/${pages}`,
    atMs: 0,
  })
}

/** The smallest picture: one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChw' +
    'GA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

export const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
  Buffer.from('JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0', 'latin1'),
  Buffer.from([0xff, 0xd9]),
])

/** An office file by its main part: `wordprocessingml.document`, `spreadsheetml.sheet`. */
export function office(main: string, isMacro = false): Buffer {
  const type = isMacro
    ? 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'
    : `application/vnd.openxmlformats-officedocument.${main}.main+xml`
  const part = `<Override PartName="/a.xml" ContentType="${type}"/>`
  const types = `<?xml version="1.0"?><Types xmlns="x">${part}</Types>`
  return Buffer.from(zipSync({ '[Content_Types].xml': bytes(types), 'a.xml': bytes('<a/>') }))
}

export const odt = Buffer.from(
  zipSync({
    mimetype: [bytes('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'content.xml': bytes('<a/>'),
  }),
)
