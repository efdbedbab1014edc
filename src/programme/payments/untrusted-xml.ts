import { SaxesParser } from 'saxes'
import { PaymentFileError } from './file.ts'

/** An element with what stands in it; names are without their prefix. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Text directly in it, trimmed. */
  readonly text: string
}

/** The message that is expected: namespaces of the versions that are read, and its first element. */
export interface ExpectedMessage {
  readonly name: string
  readonly namespaces: readonly string[]
  readonly root: string
}

/** Deeper than any message of ISO 20022 that is read here. */
const DEPTH_MAX = 40

interface OpenElement extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

/**
 * Reads a message that came from elsewhere. Nothing in it is fetched or expanded: a file with a
 * document type or entities is refused unread, and one of another namespace at its first element.
 * Errors: PaymentFileError.
 */
export function readXml(text: string, expected: ExpectedMessage): XmlElement {
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new PaymentFileError(
      'The file holds a document type or entities (DTD), which no bank sends; it is not read.',
    )
  }
  const root: OpenElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const parser = new SaxesParser({ xmlns: true })
  const stop = (message: string): never => {
    throw new PaymentFileError(message)
  }
  parser.on('error', ({ message }) =>
    stop(`The file is no well-formed XML: ${message.replace(/\.$/, '')}.`),
  )
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    if (!/^utf-?8$/i.test(encoding)) stop(`The file says it is ${encoding}; only UTF-8 is read.`)
  })
  parser.on('processinginstruction', () => stop('The file holds instructions for programs.'))
  parser.on('opentag', ({ local, uri, attributes }) => {
    requireExpected(open.length, local, uri, expected)
    if (open.length > DEPTH_MAX) stop(`The file is nested deeper than ${DEPTH_MAX} elements.`)
    const values = Object.values(attributes).map((each) => [each.local, each.value] as const)
    const element = { name: local, attributes: Object.fromEntries(values), children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  const add = (piece: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += piece
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', () => {
    const element = open.pop()
    if (element !== undefined) element.text = element.text.trim()
  })
  parser.write(text).close()
  const [document] = root.children
  return document?.children[0] ?? stop('The file holds no message.')
}

function requireExpected(
  depth: number,
  name: string,
  uri: string,
  { name: message, namespaces, root }: ExpectedMessage,
): void {
  const versions = namespaces.map((each) => each.split(':').at(-1)).join(', ')
  if (!namespaces.includes(uri)) {
    const got = uri === '' ? 'none' : uri.slice(0, 100)
    throw new PaymentFileError(
      `The file is no ${message} (${versions}): an element has the namespace ${got}.`,
    )
  }
  if ((depth === 1 && name !== 'Document') || (depth === 2 && name !== root)) {
    throw new PaymentFileError(`The file is no ${message}: it begins with ${name}.`)
  }
}

/** Every element at the end of a path of names. */
export function elementsAt(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (all, name) => all.flatMap(({ children }) => children.filter((each) => each.name === name)),
    [element],
  )
}

/** The text at the end of a path of names; null when there is none, or a blank one. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | null {
  const text = elementsAt(element, ...path)[0]?.text ?? ''
  return text === '' ? null : text
}
