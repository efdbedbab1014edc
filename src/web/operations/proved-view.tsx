import { catalogue } from '../catalogue.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import type { Proved } from './proving.ts'

/** Findings shown; more of them tell nothing else. */
const SHOWN = 500

/** What a verification found. */
export function provedView(visit: Visit, { findings, events, tookMs }: Proved): string {
  const { locale, format } = visit
  const t = texts[locale]
  const isWell = findings.length === 0
  return page(visit, {
    title: t.title,
    current: 'operations',
    children: (
      <>
        <p>
          <a href="/operations">← {t.back}</a>
        </p>
        <h1>{t.title}</h1>
        <div class={isWell ? 'message good' : 'message bad'} role="status">
          <p>
            <strong>
              {isWell ? `✓ ${t.agrees}` : `✗ ${t.disagrees(format.number(findings.length))}`}
            </strong>
          </p>
          <p>
            {t.checked(
              format.number(events),
              format.moment(visit.nowMs),
              format.number(Math.ceil(tookMs / 1000)),
            )}
          </p>
        </div>
        {!isWell && (
          <div class="scroll" tabindex={0} role="region" aria-label={t.found}>
            <table>
              <caption>{t.found}</caption>
              <thead>
                <tr>
                  <th scope="col">{t.table}</th>
                  <th scope="col">{t.row}</th>
                  <th scope="col">{t.what}</th>
                </tr>
              </thead>
              <tbody>
                {findings.slice(0, SHOWN).map(({ table, row, message }) => (
                  <tr>
                    <td>{table}</td>
                    <th scope="row">
                      <code class="wrapped">{row}</code>
                    </th>
                    <td lang="en">{message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </>
    ),
  })
}

const texts = catalogue(
  {
    title: 'Het logboek nagekeken',
    back: 'Beheer',
    agrees: 'Alles klopt.',
    disagrees: (count: string) => `Er klopt iets niet: ${count} bevindingen.`,
    checked: (events: string, at: string, seconds: string) =>
      `${events} gebeurtenissen zijn opnieuw nagerekend, op ${at}, in ${seconds} seconden.`,
    found: 'Wat niet klopt',
    table: 'Tabel',
    row: 'Rij',
    what: 'Bevinding',
  },
  {
    title: 'The log was verified',
    back: 'Operations',
    agrees: 'Everything agrees.',
    disagrees: (count: string) => `Something does not agree: ${count} findings.`,
    checked: (events: string, at: string, seconds: string) =>
      `${events} events were computed again, on ${at}, in ${seconds} seconds.`,
    found: 'What does not agree',
    table: 'Table',
    row: 'Row',
    what: 'Finding',
  },
)
