import type { IncomingHttpHeaders } from 'node:http'

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
  /** How the person is known; without it as by a token that may do all that the person may. */
  readonly means?: Session | Token
}

/** A browser in which the person signed in. */
export interface Session {
  readonly kind: 'session'
  /** SHA-256 of the secret in the cookie. */
  readonly hash: string
  readonly method: SignInMethod
  /** What a request that changes something must bring along. */
  readonly csrf: string
  /** When it ends at the latest (ms, of the host). */
  readonly expiresMs: number
}

/** A program that acts for the person. */
export interface Token {
  readonly kind: 'token'
  readonly id: string
  readonly scope: TokenScope
}

/** Ways of signing in; `local` is by password. */
export type SignInMethod = 'local' | 'oidc' | 'demo'

/** A token of scope `read` changes nothing, whatever the person may. */
export type TokenScope = 'read' | 'write'

/** What is read of a request to know who it comes from. */
export interface Identifiable {
  readonly headers: IncomingHttpHeaders
}

/** Says who a request comes from. */
export interface Authenticator {
  /** Null when the request brings nothing that identifies a person, or something that is wrong. */
  authenticate(request: Identifiable): Promise<Caller | null>
}
