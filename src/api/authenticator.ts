import type { FastifyRequest } from 'fastify'

/** Roles that send events to calls and projects. Source: domain §2. */
export type CallRole = 'applicant' | 'reviewer' | 'manager' | 'inspector' | 'paymaster'

/** Besides: who runs the system, and who reads everything and changes nothing. */
export type Role = CallRole | 'admin' | 'auditor'

/** A person, as sign-in knows it. */
export interface Caller {
  /** The same for one person whatever account or token is used: four eyes compares it. */
  readonly person: string
  /** What the person is called, for people to read; it goes into no log. */
  readonly label: string
  /** Roles by call id; those under `*` hold in every call. */
  readonly roles: Readonly<Record<string, readonly Role[]>>
  /** KBO number of the organisation that the person acts for as an applicant; null for none. */
  readonly organisation: string | null
}

/** Says who a request comes from. */
export interface Authenticator {
  /** Null when the request brings nothing that identifies a person, or something that is wrong. */
  authenticate(request: FastifyRequest): Promise<Caller | null>
}

/** Knows nobody: every request is refused, until there is a way to sign in. */
export const nobody: Authenticator = { authenticate: async () => null }
