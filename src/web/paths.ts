/** Where the page of a call or project is: `/projects/<call>/<applicant>`, `/calls/<call>`. */
export function pathOf(id: string): string {
  const [call = '', ...rest] = id.split('/')
  return rest.length === 0
    ? `/calls/${encodeURIComponent(call)}`
    : `/projects/${encodeURIComponent(call)}/${encodeURIComponent(rest.join('/'))}`
}

/** Where an event is sent from. */
export function eventPath(id: string, type: string): string {
  return `${pathOf(id)}/events/${encodeURIComponent(type)}`
}

/** A path of our own to go on to; anything else leads to the first page. */
export function ownPath(given: unknown): string {
  const text = typeof given === 'string' ? given : ''
  return /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : '/'
}
