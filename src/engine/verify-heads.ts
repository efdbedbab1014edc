import { createPublicKey, verify as verifySignature } from 'node:crypto'
import type { DailyHeadRow, StreamHeadRow } from '../store/engine/tables.ts'
import { canonicalJson } from './canonical.ts'
import type { Head } from './heads.ts'
import { attemptLeaf, roll, sealOf, sha256 } from './hash.ts'
import type { Refold } from './refold.ts'
import type { Verification } from './verification.ts'

/** What the heads say of the log and of the attempts, checked as those are walked through. */
export interface HeadChecks {
  /** The rolling hash of the log after this position. */
  readonly atPosition: (position: number, rollingHash: string) => void
  readonly atAttempt: (position: number, rollingHash: string) => void
  /** The log has ended here. */
  readonly end: (position: number, rollingHash: string) => void
  readonly endAttempts: (position: number, rollingHash: string) => void
}

export const compareInfo = async ({ runtime, trx, report }: Verification): Promise<void> => {
  const info = await runtime.store.head.info(trx)
  if (info === undefined) report('database_info', 1, 'It is gone')
  else if (sealOf(info) !== info.seal) report('database_info', 1, 'Its seal is broken')
  for (const { number, name } of await runtime.store.unknownMigrations(trx)) {
    report('engine_migration', number, `${name} is not a migration that was run`)
  }
}

/** Checks the chain of daily heads, and prepares to check what each says of the log. */
export const compareHeads = async (
  verification: Verification,
  against: readonly Head[],
): Promise<HeadChecks> => {
  const { runtime, trx, executor, report } = verification
  const stream = await runtime.store.head.stream(executor)
  const daily = await runtime.store.head.daily(trx)
  compareDaily(verification, daily, stream)
  compareExported(verification, daily, against)
  const says = new Map<string, Claim[]>()
  const claim = (list: 'event' | 'attempt', position: number, hash: string, day: string): void => {
    const key = `${list} ${position}`
    says.set(key, [...(says.get(key) ?? []), { hash, day }])
  }
  for (const { day, position, streamHash, attemptPosition, attemptHash } of [
    ...daily.map(claimsOf),
    ...against,
  ]) {
    claim('event', position, streamHash, day)
    claim('attempt', attemptPosition, attemptHash, day)
  }
  const at = (list: 'event' | 'attempt') => (position: number, rollingHash: string) => {
    const key = `${list} ${position}`
    for (const { hash, day } of says.get(key) ?? []) {
      if (hash !== rollingHash) report('daily_head', day, `The ${list}s before it were changed`)
    }
    says.delete(key)
  }
  const end =
    (list: 'event' | 'attempt', expected: number | undefined, expectedHash: string | undefined) =>
    (position: number, rollingHash: string): void => {
      if (position !== expected || rollingHash !== expectedHash) {
        report('stream_head', list, `The ${list}s end elsewhere than it says`)
      }
      at(list)(0, '')
      for (const [key, [first]] of says) {
        if (!key.startsWith(`${list} `)) continue
        report('daily_head', first?.day ?? '', `The ${list}s end before it`)
      }
    }
  return {
    atPosition: at('event'),
    atAttempt: at('attempt'),
    end: end('event', stream?.position, stream?.hash),
    endAttempts: end('attempt', stream?.attempt_position, stream?.attempt_hash),
  }
}

interface Claim {
  readonly hash: string
  readonly day: string
}

const claimsOf = (row: DailyHeadRow) => ({
  day: row.day,
  position: row.position,
  streamHash: row.stream_hash,
  attemptPosition: row.attempt_position,
  attemptHash: row.attempt_hash,
})

const compareDaily = (
  { runtime, report }: Verification,
  daily: readonly DailyHeadRow[],
  stream: StreamHeadRow | undefined,
): void => {
  let previous = ''
  for (const { hash, signature, ...head } of daily) {
    if (head.previous_hash !== previous || sha256(canonicalJson(head)) !== hash) {
      report('daily_head', head.day, 'Its hash is not that of what it says')
    }
    if (!isSignatureGood(runtime.signingKey, hash, signature)) {
      report('daily_head', head.day, 'Its signature is not good')
    }
    previous = hash
  }
  if (stream === undefined) report('stream_head', 1, 'It is gone')
  else {
    if (sealOf(stream) !== stream.seal) report('stream_head', 1, 'Its seal is broken')
    if (stream.daily_hash !== previous) report('daily_head', stream.day, 'The last head is gone')
  }
}

/** Without the key a signature cannot be checked, and that is said too. */
const isSignatureGood = (
  key: Verification['runtime']['signingKey'],
  hash: string,
  signature: string | null,
): boolean => {
  if (signature === null) return key === null
  if (key === null) return false
  const bytes = Buffer.from(signature, 'base64url')
  return verifySignature(null, Buffer.from(hash), createPublicKey(key), bytes)
}

/** The heads that were exported are still here. */
const compareExported = (
  { report }: Verification,
  daily: readonly DailyHeadRow[],
  against: readonly Head[],
): void => {
  const hashes = new Map(daily.map(({ day, hash }) => [day, hash]))
  for (const { day, hash } of against) {
    if (hash === null || hashes.get(day) === hash) continue
    report('daily_head', day, 'It is not the one that was exported')
  }
}

/** I5: every attempt as it was answered, none missing. */
export const compareAttempts = async (
  { runtime, trx, report }: Verification,
  heads: HeadChecks,
  refold: Refold,
): Promise<void> => {
  let position = 0
  let rollingHash = ''
  for (;;) {
    const rows = await runtime.store.attempt.after(trx, position, pageRows)
    for (const row of rows) {
      if (row.position !== position + 1) {
        report('attempt', row.id, `Attempts ${position + 1} to ${row.position - 1} are gone`)
      }
      const isSaltless = row.salt === null
      if (isSaltless !== (row.salt_digest !== null)) {
        report('attempt', row.id, 'Its salt is half gone')
      }
      if (isSaltless && !refold.saltless.has(row.id) && refold.broken.size === 0) {
        report('attempt', row.id, 'Its salt is gone, and nothing was redacted')
      }
      position = row.position
      rollingHash = roll(rollingHash, attemptLeaf(row))
      heads.atAttempt(position, rollingHash)
    }
    if (rows.length < pageRows) break
  }
  heads.endAttempts(position, rollingHash)
}

const pageRows = 1000
