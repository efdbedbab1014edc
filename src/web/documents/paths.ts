import { pathOf } from '../paths.ts'

/** Where a file is attached to a call or project, and where those that are there can be had. */
export function filesPath(id: string): string {
  return `${pathOf(id)}/files`
}

export function letterPath(id: string, letter: string, language: 'nl' | 'en'): string {
  return `${pathOf(id)}/letters/${letter}.pdf?language=${language}`
}
