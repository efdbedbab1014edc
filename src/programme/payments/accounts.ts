import { textDigest } from '../../engine/hash.ts'
import type { Queries } from '../queries.ts'

/** The IBAN behind a digest of a project; null when there is none, or when it was redacted. */
export type AccountOf = (project: string, digest: string) => string | null

/** Reads the accounts of a call once. They are personal data: they go to nobody but who may pay. */
export async function accountsOf(queries: Queries, call: string): Promise<AccountOf> {
  const known = new Map<string, string>()
  for (const { instance_id: project, salt, text } of await queries.accounts(call)) {
    known.set(`${project} ${textDigest(salt, text)}`, text)
  }
  return (project, digest) => known.get(`${project} ${digest}`) ?? null
}
