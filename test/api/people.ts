import type { Authenticator, Caller, Role } from '../../src/access/caller.ts'

/** KBO numbers of the applicants of voorbeeld. */
export const kbo = {
  gent: '0207451227',
  aalst: '0207437468',
  ronse: '0207460432',
  boom: '0207506952',
} as const

function caller(
  person: string,
  roles: readonly Role[],
  more: { readonly organisation?: string; readonly call?: string } = {},
): Caller {
  const { organisation = null, call = 'voorbeeld' } = more
  return { person, label: `${person} (test)`, roles: { [call]: roles }, organisation }
}

/** Who is who in these tests; all but the operator have their roles in voorbeeld. */
export const people: Readonly<Record<string, Caller>> = {
  els: caller('els', ['applicant'], { organisation: kbo.gent }),
  an: caller('an', ['applicant'], { organisation: kbo.aalst }),
  bo: caller('bo', ['applicant'], { organisation: kbo.boom }),
  rik: caller('rik', ['reviewer']),
  lea: caller('lea', ['reviewer']),
  mia: caller('mia', ['manager']),
  ivo: caller('ivo', ['inspector']),
  pol: caller('pol', ['paymaster']),
  ada: caller('ada', ['admin'], { call: '*' }),
  aud: caller('aud', ['auditor'], { call: '*' }),
  far: caller('far', ['manager', 'reviewer'], { call: 'elsewhere' }),
  out: { person: 'out', label: 'nobody special', roles: {}, organisation: null },
}

/** `Bearer test:<person>`; a person whom nobody knows is nobody. */
export function authenticatorOf(known: Readonly<Record<string, Caller>> = people): Authenticator {
  return {
    authenticate: async ({ headers }) => {
      const [, person = ''] = /^Bearer test:([\w-]+)$/.exec(headers.authorization ?? '') ?? []
      return Object.hasOwn(known, person) ? (known[person] ?? null) : null
    },
  }
}
