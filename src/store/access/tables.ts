/**
 * Who people are and how they get in. None of it is part of the hashed log, which knows people by
 * random ids only. All times are the host's (ms since the epoch), also on a virtual database.
 */
export interface AccessTables {
  access_user: UserRow
  access_grant: GrantRow
  access_token: TokenRow
  access_session: SessionRow
  access_link: LinkRow
  access_flow: FlowRow
  access_attempt: AttemptRow
  access_audit: AuditRow
  access_calendar: CalendarRow
}

export interface UserRow {
  /** Random; the person that events carry and four eyes compares. */
  readonly id: string
  /** Small letters; unique. */
  readonly login: string
  readonly name: string
  readonly email: string | null
  /** KBO number of the organisation that the person acts for as an applicant. */
  readonly organisation: string | null
  readonly status: 'active' | 'disabled'
  /** Where the person is known from. */
  readonly source: 'local' | 'oidc' | 'demo'
  /** JSON of [issuer, sub] at the provider; unique, null for who never came from one. */
  readonly subject: string | null
  /** Parameters, salt and hash of scrypt in one text; null while there is no password. */
  readonly password: string | null
  readonly created_ms: number
  readonly created_by: string
  /** When the provider last said which roles the person has; null where they are granted here. */
  readonly roles_ms: number | null
}

/** A role in a call, or in every call (`*`). Rows stay when they have ended. */
export interface GrantRow {
  readonly id: string
  readonly user_id: string
  readonly role: string
  readonly call_id: string
  readonly status: 'proposed' | 'active' | 'withdrawn' | 'revoked'
  readonly granted_by: string
  readonly granted_ms: number
  readonly confirmed_by: string | null
  readonly confirmed_ms: number | null
  readonly ended_by: string | null
  readonly ended_ms: number | null
}

export interface TokenRow {
  readonly id: string
  /** SHA-256 of the secret, in base64url; the secret itself is nowhere. */
  readonly hash: string
  readonly user_id: string
  /** What the person calls it. */
  readonly name: string
  readonly scope: 'read' | 'write'
  readonly created_by: string
  readonly created_ms: number
  readonly expires_ms: number
  readonly used_ms: number | null
  readonly revoked_ms: number | null
}

export interface SessionRow {
  /** SHA-256 of the cookie's secret. */
  readonly hash: string
  readonly user_id: string
  readonly method: 'local' | 'oidc' | 'demo'
  readonly created_ms: number
  /** When it was last used, to the minute. */
  readonly seen_ms: number
  readonly expires_ms: number
  /** The provider's ID token, which it wants back at sign-out. */
  readonly id_token: string | null
}

export interface LinkRow {
  readonly hash: string
  readonly user_id: string
  readonly purpose: 'password'
  readonly created_by: string
  readonly created_ms: number
  readonly expires_ms: number
}

/** A sign-in that is under way at the provider. */
export interface FlowRow {
  /** SHA-256 of `state`. */
  readonly hash: string
  /** SHA-256 of the secret in the cookie of the browser that began it. */
  readonly browser_hash: string
  readonly nonce: string
  readonly verifier: string
  readonly return_to: string
  readonly expires_ms: number
}

/** Failed sign-ins of late for one login or one address. */
export interface AttemptRow {
  /** SHA-256 of what is counted. */
  readonly key: string
  readonly failures: number
  readonly last_ms: number
}

/** What was done or refused; append-only. Names nobody who is not in `access_user`. */
export interface AuditRow {
  readonly id: string
  readonly at_ms: number
  readonly action: string
  /** `done`, or the code of the refusal. */
  readonly outcome: string
  /** A user's id, or `operator`, `provider`, or null for who is not known. */
  readonly actor: string | null
  /** The user whom it is about. */
  readonly subject: string | null
  /** A role and call, a way of signing in, the id of a token; never a text that people wrote. */
  readonly detail: string | null
  readonly request_id: string | null
}

/** A secret address of a calendar. */
export interface CalendarRow {
  readonly id: string
  /** SHA-256 of the secret, in base64url; the secret itself is nowhere. */
  readonly hash: string
  readonly user_id: string
  readonly about: 'person' | 'role' | 'project'
  /** `<call>:<role>`, the id of a project, or '' for a person's own. */
  readonly subject: string
  readonly created_ms: number
  readonly created_by: string
  readonly revoked_ms: number | null
}
