/** The page of deadlines of a call, with filters. */
export function deadlinesPath(call: string, query: Readonly<Record<string, string>> = {}): string {
  return withQuery('/deadlines', { call, ...query })
}

/** Where a deadline of many projects is moved, filled in by the query. */
export function movePath(call: string, query: Readonly<Record<string, string>> = {}): string {
  return withQuery('/deadlines/move', { call, ...query })
}

export function undoPath(call: string, move: number): string {
  return withQuery('/deadlines/undo', { call, move: String(move) })
}

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const filled = Object.entries(query).filter(([, value]) => value !== '')
  return `${path}?${new URLSearchParams(filled).toString()}`
}
