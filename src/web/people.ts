import type { Access } from '../access/access.ts'
import type { WebPeople } from './context.ts'

/** Who handles files. Source: domain §2. */
const handling = ['reviewer', 'manager'] as const

/** The people of sign-in, as forms and pages need them. */
export function webPeople(access: Access): WebPeople {
  return {
    csrfOf: ({ caller }) => (caller?.means?.kind === 'session' ? caller.means.csrf : ''),
    isFromOwnPage: ({ caller }, token) =>
      caller?.means?.kind === 'session' && access.isCsrf(caller.means, token),
    namesOf: async (persons) => {
      const invented = access.demoPeople().map(({ id, name }) => [id, name] as const)
      return new Map([...invented, ...(await access.users.names(persons))])
    },
    handlersOf: async (call) => {
      const found = new Map(await access.users.withRole(handling, call))
      for (const { id, name, roles } of access.demoPeople()) {
        if (roles.some(({ role }) => handling.some((each) => each === role))) found.set(id, name)
      }
      return [...found].map(([value, label]) => ({ value, label }))
    },
  }
}
