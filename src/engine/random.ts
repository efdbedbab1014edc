import { randomBytes } from 'node:crypto'
import { sha256 } from './hash.ts'

/** Where salts and person ids come from; base64url without padding. */
export interface Random {
  /** A fresh value of 16 characters (96 bits). `purpose` is unique per use and not secret. */
  token(purpose: string): string
}

export const cryptoRandom: Random = {
  token: () => randomBytes(12).toString('base64url'),
}

/** On virtual databases chance is a function of seed and purpose, so that replays are equal. */
export const seededRandom = (seed: string): Random => ({
  token: (purpose) => sha256(`${seed}\n${purpose}`).slice(0, 16),
})
