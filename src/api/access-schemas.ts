import Type from 'typebox'
import { nullable, object } from './schemas.ts'

/** Shapes of who people are and how they get in. */

const optional = Type.Optional
const text = Type.String()
const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
const id = Type.String({ minLength: 1, maxLength: 100 })
const secret = Type.String({ minLength: 1, maxLength: 200 })
const login = Type.String({ minLength: 1, maxLength: 100 })
const password = Type.String({ minLength: 1, maxLength: 1000 })
const scope = Type.Enum(['read', 'write'], {
  description: 'A token of scope read changes nothing.',
})
const method = Type.Enum(['local', 'oidc', 'demo'])
const role = Type.Enum([
  'applicant',
  'reviewer',
  'manager',
  'inspector',
  'paymaster',
  'admin',
  'auditor',
])
const call = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'Id of the call; * for every call, as admin and auditor always are.',
})

const me = Type.Object(
  {
    person: Type.String({ description: 'Random id; four eyes compares it.' }),
    name: text,
    organisation: nullable(Type.String({ description: 'KBO number.' })),
    roles: Type.Record(text, Type.Array(text), { description: 'By call; * is every call.' }),
    by: Type.Enum(['session', 'token']),
    method: nullable(method),
    scope,
    csrf: nullable(
      Type.String({ description: 'X-CSRF-Token of what a session changes; null by token.' }),
    ),
    until: nullable(Type.String({ format: 'date-time', description: 'End of the session.' })),
    database: Type.Enum(['live', 'virtual']),
  },
  { $id: 'Me', additionalProperties: false },
)

const grant = Type.Object(
  {
    id: text,
    person: text,
    role: text,
    call: text,
    status: Type.Enum(['proposed', 'active', 'withdrawn', 'revoked']),
    grantedBy: Type.String({ description: 'A person, or operator, provider, demo.' }),
    grantedAt: instant,
    confirmedBy: nullable(text),
  },
  { $id: 'Grant', additionalProperties: false },
)

const user = Type.Object(
  {
    id: text,
    login: text,
    name: text,
    email: nullable(text),
    organisation: nullable(text),
    status: Type.Enum(['active', 'disabled']),
    source: method,
  },
  { $id: 'User', additionalProperties: false },
)

const token = Type.Object(
  {
    id: text,
    name: text,
    scope,
    createdAt: instant,
    expiresAt: instant,
    usedAt: nullable(instant),
    revokedAt: nullable(instant),
  },
  { $id: 'Token', additionalProperties: false },
)

const calendarRole = Type.Enum(['reviewer', 'manager', 'inspector', 'paymaster'])

const calendar = Type.Object(
  {
    id: text,
    about: Type.Enum(['person', 'role', 'project']),
    call: nullable(text),
    role: nullable(text),
    project: nullable(text),
    createdAt: instant,
    revokedAt: nullable(instant),
  },
  { $id: 'Calendar', additionalProperties: false },
)

const auditEntry = Type.Object(
  {
    id: text,
    at: instant,
    action: text,
    outcome: Type.String({ description: 'done, or the code of the refusal.' }),
    actor: nullable(text),
    subject: nullable(text),
    detail: nullable(text),
    requestId: nullable(text),
  },
  { $id: 'AuditEntry', additionalProperties: false },
)

/** The shapes that have a name in OpenAPI. */
export const namedAccess = [me, grant, user, token, calendar, auditEntry]

const page = <T>(name: string) =>
  Type.Object({ items: Type.Array(Type.Unsafe<T>({ $ref: `${name}#` })), next: nullable(text) })

export interface GrantShape {
  readonly id: string
  readonly person: string
  readonly role: string
  readonly call: string
  readonly status: string
  readonly grantedBy: string
  readonly grantedAt: string
  readonly confirmedBy: string | null
}

export interface TokenShape {
  readonly id: string
  readonly name: string
  readonly scope: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
  readonly revokedAt: string | null
}

const grantRef = Type.Unsafe<GrantShape>({ $ref: 'Grant#' })
const userRef = Type.Unsafe<unknown>({ $ref: 'User#' })
const tokenRef = Type.Unsafe<TokenShape>({ $ref: 'Token#' })

export const meRef = Type.Unsafe<unknown>({ $ref: 'Me#' })
export const grantAnswer = grantRef
export const userAnswer = userRef
export const auditPage = page<unknown>('AuditEntry')
export const userPage = Type.Object({
  items: Type.Array(
    object({
      person: userRef,
      password: Type.Enum(['set', 'waiting', 'none']),
      grants: Type.Array(grantRef),
    }),
  ),
  next: nullable(text),
})

export const waysIn = object({
  methods: Type.Array(method),
  demo: Type.Array(object({ person: text, name: text, roles: Type.Array(text) })),
})
export const signInBody = object({ login, password })
export const linkBody = object({ secret, password })
export const demoBody = object({ person: id })
export const signedIn = object({ person: text, csrf: text, until: instant })
export const signedOut = object({
  signedOut: Type.Boolean({ description: 'false: the request brought no session to end.' }),
  providerUrl: nullable(Type.String({ description: 'Go there to sign out of the provider too.' })),
})

const tokenName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const days = Type.Integer({ minimum: 1, maximum: 365 })
export const tokenBody = object({ name: tokenName, scope, days })
export const tokenList = Type.Object({ items: Type.Array(tokenRef) })
export const newToken = object({
  secret: Type.String({ description: 'Told this once.' }),
  token: tokenRef,
})
export const tokenAnswer = tokenRef

export interface CalendarShape {
  readonly id: string
  readonly about: string
  readonly call: string | null
  readonly role: string | null
  readonly project: string | null
  readonly createdAt: string
  readonly revokedAt: string | null
}

const calendarRef = Type.Unsafe<CalendarShape>({ $ref: 'Calendar#' })

export const calendarBody = object({
  about: Type.Enum(['person', 'role', 'project'], {
    description: 'role takes call and role; project takes project; person takes nothing.',
  }),
  call: optional(id),
  role: optional(calendarRole),
  project: optional(Type.String({ minLength: 1, maxLength: 300 })),
})
export const calendarList = Type.Object({ items: Type.Array(calendarRef) })
export const newCalendar = object({
  url: Type.String({ description: 'Secret, and told this once: whoever has it reads the dates.' }),
  calendar: calendarRef,
})
export const calendarAnswer = calendarRef

export const userBody = object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  login,
  email: optional(nullable(Type.String({ maxLength: 254 }))),
  organisation: optional(nullable(Type.String({ maxLength: 20, description: 'KBO number.' }))),
})
export const newUser = object({
  person: userRef,
  link: nullable(object({ secret: text, expiresAt: instant })),
})
export const grantBody = object({ role, call: optional(call) })
export const accessId = Type.Object({ id })
