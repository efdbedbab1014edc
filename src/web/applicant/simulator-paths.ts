/** What an applicant would ask for a project. */
export function simulatorPath(id: string): string {
  return `/simulator?${new URLSearchParams({ project: id }).toString()}`
}

/** What the balance of a project would become. */
export function settlementPath(id: string): string {
  return `/simulator/settlement?${new URLSearchParams({ project: id }).toString()}`
}
