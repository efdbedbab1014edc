import { codeOf, importsOf, isCode, lineAt } from './source.ts'
import type { SourceFile } from './source.ts'

/** Says what is wrong with one file: a sentence per place, none when it is as it should be. */
export type Rule = (file: SourceFile) => readonly string[]

const LINES_MAX = 400
const COLUMNS_MAX = 100
const DECISION_LINES_MAX = 60

/** The one place that reads the time and waits. */
const CLOCK = 'src/engine/clock.ts'

/** Where real processes are timed; chance is drawn from a seed even there. */
const REAL_TIME = /^(test\/e2e\/|test\/engine\/clock\.test\.ts$|bench\/)/

const TIME =
  /\bDate\s*\.\s*now\b|\bnew\s+Date\b(?!\s*\(\s*[^\s)])|(?<!new\s+|\.)\bDate\s*\(|\bset(?:Timeout|Interval)\b|\bperformance\s*\.\s*now\b|\bprocess\s*\.\s*hrtime\b|\bTemporal\s*\.\s*Now\b/g
const CHANCE = /\bMath\s*\.\s*random\b/g
const CHANCE_OF_THE_MACHINE = /\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/g
const TIME_MODULE = /^(?:node:)?(?:timers|perf_hooks)\b/

/** Time and chance are read in one file; pure folders do not draw chance from the machine either. */
export const noTimeOrChance: Rule = (file) => {
  if (!isCode(file.path) || file.path === CLOCK) return []
  const code = codeOf(file.text)
  const timed = REAL_TIME.test(file.path)
  const pure = /^(src\/domain|machines)\//.test(file.path)
  const modules = importsOf(file.text).filter((each) => TIME_MODULE.test(each.specifier))
  return [
    ...places(file, code, CHANCE, 'chance outside a seed'),
    ...(pure ? places(file, code, CHANCE_OF_THE_MACHINE, 'chance in a pure folder') : []),
    ...(timed ? [] : places(file, code, TIME, `time outside ${CLOCK}`)),
    ...(timed ? [] : modules.map((each) => `${file.path}:${each.line}: ${each.specifier}`)),
  ]
}

const VAGUE = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared', 'lib'])

/** No folder or file with a name that says nothing, alone or as a part (`date-utils.ts`). */
export const noVagueNames: Rule = ({ path }) =>
  path
    .split(/[/.-]/)
    .filter((word) => VAGUE.has(word.toLowerCase()))
    .map((word) => `${path}: "${word}" does not say what is in it`)

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/

export const kebabCase: Rule = ({ path }) =>
  isCode(path) && !path.split('/').every((part) => KEBAB.test(part))
    ? [`${path}: file and folder names are in kebab-case`]
    : []

/** What cannot be broken over lines: a regular expression, the title of a test. */
const UNBREAKABLE = /^\s*(?:\/.*\/[a-z]*,?$|(?:test|describe)(?:\.\w+)*\()/

export const shortFiles: Rule = ({ path, text }) => {
  if (!isCode(path)) return []
  const lines = text.replace(/\n$/, '').split('\n')
  const wide = lines.flatMap((line, index) =>
    line.length > COLUMNS_MAX && !UNBREAKABLE.test(line)
      ? [`${path}:${index + 1}: ${line.length} columns, at most ${COLUMNS_MAX}`]
      : [],
  )
  return lines.length > LINES_MAX
    ? [`${path}: ${lines.length} lines, at most ${LINES_MAX}`, ...wide]
    : wide
}

const SKIPPED =
  /\b(?:test|it|describe|suite|bench)(?:\s*\.\s*\w+)*?\s*\.\s*(?:skip|only|todo|skipIf|runIf|fails)\b|\bx(?:it|test|describe)\s*\(/g
const MOCKED = /\bvi\s*\.\s*(?:mock|doMock|useFakeTimers|setSystemTime|stubGlobal)\b/g

/** Tests all run, against the real thing, under our own clock. */
export const wholeTests: Rule = (file) => {
  if (!isCode(file.path) || !file.path.startsWith('test/')) return []
  const code = codeOf(file.text)
  return [
    ...places(file, code, SKIPPED, 'a test that does not always run'),
    ...places(file, code, MOCKED, 'a mock in the place of the real thing'),
  ]
}

const HOOK = /^(?:before|after)(?:Each|All)\s*\(/gm

/** A module is read once in a process, so a hook of its own would serve one test file only. */
export const hooksOfFiles: Rule = (file) =>
  !isCode(file.path) || /^test\/(?:setup|.*\.test)\.ts$/.test(file.path)
    ? []
    : places(file, codeOf(file.text), HOOK, 'a hook; use afterThisTest or afterThisFile')

const TITLE = /\b(?:test|it)(?:\s*\.\s*\w+)*\s*\(\s*(['"`])((?:(?!\1).)*\bshould\b.*?)\1/g

/** Titles state what is so. */
export const statedTitles: Rule = (file) => {
  if (!isCode(file.path) || !file.path.startsWith('test/')) return []
  const code = codeOf(file.text)
  return [...file.text.matchAll(TITLE)]
    .filter((match) => code.charAt(match.index) !== ' ')
    .map((match) => `${file.path}:${lineAt(file.text, match.index)}: "${match[2]}" says "should"`)
}

// Written in brackets, so that this line does not find itself.
const UNFINISHED = /\b(?:TO[D]O|FIX[M]E)\b/g

export const nothingUnfinished: Rule = (file) =>
  places(file, file.text, UNFINISHED, 'unfinished; open an issue instead')

const MACHINE_PATH = /(?<![\w.)\]}*-])\/(?:work|root|Users|home\/[a-z][\w-]*)\b(?=\/|\s|['"`]|$)/gm

/** Nothing knows where somebody's checkout lies. */
export const noMachinePaths: Rule = (file) =>
  places(file, file.text, MACHINE_PATH, 'a path of one machine')

const DISABLED =
  /(?:oxlint|eslint)-disable(?:-next-line|-line)?(?![^\n]* -- \S)|@ts-(?:ignore|nocheck)/g

/** A rule is put aside in sight, with its reason after two dashes. */
export const reasonedExceptions: Rule = (file) =>
  isCode(file.path) && !file.path.startsWith('test/tidy')
    ? places(file, file.text, DISABLED, 'an exception without a reason')
    : []

/** A decision record has its five parts and fits a screen. */
export const wholeDecision: Rule = ({ path, text }) => {
  if (!path.startsWith('docs/decisions/')) return []
  const parts: readonly (readonly [string, boolean])[] = [
    ['name NNN-title.md', /\/\d{3}-[a-z0-9]+(-[a-z0-9]+)*\.md$/.test(path)],
    ['Date: YYYY-MM-DD', /^Date: \d{4}-\d{2}-\d{2}$/m.test(text)],
    ['Status:', /^Status: \S/m.test(text)],
    ...['Context', 'Decision', 'Consequences'].map(
      (heading) =>
        [`## ${heading}`, new RegExp(`^## ${heading}\\n+[^\\s#]`, 'm').test(text)] as const,
    ),
    [`at most ${DECISION_LINES_MAX} lines`, text.split('\n').length <= DECISION_LINES_MAX],
  ]
  return parts.filter(([, holds]) => !holds).map(([part]) => `${path}: wants ${part}`)
}

/** Decision numbers count from 001 without gap or double. */
export function decisionNumbers(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => file.path.startsWith('docs/decisions/'))
    .map((file) => file.path)
    .toSorted()
    .flatMap((path, index) =>
      path.startsWith(`docs/decisions/${String(index + 1).padStart(3, '0')}-`)
        ? []
        : [`${path}: number ${index + 1} was expected here`],
    )
}

const COMMANDS = ['npm ci && npm run demo', 'npm ci && npm run setup && npm test']

/** The README gives the two commands, each alone on its line. */
export const readmeCommands: Rule = ({ path, text }) =>
  path === 'README.md'
    ? COMMANDS.filter((command) => !text.split('\n').includes(command)).map(
        (command) => `README.md: wants the line ${command}`,
      )
    : []

/** Every dependency stands at one version, so that a checkout of today is that of next year. */
export const exactVersions: Rule = ({ path, text }) => {
  if (path !== 'package.json') return []
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<
    string,
    Record<string, string>
  >
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} ${version} is not one version`)
}

function places(file: SourceFile, text: string, pattern: RegExp, what: string): readonly string[] {
  return [...text.matchAll(pattern)].map(
    (match) => `${file.path}:${lineAt(text, match.index)}: ${match[0].trim()}: ${what}`,
  )
}
