import { describe, expect, test } from 'vitest'
import { defaultCost, Passwords } from '../../src/access/passwords.ts'
import { isLocalPath } from '../../src/access/same-origin.ts'
import * as fc from 'fast-check'

const cheap = new Passwords({ logN: 4, r: 8, p: 1 })

describe('a stored password', () => {
  test('matches itself only, each with a salt of its own', async () => {
    const [one, two] = [await cheap.hash('wachtwoord één'), await cheap.hash('wachtwoord één')]
    expect(one).not.toBe(two)
    expect(one).toMatch(/^scrypt:4:8:1:[\w-]{22}:[\w-]{43}$/)
    expect(await cheap.matches('wachtwoord één', one)).toBe(true)
    expect(await cheap.matches('wachtwoord één'.normalize('NFD'), two)).toBe(true)
    expect(await cheap.matches('wachtwoord een', one)).toBe(false)
    expect(await cheap.matches('', one)).toBe(false)
    expect(await cheap.matches('wachtwoord één', null)).toBe(false)
  })

  test('is computed as it was stored, whatever is asked for now', async () => {
    const stored = await cheap.hash('wachtwoord één')
    const dearer = new Passwords({ logN: 5, r: 8, p: 2 })
    expect(await dearer.matches('wachtwoord één', stored)).toBe(true)
    expect(await dearer.hash('x')).toMatch(/^scrypt:5:8:2:/)
  })

  test('of today takes what OWASP asks for', async () => {
    expect(defaultCost).toEqual({ logN: 15, r: 8, p: 3 })
    const stored = await new Passwords().hash('wachtwoord één')
    expect(await cheap.matches('wachtwoord één', stored)).toBe(true)
  })

  test('is one of many that wait for each other, and all are answered', async () => {
    const stored = await cheap.hash('a')
    const all = Array.from({ length: 20 }, (_, n) => cheap.matches(n % 2 === 0 ? 'a' : 'b', stored))
    expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, (_, n) => n % 2 === 0))
  })
})

describe('a local path', () => {
  test('leads to this site wherever a browser takes it', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '//',
      '..',
      '.',
      'a',
      '?',
      '#',
      '%2f',
      '@',
      ':',
      '\t',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        if (!isLocalPath(text)) return
        expect(text.startsWith('/')).toBe(true)
        expect(new URL(text, 'https://ours.example/oidc/callback').origin).toBe(
          'https://ours.example',
        )
      }),
      { numRuns: 2000 },
    )
    for (const good of ['/', '/inbox', '/projects?q=a&sort=-due#top']) {
      expect(isLocalPath(good)).toBe(true)
    }
  })
})
