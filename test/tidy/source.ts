import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** A text file of the tree; `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
  readonly line: number
}

/** Every text file under `root` that a person wrote. */
export function readTree(root: string): readonly SourceFile[] {
  const files: SourceFile[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !NOT_OURS.has(path)) visit(path)
      if (entry.isFile() && isText(path)) {
        files.push({ path, text: readFileSync(join(root, path), 'utf8') })
      }
    }
  }
  visit('')
  return files
}

export function isCode(path: string): boolean {
  return /\.tsx?$/.test(path)
}

/** The source, every comment blanked out, and of each literal only a closing `"` left standing. */
export function codeOf(text: string): string {
  return scan(text).code
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** What a source imports, re-exports or loads with `import()`, in the order of the text. */
export function importsOf(text: string): readonly Import[] {
  const { code, uncommented } = scan(text)
  return [...uncommented.matchAll(IMPORT)]
    .filter((match) => /^(im|ex)port/.test(code.slice(match.index)))
    .map((match) => ({
      specifier: match[2] ?? match[3] ?? '',
      typeOnly: match[1] !== undefined,
      line: lineAt(text, match.index),
    }))
}

/** The path in the tree that a relative specifier means. */
export function resolveImport(from: string, specifier: string): string {
  return normalize(join(dirname(from), specifier)).replaceAll('\\', '/')
}

const NOT_OURS = new Set(['node_modules', '.git', 'coverage', 'dist', 'data'])
const TEXT = /\.(tsx?|m?js|json|jsonl|ya?ml|md|txt|html|css|sh|sql)$|^\.ci\/|^\.[a-z]+ignore$/
const WRITTEN_BY_TOOLS = new Set(['package-lock.json'])

function isText(path: string): boolean {
  return TEXT.test(path) && !WRITTEN_BY_TOOLS.has(path)
}

const IMPORT =
  /\b(?:import|export)\s+(?:(type)\s+(?=[\w{*]))?(?:[\w$*{},\s]+?\bfrom\s*)?['"]([^'"\n]+)['"]|\bimport\s*\(\s*['"]([^'"\n]+)['"]/g

/** One kind of token whose text is not code: where it ends, and whether it is a comment. */
interface Token {
  readonly end: number
  readonly comment: boolean
}

function scan(text: string): { readonly code: string; readonly uncommented: string } {
  let code = ''
  let uncommented = ''
  // One entry per open template: how many braces its current `${` still has open.
  const templates: number[] = []
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at, code, templates)
    if (token === null) {
      code += text.charAt(at)
      uncommented += text.charAt(at)
      at += 1
      continue
    }
    const raw = text.slice(at, token.end)
    code += token.comment ? blank(raw) : blank(raw.slice(0, -1)) + remnant(raw)
    uncommented += token.comment ? blank(raw) : raw
    at = token.end
  }
  return { code, uncommented }
}

function tokenAt(text: string, at: number, before: string, templates: number[]): Token | null {
  const char = text.charAt(at)
  if (text.startsWith('//', at)) return { end: endOf(text, '\n', at), comment: true }
  if (text.startsWith('/*', at)) return { end: endOf(text, '*/', at) + 2, comment: true }
  if (char === "'" || char === '"') return literal(/\\.|[^\\\n]/y, text, at, char)
  if (char === '/' && OPENS_EXPRESSION.test(before)) {
    return literal(/\\.|\[(?:\\.|[^\]\\\n])*\]|[^\\\n]/y, text, at, '/')
  }
  if (char === '`') return template(text, at + 1, templates)
  const depth = templates.at(-1)
  if (depth === undefined || (char !== '{' && char !== '}')) return null
  if (char === '}' && depth === 0) {
    templates.pop()
    return template(text, at + 1, templates)
  }
  templates[templates.length - 1] = depth + (char === '{' ? 1 : -1)
  return null
}

/** After one of these a slash opens a regular expression; after a value it divides. */
const OPENS_EXPRESSION = /(?:^|[(,=:[!&|?{;+\n>]|\b(?:return|typeof|case|of|in))\s*$/

function literal(piece: RegExp, text: string, at: number, quote: string): Token {
  let end = at + 1
  while (end < text.length && text.charAt(end) !== quote) {
    piece.lastIndex = end
    if (!piece.test(text)) return { end, comment: false }
    end = piece.lastIndex
  }
  return { end: end + 1, comment: false }
}

function template(text: string, from: number, templates: number[]): Token {
  for (let end = from; end < text.length; end += 1) {
    if (text.charAt(end) === '\\') end += 1
    else if (text.charAt(end) === '`') return { end: end + 1, comment: false }
    else if (text.startsWith('${', end)) {
      templates.push(0)
      return { end: end + 2, comment: false }
    }
  }
  return { end: text.length, comment: false }
}

function endOf(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at)
  return found === -1 ? text.length : found
}

/** What stays of a literal: a value, or the brace that opens an expression in a template. */
function remnant(raw: string): string {
  return raw.endsWith('${') ? '{' : '"'
}

function blank(raw: string): string {
  return raw.replaceAll(/[^\n]/g, ' ')
}
