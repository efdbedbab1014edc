import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { planted } from '../../simulation/plant.ts'

const root = join(import.meta.dirname, '../../..')
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>
}
/** Packages of very many small files. */
const inlined = ['kysely', 'temporal-polyfill', 'typebox', 'xstate']

/**
 * The script of the processes in one file: they start often, and to read hundreds of files takes
 * longer than what they do. It stands in the repository's data folder, where packages are found.
 */
export async function bundle(
  plant: string | null,
): Promise<Disposable & { readonly file: string }> {
  const folder = join(root, 'data')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `chaos-${process.pid}.mjs`)
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile: file,
    bundle: true,
    external: Object.keys(dependencies).filter((name) => !inlined.includes(name)),
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    plugins: plant === null ? [] : [withBug(plant)],
  })
  return { file, [Symbol.dispose]: () => rmSync(file, { force: true }) }
}

function withBug(name: string): Plugin {
  const texts = new Map([...planted(name)].map(([file, text]) => [join(root, file), text]))
  return {
    name: 'plant',
    setup: (builder) => {
      builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = texts.get(path)
        return contents === undefined ? undefined : { contents, loader: 'ts' }
      })
    },
  }
}
