import type { Flag, ProjectContext } from './context.ts'

/** The flags with one more; each stands there once. */
export function flagged({ flags }: Pick<ProjectContext, 'flags'>, flag: Flag): readonly Flag[] {
  return flags.includes(flag) ? flags : [...flags, flag]
}

/** The flags without one that no longer holds. */
export function unflagged({ flags }: Pick<ProjectContext, 'flags'>, flag: Flag): readonly Flag[] {
  return flags.filter((each) => each !== flag)
}
