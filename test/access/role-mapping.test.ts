import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { identityOf, readRoleMapping, type RoleMapping } from '../../src/access/role-mapping.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-mapping-'))

afterAll(() => {
  rmSync(directory, { recursive: true })
})

const mapping: RoleMapping = {
  claims: {
    person: 'vo_id',
    roles: 'rol',
    organisation: 'vo_orgcode',
    name: ['given_name', 'family_name'],
  },
  roles: [
    { value: 'MijlpaalBeheerder', role: 'admin' },
    { value: 'MijlpaalLezer', role: 'auditor' },
    { value: 'MijlpaalBeheer:oproep-3', role: 'manager', call: 'oproep-3' },
    { value: 'MijlpaalDossier:{call}', role: 'reviewer', call: '{call}' },
    { value: 'MijlpaalIndiener:{organisation}', role: 'applicant' },
  ],
}

const gent = '0207451227'

describe('claims', () => {
  test('in the shape of ACM/IDM become a person with roles', () => {
    const claims = {
      sub: 'changes',
      vo_id: '7f0c3a52',
      given_name: 'Els',
      family_name: 'Wouters',
      email: 'els@gent.example',
      vo_orgcode: gent,
      rol: [`MijlpaalIndiener:${gent}`, 'MijlpaalDossier:oproep-3', 'Another:role'],
    }
    expect(identityOf(claims, mapping)).toEqual({
      person: '7f0c3a52',
      name: 'Els Wouters',
      email: 'els@gent.example',
      organisation: gent,
      roles: [
        { role: 'reviewer', call: 'oproep-3' },
        { role: 'applicant', call: '*' },
      ],
    })
  })

  test('with one role as a text are as good as a list', () => {
    const identity = identityOf({ vo_id: 'a', rol: 'MijlpaalBeheerder' }, mapping)
    expect(identity).toMatchObject({ name: 'Naamloos', roles: [{ role: 'admin', call: '*' }] })
  })

  test('that do not say who it is are nobody', () => {
    for (const id of [undefined, '', ' ', 7, null, ['a']]) {
      expect(identityOf({ vo_id: id, rol: ['MijlpaalBeheerder'] }, mapping)).toBeNull()
    }
  })

  test.each([
    'MijlpaalBeheerder:*',
    'mijlpaalbeheerder',
    'MijlpaalDossier:',
    'MijlpaalDossier:no call!',
    'MijlpaalIndiener:0207437468',
    'MijlpaalIndiener:*',
    'xMijlpaalDossier:oproep-3',
    'MijlpaalBeheer:oproep-3 ',
  ])('of %j give no role', (value) => {
    expect(identityOf({ vo_id: 'a', vo_orgcode: gent, rol: [value] }, mapping)?.roles).toEqual([])
  })

  test('whatever they are, give no role that their values do not name', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('MijlpaalDossier:', 'Mijlpaal'), fc.json())
    const rol = fc.oneof(fc.array(value), value, fc.anything())
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), rol, (person, given) => {
        const found = identityOf({ vo_id: person, rol: given }, mapping)?.roles ?? []
        for (const { role, call } of found) {
          expect(role).toBe('reviewer')
          expect([given].flat(2)).toContain(`MijlpaalDossier:${call}`)
        }
      }),
    )
  })
})

describe('the file of roles', () => {
  const read = (text: string) => {
    const file = join(directory, 'roles.json')
    writeFileSync(file, text)
    return () => readRoleMapping(file)
  }

  test('is read as it is written', () => {
    expect(read(JSON.stringify(mapping))()).toEqual(mapping)
  })

  const role = (line: object) => JSON.stringify({ claims: { roles: 'rol' }, roles: [line] })
  test.each([
    ['no JSON', '{', /cannot be read as JSON\.$/],
    ['no roles', '{"claims":{"roles":"rol"},"roles":[]}', /is not as docs\/ACCESS\.md shows it/],
    ['an unknown key', '{"claims":{"rol":"rol"},"roles":[]}', /is not as/],
    ['an unknown role', role({ value: 'a', role: 'king' }), /a: There is no role king\.$/],
    ['an admin of a call', role({ value: 'a', role: 'admin', call: 'b' }), /holds in every call/],
    [
      'a call from nowhere',
      role({ value: 'a', role: 'manager', call: '{call}' }),
      /no \{call\}\.$/,
    ],
  ])('with %s is refused in one sentence', (_what, text, sentence) => {
    expect(read(text)).toThrow(sentence)
  })

  test('that is not there is refused', () => {
    expect(() => readRoleMapping(join(directory, 'none.json'))).toThrow(/cannot be read as JSON/)
  })
})
