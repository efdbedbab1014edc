import type { Receipt } from '../../programme/receipts.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'

/** What was handed in: when, under which number, on time or late. */
export function Receipts({
  visit,
  receipts,
}: {
  readonly visit: Visit
  readonly receipts: readonly Receipt[]
}) {
  const { locale, format } = visit
  const t = texts[locale]
  if (receipts.length === 0) return <p>{t.none}</p>
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.caption}>
      <table>
        <caption class="hidden">{t.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.at}</th>
            <th scope="col">{t.onTime}</th>
            <th scope="col">{t.number}</th>
          </tr>
        </thead>
        <tbody>
          {receipts.map(({ number, label, atMs, dueMs, isLate }) => (
            <tr>
              <th scope="row">{label[locale]}</th>
              <td>{format.moment(atMs)}</td>
              <td>
                {dueMs === null ? (
                  '–'
                ) : (
                  <>
                    <span class={isLate ? 'tag warn' : 'tag good'}>
                      {isLate ? `⚠ ${t.isLate}` : `✓ ${t.isOnTime}`}
                    </span>{' '}
                    <small>{t.due(format.due(dueMs))}</small>
                  </>
                )}
              </td>
              <td>
                <code class="wrapped">{number}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const texts = catalogue(
  {
    caption: 'Ontvangstbewijzen',
    none: 'U hebt nog niets ingediend.',
    what: 'Wat',
    at: 'Ontvangen op',
    onTime: 'Op tijd?',
    isOnTime: 'op tijd',
    isLate: 'te laat',
    due: (due: string) => `uiterlijk ${due}`,
    number: 'Ontvangstnummer',
  },
  {
    caption: 'Receipts',
    none: 'You have handed in nothing yet.',
    what: 'What',
    at: 'Received on',
    onTime: 'On time?',
    isOnTime: 'on time',
    isLate: 'late',
    due: (due: string) => `due ${due}`,
    number: 'Receipt number',
  },
)
