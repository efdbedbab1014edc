import { Command } from 'commander'
import type { App } from '../app.ts'
import type { Version } from '../programme/publication/publications.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { CommandError, moment, print, printJson, table } from './output.ts'
import { sayIfSynthetic } from './synthetic.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function publishCommand(): Command {
  return new Command('publish')
    .description('Publish what is public and not published yet, and list what is. Idempotent.')
    .argument('[call]', 'only this call')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal publish plan-samenleven-3')
    .action(async (call: string | undefined, { database, json }: Options) => {
      await withDatabase(database, async (app) => {
        const known = await app.queries.calls()
        if (call !== undefined && !known.includes(call)) {
          throw new CommandError(`There is no call ${call}; projects lists what there is.`)
        }
        const made: Version[] = []
        for (const each of call === undefined ? known : [call]) {
          made.push(...(await app.openData.publications.publish(each)))
        }
        const versions = await app.openData.publications.versions(call ?? null)
        if (json === true) {
          printJson({ made: made.map(shown), versions: versions.map(shown) })
          return
        }
        await show(app, versions, made)
      })
    })
}

async function show(
  { queries }: App,
  versions: readonly Version[],
  made: readonly Version[],
): Promise<void> {
  print(made.length === 0 ? 'Nothing was left to publish.' : `Published: ${made.length} versions.`)
  if (versions.length === 0) return
  const rows = versions.map(({ call, version, atMs, digest }) => [
    call,
    version,
    moment(atMs),
    `/open/${call}/v${version}`,
    digest.slice(0, DIGEST_SHOWN),
  ])
  print(`\n${table(['Call', 'Version', 'Of', 'Where', 'Digest'], rows)}`)
  await sayIfSynthetic(
    queries,
    versions.map(({ call }) => call),
  )
}

const DIGEST_SHOWN = 16

function shown({ call, version, atMs, notedAtMs, digest }: Version) {
  return {
    call,
    version,
    at: new Date(atMs).toISOString(),
    publishedAt: new Date(notedAtMs).toISOString(),
    digest,
    path: `/open/${call}/v${version}`,
  }
}
