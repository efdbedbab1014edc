import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** On the disk of the repository: a temporary directory may be memory, where a commit is free. */
export const dataFolder = new URL('../data/', import.meta.url).pathname

/** A folder of one's own, that goes when it is disposed of. */
export interface Folder extends Disposable {
  readonly path: string
}

export const freshFolder = (): Folder => {
  mkdirSync(dataFolder, { recursive: true })
  const path = mkdtempSync(join(dataFolder, 'bench-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
