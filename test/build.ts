import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const cwd = join(import.meta.dirname, '..')

/** Builds the program that the tests of processes start, and the scripts of those tests. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd })
  execFileSync('node_modules/.bin/tsc', ['-p', 'test/e2e', '--noCheck'], { cwd })
}
