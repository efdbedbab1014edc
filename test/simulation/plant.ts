import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { register } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { plants } from './plants.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Puts a planted bug into what this process loads from now on: the mutated files stand in a folder
 * of their own, and a hook of the module loader gives them for the real ones. Throws when there is
 * no such plant, or when a text it looks for does not stand in its file exactly once.
 */
export function plant(name: string): void {
  const texts = planted(name)
  const folder = mkdtempSync(join(tmpdir(), 'mijlpaal-plant-'))
  process.on('exit', () => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const copies: [string, string][] = []
  for (const [file, text] of texts) {
    const copy = join(folder, file)
    mkdirSync(dirname(copy), { recursive: true })
    writeFileSync(copy, text)
    copies.push([pathToFileURL(join(root, file)).href, pathToFileURL(copy).href])
  }
  register('./plant-hooks.ts', { parentURL: import.meta.url, data: copies })
}

/** The mutated text of each file that a plant changes. */
export function planted(name: string): ReadonlyMap<string, string> {
  const mutations = plants[name]
  if (mutations === undefined) {
    throw new Error(`There is no plant ${name}; there is ${Object.keys(plants).join(', ')}`)
  }
  const texts = new Map<string, string>()
  for (const { file, find, replace } of mutations) {
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8')
    const places = text.split(find).length - 1
    if (places !== 1) throw new Error(`${name}: ${file} has ${places} places with: ${find}`)
    texts.set(
      file,
      text.replace(find, () => replace),
    )
  }
  return texts
}
