import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCallFolder } from '../../../src/programme/import/folder.ts'
import type { CallFolder, ImportError, ReadOptions } from '../../../src/programme/import/folder.ts'

/** Names and contents of the files of a folder. */
export type Files = Readonly<Record<string, string | Buffer>>

export const callText = `id: voorbeeld
title: { nl: Voorbeeldoproep, en: Example call }
timeZone: Europe/Brussels
budget:
  article: SJ0-1SFC2DA-WT
  ceiling: "500000.00"
timeline:
  launch: 2024-04-03
  submissionDeadline: 2024-05-06T12:00:00
  projectStart: 2024-10-01
  projectEnd: 2025-09-30
deadlines: { roll: none }
ifReview:
  workingDays: 12
  urgentWorkingDays: 4
  silence: favourable
  extraClosingDays: [2024-07-22, 2024-12-24]
advance: { percent: 80, notBefore: 2024-10-02 }
reports:
  anchor: award
  interim: P6M
  final: P1Y
  finalGrace: P2M
  extensionMovesFinal: false
accounts:
  ownShare: 1
  codes: [ABB-SAMENLEVEN, ABB-SLV]
  due: { "2024": 2025-08-31, "2025": 2026-07-31 }
terms: { clarification: P30D, hearing: P31D, repayment: P32D }
reminders:
  ladder: [-P30D, P14D, -P3D]
  escalateAt: P14D
actions:
  - code: oefenkansen-nederlands
    title: { nl: Oefenkansen, en: Practice }
    kpi: { type: count, unit: { nl: anderstaligen, en: speakers } }
    unitPrice: "120.00"
  - code: actieplan-polarisatie
    title: { nl: Actieplan, en: Action plan }
    kpi: { type: plan, unit: { nl: actieplan, en: plan } }
    unitPrice: "50000.00"
stimuli: [mentor, collaboration]
payments: external
eligibility: { minimum: 7500, exempt: [vgc, de-rand] }
retention: P10Y
notes: [The nota has two figures.]
`

export const applicantsText = `[
  {
    "id": "gent",
    "name": "Gent",
    "kind": "municipality",
    "kbo": "0207451227",
    "nis": "44021",
    "iban": "BE15091000000130",
    "email": "samenleven@gent.example",
    "contact": "Els",
    "inhabitantsNonEu14": 40000,
    "partners": [],
    "lines": [
      {
        "line": "gent-1",
        "action": "oefenkansen-nederlands",
        "currentReach": 100,
        "kpi": 500,
        "amount": "30000.00"
      },
      {
        "line": "gent-2",
        "action": "actieplan-polarisatie",
        "currentReach": 0,
        "kpi": 1,
        "amount": "25000.00"
      }
    ],
    "stimuli": [
      { "stimulus": "collaboration", "amount": "10000.00" },
      { "stimulus": "mentor", "amount": "5000.00" }
    ]
  },
  {
    "id": "aalst",
    "name": "Aalst en Ronse",
    "kind": "partnership",
    "kbo": "0207437468",
    "partners": [
      { "id": "ronse", "name": "Ronse", "kbo": "0207460432", "nis": "45041" },
      { "id": "boom", "name": "Boom", "kbo": "0207506952" }
    ],
    "lines": [
      {
        "line": "aalst-1",
        "action": "oefenkansen-nederlands",
        "currentReach": 10,
        "kpi": 20,
        "amount": "0.00"
      }
    ],
    "stimuli": []
  }
]
`

const events = [
  '{"at": "2024-04-20T10:00:00+02:00", "to": "voorbeeld/gent", "type": "application.submit", ' +
    '"actor": "els", "roles": ["applicant"], "applicant": "gent", "data": {"lines": []}}',
  '{"at": "2024-05-06T10:00:00.001Z", "to": "voorbeeld/aalst", "type": "application.submit", ' +
    '"actor": "an", "roles": ["applicant"], "applicant": "aalst", "id": "own-key"}',
  '',
  '{"at": "2024-05-31T10:00:00+02:00", "to": "voorbeeld", "type": "ifReview.request", ' +
    '"actor": "mia", "roles": ["manager", "reviewer"]}',
]
export const eventsText = `${events.join('\n')}\n`

export const sample: Files = {
  'call.yaml': callText,
  'applicants.json': applicantsText,
  'events.jsonl': eventsText,
}

/** Reads a folder that holds just these files; it is gone afterwards. */
export async function read(
  files: Files,
  options?: ReadOptions,
): Promise<Awaited<ReturnType<typeof readCallFolder>>> {
  const folder = await mkdtemp(join(tmpdir(), 'call-folder-'))
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    return await readCallFolder(folder, options)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The folder that these files are. Errors: when they have any. */
export async function readRight(files: Files, options?: ReadOptions): Promise<CallFolder> {
  const result = await read(files, options)
  if ('folder' in result) return result.folder
  throw new Error(JSON.stringify(result.errors, null, 2))
}

/** The errors of these files; none when there is nothing wrong with them. */
export async function errorsIn(
  files: Files,
  options?: ReadOptions,
): Promise<readonly ImportError[]> {
  const result = await read(files, options)
  return 'errors' in result ? result.errors : []
}
