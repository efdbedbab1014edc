import type { TakenFile, TakenLine } from '../../programme/payments/taking.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import { bankFilePath, claimsPath, paymentsPath, type BankFileKind } from './paths.ts'
import type { PaymentVisit } from './payment-visit.ts'
import { inWords } from './payment-words.ts'
import { Tag } from './tags.tsx'

export interface BankFileParts {
  readonly kind: BankFileKind
  /** As it was typed. */
  readonly leaveOut: string
  /** Why the file was not read; null when it was, or none was sent. */
  readonly error: string | null
  readonly result: TakenFile | null
  /** Whether it was only looked at. */
  readonly isTry: boolean
}

interface Props {
  readonly seen: PaymentVisit
  readonly parts: BankFileParts
}

/** Brings a file of the bank, and tells line by line what was taken of it and what was not. */
export function bankFilePage(seen: PaymentVisit, parts: BankFileParts): string {
  const { visit } = seen
  const { kind, error, result } = parts
  const t = texts[visit.locale]
  const { id } = visit.call
  return page(visit, {
    title: t.title[kind],
    current: 'payments',
    children: (
      <>
        <p>
          {kind === 'status' ? (
            <a href={paymentsPath(id)}>← {t.payments}</a>
          ) : (
            <a href={claimsPath(id)}>← {t.claims}</a>
          )}
        </p>
        <h1>{t.title[kind]}</h1>
        {error !== null && (
          <div class="message bad" role="alert">
            <p>
              <strong>⚠ {t.notRead}</strong> {error}
            </p>
          </div>
        )}
        {result !== null && <Result seen={seen} parts={parts} result={result} />}
        <BringForm seen={seen} parts={parts} />
      </>
    ),
  })
}

function BringForm({ seen: { visit }, parts: { kind, leaveOut, result, isTry } }: Props) {
  const t = texts[visit.locale]
  const isDone = result !== null && !isTry && result.taken
  return (
    <form
      class="panel"
      method="post"
      action={bankFilePath(visit.call.id, kind)}
      encType="multipart/form-data"
    >
      <h2>{result === null ? t.choose : isDone ? t.another : t.again}</h2>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <div class="field">
        <label for="bank-file">{t.file}</label>
        <span class="hint" id="bank-file-hint">
          {t.takes[kind]}
        </span>
        <input
          id="bank-file"
          type="file"
          name="file"
          accept={kind === 'status' ? '.xml,.csv,.json' : '.xml,.csv'}
          aria-describedby="bank-file-hint"
          required
        />
      </div>
      <div class="field">
        <label for="bank-leave-out">{t.leaveOut}</label>
        <span class="hint" id="bank-leave-out-hint">
          {t.leaveOutMeans}
        </span>
        <input
          id="bank-leave-out"
          name="leaveOut"
          inputMode="numeric"
          value={isDone ? '' : leaveOut}
          aria-describedby="bank-leave-out-hint"
        />
      </div>
      <div class="buttons">
        <button class="quiet" name="step" value="check">
          {t.check}
        </button>
        <button name="step" value="take">
          {t.take}
        </button>
      </div>
      <p class="faint">{t.allOrNothing}</p>
    </form>
  )
}

function Result({ seen, parts, result }: Props & { readonly result: TakenFile }) {
  const { locale, format } = seen.visit
  const t = texts[locale]
  const wrong = result.lines.filter(({ verdict }) => toneOfVerdict(verdict) === 'bad').length
  const isBad = !result.taken && (!parts.isTry || wrong > 0)
  return (
    <>
      <div class={isBad ? 'message bad' : 'message good'} role={isBad ? 'alert' : 'status'}>
        <p>
          <strong>
            {isBad ? '⚠' : '✓'} {inWords(format, result.text[locale], seen.overview.orders)}
          </strong>
        </p>
        {parts.isTry && !isBad && <p>{t.onlyLooked}</p>}
        {wrong > 0 && <p>{t.mend}</p>}
      </div>
      <Lines seen={seen} lines={result.lines} />
    </>
  )
}

function Lines({
  seen,
  lines,
}: {
  readonly seen: PaymentVisit
  readonly lines: readonly TakenLine[]
}) {
  const { visit, overview } = seen
  const { locale, format } = visit
  const t = texts[locale]
  const shown = lines.slice(0, SHOWN)
  return (
    <>
      <div class="scroll" tabindex={0} role="region" aria-label={t.lines}>
        <table>
          <caption>{t.lines}</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                {t.line}
              </th>
              <th scope="col">{t.verdict}</th>
              <th scope="col">{t.about}</th>
              <th scope="col" class="number">
                {t.amount}
              </th>
              <th scope="col">{t.what}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr>
                <th scope="row" class="number">
                  {line.line}
                </th>
                <td>
                  <Tag tone={toneOfVerdict(line.verdict)} text={t.verdicts[line.verdict]} />
                </td>
                <td>
                  <About seen={seen} line={line} />
                </td>
                <td class="number">{line.cents === null ? '–' : format.euro(line.cents)}</td>
                <td>{inWords(format, line.text[locale], overview.orders)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > SHOWN && <p>{t.more(format.number(lines.length - SHOWN))}</p>}
    </>
  )
}

/** Lines that are written out: more are too many to read. */
const SHOWN = 500

/** Whom a line is about, as far as it is known. */
function About({ seen, line }: { readonly seen: PaymentVisit; readonly line: TakenLine }) {
  const { orders, claims } = seen.overview
  const order = orders.find(
    ({ id, endToEndId }) => line.reference === endToEndId || line.reference === id,
  )
  const claim = claims.find(({ reference }) => line.reference === reference)
  const project = order?.project ?? claim?.project
  const name = order?.name ?? claim?.applicant
  return (
    <>
      {project !== undefined && <a href={pathOf(project)}>{name}</a>}
      {line.reference === null ? '–' : <code class="wrapped line">{line.reference}</code>}
    </>
  )
}

function toneOfVerdict(verdict: TakenLine['verdict']): 'good' | 'plain' | 'bad' {
  if (verdict === 'taken') return 'good'
  return ['known', 'ignored', 'leftOut'].includes(verdict) ? 'plain' : 'bad'
}

const texts = catalogue(
  {
    title: {
      status: 'Antwoord van de bank inlezen',
      receipts: 'Ontvangsten van de bank inlezen',
    },
    payments: 'Betalingen',
    claims: 'Terugvorderingen en ontvangsten',
    notRead: 'Er is niets gelezen of geboekt.',
    choose: 'Kies het bestand',
    again: 'Verbeter het bestand en kies het opnieuw',
    another: 'Nog een bestand',
    file: 'Bestand',
    takes: {
      status:
        'pain.002 van de bank (.xml), of een .csv met de kolommen reference, status, amount, ' +
        'currency, date, reason en note; de eerste twee moeten er staan.',
      receipts:
        'Rekeninguittreksel camt.053 (.xml), of een .csv met de kolommen date, amount, ' +
        'reference, en als ze er zijn id en currency.',
    },
    leaveOut: 'Regels die u bewust weglaat',
    leaveOutMeans: 'Nummers uit de lijst, bijvoorbeeld 3, 7. Meestal leeg.',
    check: 'Bekijk eerst',
    take: 'Neem over',
    allOrNothing:
      'Een bestand wordt in zijn geheel overgenomen of helemaal niet. Hetzelfde bestand nog eens ' +
      'brengen boekt niets dubbel.',
    onlyLooked:
      'Er is alleen gekeken; er is niets geboekt. Kies het bestand opnieuw om het over te nemen.',
    mend: 'Verbeter het bestand, of laat die regels bewust weg met hun nummer.',
    lines: 'Regel per regel',
    line: 'Regel',
    verdict: 'Oordeel',
    about: 'Voor',
    amount: 'Bedrag',
    what: 'Uitleg',
    more: (count: string) => `En nog ${count} regels.`,
    verdicts: {
      taken: 'overgenomen',
      known: 'al geboekt',
      ignored: 'niets te doen',
      leftOut: 'weggelaten',
      unknownOrder: 'onbekende opdracht',
      otherAttempt: 'andere poging',
      otherAmount: 'ander bedrag',
      otherCurrency: 'andere munt',
      notNow: 'kan nu niet',
      double: 'dubbel',
      wrongDate: 'verkeerde datum',
      unknownStatus: 'onbekende status',
    },
  },
  {
    title: {
      status: 'Read an answer of the bank',
      receipts: 'Read receipts of the bank',
    },
    payments: 'Payments',
    claims: 'Claims and receipts',
    notRead: 'Nothing was read or booked.',
    choose: 'Choose the file',
    again: 'Mend the file and choose it again',
    another: 'Another file',
    file: 'File',
    takes: {
      status:
        'pain.002 of the bank (.xml), or a .csv with the columns reference, status, amount, ' +
        'currency, date, reason and note; the first two must be there.',
      receipts:
        'Account statement camt.053 (.xml), or a .csv with the columns date, amount, reference, ' +
        'and where there are any id and currency.',
    },
    leaveOut: 'Lines that you knowingly leave out',
    leaveOutMeans: 'Numbers of the list, for example 3, 7. Mostly blank.',
    check: 'Look first',
    take: 'Take it',
    allOrNothing:
      'A file is taken whole or not at all. Bringing the same file again books nothing twice.',
    onlyLooked: 'It was only looked at; nothing was booked. Choose the file again to take it.',
    mend: 'Mend the file, or knowingly leave those lines out by their number.',
    lines: 'Line by line',
    line: 'Line',
    verdict: 'Verdict',
    about: 'For',
    amount: 'Amount',
    what: 'Explanation',
    more: (count: string) => `And ${count} more lines.`,
    verdicts: {
      taken: 'taken',
      known: 'booked before',
      ignored: 'nothing to do',
      leftOut: 'left out',
      unknownOrder: 'unknown order',
      otherAttempt: 'other attempt',
      otherAmount: 'other amount',
      otherCurrency: 'other currency',
      notNow: 'not possible now',
      double: 'double',
      wrongDate: 'wrong date',
      unknownStatus: 'unknown status',
    },
  },
)
