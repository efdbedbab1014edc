import type { AccountsCheck } from '../../programme/accounts/check.ts'
import type { CallVisit } from '../agency-visit.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'

type Item = AccountsCheck['coFinancing'][number]

/** By outcome: what needs somebody comes first; what may still change comes last. */
const groups = ['short', 'own-share-unclear', 'sufficient', 'awaited'] as const

const looks = {
  short: ['⚠', 'bad'],
  'own-share-unclear': ['◷', 'warn'],
  sufficient: ['✓', 'good'],
  awaited: ['◷', ''],
} as const

/** The check of co-financing of every awarded project, in figures and in words. */
export function CoFinancingTable({
  visit,
  items,
  awaited,
}: {
  readonly visit: CallVisit
  readonly items: readonly Item[]
  /** Projects of which accounts are still to come. */
  readonly awaited: ReadonlySet<string>
}) {
  const { locale, format } = visit
  const t = texts[locale]
  const groupOf = (item: Item) => (awaited.has(item.project) ? 'awaited' : item.outcome)
  if (items.length === 0) return <p>{t.none}</p>
  return (
    <>
      {groups
        .map((group) => [group, items.filter((item) => groupOf(item) === group)] as const)
        .filter(([, some]) => some.length > 0)
        .map(([group, some]) => (
          <>
            <h3>{t.counted(t.outcome[group], format.number(some.length))}</h3>
            <div class="scroll" tabindex={0} role="region" aria-label={t.outcome[group]}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t.applicant}</th>
                    <th scope="col">{t.result}</th>
                    <th scope="col" class="number">
                      {t.spent}
                    </th>
                    <th scope="col" class="number">
                      {t.award}
                    </th>
                    <th scope="col">{t.why}</th>
                  </tr>
                </thead>
                <tbody>
                  {some.map((item) => (
                    <tr>
                      <th scope="row">
                        <a href={pathOf(item.project)}>{item.name}</a>
                      </th>
                      <td>
                        <span class={`tag ${looks[group][1]}`.trim()}>
                          {looks[group][0]} {t.short[group]}
                        </span>
                      </td>
                      <td class="number">{format.euro(item.spentCents)}</td>
                      <td class="number">{format.euro(item.awardCents)}</td>
                      <td>{item[locale]}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        ))}
    </>
  )
}

const texts = catalogue(
  {
    none: 'Er is nog niets toegekend.',
    counted: (outcome: string, count: string) => `${outcome} (${count})`,
    outcome: {
      short: 'De uitgaven dekken de subsidie niet',
      'own-share-unclear': 'De eigen inbreng vraagt toelichting',
      sufficient: 'In orde',
      awaited: 'Voorlopig: rekeningen worden nog verwacht',
    },
    short: {
      short: 'te weinig',
      'own-share-unclear': 'toelichten',
      sufficient: 'in orde',
      awaited: 'voorlopig',
    },
    applicant: 'Aanvrager',
    result: 'Uitkomst',
    spent: 'Geboekt',
    award: 'Toegekend voor lijnen',
    why: 'Uitleg',
  },
  {
    none: 'Nothing was awarded yet.',
    counted: (outcome: string, count: string) => `${outcome} (${count})`,
    outcome: {
      short: 'The spending does not cover the subsidy',
      'own-share-unclear': 'The own share needs clarification',
      sufficient: 'In order',
      awaited: 'Provisional: accounts are still expected',
    },
    short: {
      short: 'too little',
      'own-share-unclear': 'clarify',
      sufficient: 'in order',
      awaited: 'provisional',
    },
    applicant: 'Applicant',
    result: 'Outcome',
    spent: 'Booked',
    award: 'Awarded for lines',
    why: 'Explanation',
  },
)
