import {
  Lexer,
  LineCounter,
  Parser,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml'
import type { Document } from 'yaml'
import type { ImportError, Parsed, Path } from './errors.ts'
import { fileError } from './errors.ts'

const deepest = 100

/**
 * YAML 1.2 as plain data: one document, unique keys, no anchors, aliases or tags. Only `true`,
 * `null` and numbers are more than text: `2024-04-03` stays what it is.
 */
export function parseYaml(file: string, text: string): Parsed | readonly ImportError[] {
  const lines = new LineCounter()
  if (isNestedDeep(text)) {
    const message = `The text must be YAML of at most ${deepest} levels; this is nested deeper.`
    return [fileError(file, message)]
  }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  })
  const at = (offset: number, message: string): ImportError => {
    const { line, col } = lines.linePos(offset)
    return fileError(file, `${message} (line ${line}, column ${col}).`, line)
  }
  const wrong = [...document.errors, ...document.warnings].map(({ code, message, pos }) =>
    code === 'MULTIPLE_DOCS'
      ? at(pos[0], 'The text must be one YAML document')
      : at(pos[0], `The text must be valid YAML: ${message}`),
  )
  const refused = wrong.length > 0 ? wrong : refusedNodes(document, at)
  if (refused.length > 0) return refused
  return {
    data: document.toJS() as unknown,
    placesOf: (paths) =>
      paths.map((path) => ({ row: lines.linePos(offsetOf(document, path)).line })),
  }
}

/** Parsing is recursive, and thousands of levels end the process rather than throw. */
function isNestedDeep(text: string): boolean {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    for (const _token of parser.next(lexeme)) continue
    if (parser.stack.length > deepest) return true
  }
  return false
}

function refusedNodes(
  document: Document,
  at: (offset: number, message: string) => ImportError,
): ImportError[] {
  const errors: ImportError[] = []
  visit(document, {
    Alias: (_key, node) => {
      errors.push(at(node.range?.[0] ?? 0, 'A value must be written out: aliases are not taken'))
    },
    Node: (_key, node) => {
      if (node.tag === undefined) return
      errors.push(at(node.range?.[0] ?? 0, 'A value must have no tag, as "!!timestamp"'))
    },
  })
  return errors
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined || !isScalar(pair.key)) return offset
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      if (!isNode(node)) return offset
      offset = node.range?.[0] ?? offset
    }
  }
  return offset
}
