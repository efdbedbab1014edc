import { call } from './broken-call.ts'
import type { Row } from './broken-call.ts'
import { applicantsText, callText, eventsText } from './sample.ts'

/** One edit of the sample, with the one error that it must give. */
export interface Broken {
  readonly what: string
  readonly file: keyof typeof texts
  /** What stands once in the file, and by what it is replaced. */
  readonly from: string
  readonly to: string
  readonly field: string
  readonly message: RegExp
  /** Line of the error, where it is not that of `from`. */
  readonly row?: number
  /** Edits with a group in common meet in one rule, and are not tried together. */
  readonly groups: readonly string[]
}

export const texts = {
  'call.yaml': callText,
  'applicants.json': applicantsText,
  'events.jsonl': eventsText,
} as const

/** The line, counted from 1, on which a text stands for the first time. */
export function lineOf(file: keyof typeof texts, text: string): number {
  return texts[file].slice(0, texts[file].indexOf(text)).split('\n').length
}

const gent = 'applicants.0'
const applicants: readonly Row[] = [
  ['an unknown key', '"contact"', '"phone"', `${gent}.phone`, /unknown.*contact/],
  ['a missing key', '"name": "Gent",', '', `${gent}.name`, /missing/, '', 2],
  [
    'an applicant twice',
    '"id": "aalst"',
    '"id": "gent"',
    'applicants.1.id',
    /gent must stand once/,
    'ids',
  ],
  ['an id with capitals', '"id": "aalst"', '"id": "Aalst"', 'applicants.1.id', /lower-case/, 'ids'],
  ['an unknown kind', '"municipality"', '"city"', `${gent}.kind`, /municipality, partnership/],
  ['a KBO with a wrong check', '"0207451227"', '"0207451228"', `${gent}.kbo`, /KBO/, 'kbo'],
  ['a KBO as a number', '"0207451227"', '207451227', `${gent}.kbo`, /in quotes/, 'kbo'],
  ['a NIS code that is none', '"44021"', '"4402"', `${gent}.nis`, /NIS/],
  [
    'an IBAN with a wrong check',
    '"BE15091000000130"',
    '"BE15091000000131"',
    `${gent}.iban`,
    /IBAN/,
    'iban',
  ],
  [
    'an IBAN with spaces',
    '"BE15091000000130"',
    '"BE15 0910 0000 0130"',
    `${gent}.iban`,
    /without spaces/,
    'iban',
  ],
  ['no e-mail address', '"samenleven@gent.example"', '"samenleven"', `${gent}.email`, /e-mail/],
  ['inhabitants in part', '40000', '40000.5', `${gent}.inhabitantsNonEu14`, /whole number/],
  [
    'a partner twice',
    '"id": "boom"',
    '"id": "ronse"',
    'applicants.1.partners.1.id',
    /ronse must stand once/,
  ],
  [
    'a partner with a wrong KBO',
    '"0207506952"',
    '"0207506951"',
    'applicants.1.partners.1.kbo',
    /KBO/,
  ],
  [
    'a line twice',
    '"line": "gent-2"',
    '"line": "gent-1"',
    `${gent}.lines.1.line`,
    /gent-1 must stand once/,
  ],
  [
    'an unknown action',
    '"action": "actieplan-polarisatie"',
    '"action": "actieplan"',
    `${gent}.lines.1.action`,
    /oefenkansen-nederlands, actieplan-polarisatie/,
    'actions',
  ],
  [
    'a reach below 0',
    '"currentReach": 100,',
    '"currentReach": -1,',
    `${gent}.lines.0.currentReach`,
    /whole number from 0/,
  ],
  ['half a KPI', '"kpi": 500', '"kpi": 500.5', `${gent}.lines.0.kpi`, /whole number/, 'kpi'],
  ['a KPI as text', '"kpi": 500', '"kpi": "500"', `${gent}.lines.0.kpi`, /whole number/, 'kpi'],
  ['two plans', '"kpi": 1,', '"kpi": 2,', `${gent}.lines.1.kpi`, /0 or 1/, 'actions'],
  ['an amount as a number', '"30000.00"', '30000', `${gent}.lines.0.amount`, /in quotes/, 'amount'],
  ['a negative amount', '"30000.00"', '"-1.00"', `${gent}.lines.0.amount`, /from "0.00"/, 'amount'],
  [
    'an amount past all sums',
    '"30000.00"',
    '"1000000000.00"',
    `${gent}.lines.0.amount`,
    /999999999.99/,
    'amount',
  ],
  [
    'a stimulus twice',
    '"stimulus": "mentor"',
    '"stimulus": "collaboration"',
    `${gent}.stimuli.1.stimulus`,
    /must stand once/,
    'stimuli',
  ],
  [
    'an unknown stimulus',
    '"stimulus": "mentor"',
    '"stimulus": "mentors"',
    `${gent}.stimuli.1.stimulus`,
    /mentor, collaboration/,
    'stimuli',
  ],
  [
    'an applicant that is a text',
    '{ "id": "boom", "name": "Boom", "kbo": "0207506952" }',
    '"boom"',
    'applicants.1.partners.1',
    /id, name, kbo, nis/,
    'boom',
  ],
]

const events: readonly Row[] = [
  ['an unknown key', '"id": "own-key"', '"key": "own-key"', 'key', /unknown.*roles/],
  ['a missing key', '"actor": "an", ', '', 'actor', /missing/],
  ['missing roles', ', "roles": ["manager", "reviewer"]', '', 'roles', /missing/, 'roles'],
  ['a role that is no list', '["manager", "reviewer"]', '"manager"', 'roles', /list/, 'roles'],
  [
    'a time without offset',
    '2024-05-31T10:00:00+02:00',
    '2024-05-31T10:00:00',
    'at',
    /offset/,
    'at',
  ],
  ['a date for a time', '2024-05-31T10:00:00+02:00', '2024-05-31', 'at', /offset/, 'at'],
  ['a time finer than milliseconds', '10:00:00.001Z', '10:00:00.0011Z', 'at', /millisecond/, 'at'],
  [
    'a time that goes back',
    '2024-05-31T10:00:00+02:00',
    '2024-05-06T12:00:00+02:00',
    'at',
    /not be before 2024-05-06T10:00:00.001Z, the time of line 2/,
    'at',
  ],
  ['another call', '"voorbeeld/gent"', '"voorbeeld2/gent"', 'to', /voorbeeld\//, 'id'],
  ['no text for a type', '"ifReview.request"', '1', 'type', /text/],
]

const rows = { 'call.yaml': call, 'applicants.json': applicants, 'events.jsonl': events } as const

export const broken: readonly Broken[] = Object.entries(rows).flatMap(([name, variants]) =>
  variants.map(([what, from, to, field, message, groups = '', row]) => ({
    what,
    file: name as keyof typeof texts,
    from,
    to,
    field,
    message,
    groups: groups.split(' ').filter((group) => group !== ''),
    ...(row === undefined ? {} : { row }),
  })),
)
