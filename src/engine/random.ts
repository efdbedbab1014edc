import { randomBytes } from 'node:crypto'
import { sha256 } from './hash.ts'

/** Where salts and person ids come from; base64url without padding. */
export interface Random {
  /** A fresh value of 16 characters (96 bits). `purpose` is unique per use and not secret. */
  token(purpose: string): string
}

const tokenBytes = 12
const poolBytes = 4096 - (4096 % tokenBytes)

/** Randomness of the operating system, fetched for some hundred tokens at a time. */
export const cryptoRandom = (): Random => {
  let pool = Buffer.alloc(0)
  let used = 0
  return {
    token: () => {
      if (used >= pool.length) {
        pool = randomBytes(poolBytes)
        used = 0
      }
      used += tokenBytes
      return pool.toString('base64url', used - tokenBytes, used)
    },
  }
}

/** On virtual databases chance is a function of seed and purpose, so that replays are equal. */
export const seededRandom = (seed: string): Random => ({
  token: (purpose) => sha256(`${seed}\n${purpose}`).slice(0, 16),
})
