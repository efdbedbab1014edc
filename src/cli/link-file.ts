import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Link } from '../access/users.ts'
import { readConfig } from '../config.ts'
import { CommandError, moment } from './output.ts'

/**
 * Writes a one-time link into a new file that only its owner reads, and returns the file's name: a
 * terminal keeps what it showed, and so do those who look over a shoulder.
 */
export async function writeLink({ secret, expiresMs }: Link, wanted?: string): Promise<string> {
  const { access, server } = readConfig()
  const site = access.publicUrl ?? `http://${server.host}:${server.port}`
  const file = wanted ?? join(await mkdtemp(join(tmpdir(), 'mijlpaal-link-')), 'link.txt')
  const text = [
    `One-time link for ${site}, until ${moment(expiresMs)} (Brussels). It works once.`,
    `${site}/sign-in/link`,
    'On that page, or to POST /api/session/link, give this secret and a new password:',
    secret,
  ]
  try {
    await writeFile(file, `${text.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const message = `The link cannot be written to ${file}, which must be new; name another file.`
    throw new CommandError(message, [String((error as { code?: string }).code)])
  }
  return file
}
