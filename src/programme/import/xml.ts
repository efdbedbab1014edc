import { isUtf8 } from 'node:buffer'
import { Parser } from 'saxen'

/** Told of what an XML document holds, as it is read; names come without their prefix. */
export interface XmlListener {
  readonly open: (name: string, attributes: ReadonlyMap<string, string>) => void
  readonly close?: (name: string) => void
  readonly text?: (text: string) => void
}

/** XML that spreadsheets do not write, or that is none; the message is one sentence. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
}

/** Declarations and marked sections: entities may grow without bounds, and none are needed. */
const declaration = /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION|\[)/i

/** XML as text. Errors: XmlError when it is not UTF-8, or declares anything. */
export function xmlText(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new XmlError('The workbook must be written in UTF-8.')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (declaration.test(text)) {
    throw new XmlError('The workbook must not declare document types or entities.')
  }
  return text
}

/** Reads XML with the parser that the library for workbooks has. Errors: XmlError. */
export function readXml(xml: string, { open, close, text }: XmlListener): void {
  const parser = new Parser()
  parser.on('error', () => {
    throw new XmlError('The workbook is damaged: it holds XML that is not well formed.')
  })
  parser.on('openTag', (name, attributes, decode) => {
    const given = Object.entries(attributes()).filter(([key]) => !key.startsWith('xmlns'))
    open(local(name), new Map(given.map(([key, value]) => [local(key), decode(value)])))
  })
  if (close !== undefined) parser.on('closeTag', (name) => close(local(name)))
  if (text !== undefined) parser.on('text', (found, decode) => text(decode(found)))
  parser.parse(xml)
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
