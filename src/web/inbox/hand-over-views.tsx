import { catalogue } from '../catalogue.ts'
import type { Choice } from '../forms/plan.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import type { HandedOver, HandOver } from './hand-over.ts'

/** For who will be away: all of one's files of the call to a colleague. */
export function HandOverForm({ visit, form }: { readonly visit: Visit; readonly form: HandOver }) {
  const t = texts[visit.locale]
  const { from, to, own, key } = form
  return (
    <section aria-labelledby="hand-over">
      <h2 id="hand-over">{t.title}</h2>
      <p>{t.explained(visit.call?.title[visit.locale] ?? '', own)}</p>
      <form class="filters" method="post" action="/inbox/hand-over">
        <input type="hidden" name="csrf" value={visit.csrf} />
        <input type="hidden" name="call" value={visit.call?.id ?? ''} />
        <input type="hidden" name="key" value={key} />
        {from.length > 1 && <Select name="from" label={t.from} choices={from} blank={null} />}
        <Select name="to" label={t.to} choices={to} blank={t.choose} />
        <button>{t.button}</button>
      </form>
    </section>
  )
}

/** What became of each file. */
export function handedOverView(visit: Visit, done: HandedOver): string {
  const { locale, format } = visit
  const t = texts[locale]
  const { problem, files, to, isPart } = done
  const count = files.filter(({ refusal }) => refusal === null).length
  return page(visit, {
    title: t.title,
    current: 'inbox',
    children: (
      <>
        <h1>{t.title}</h1>
        <div class={problem === null ? 'message good' : 'message bad'} role="status">
          <p>{problem === null ? t.done(format.number(count), count, to) : t.problem[problem]}</p>
          {isPart && <p>{t.part}</p>}
        </div>
        {files.length > 0 && (
          <div class="scroll" tabindex={0} role="region" aria-label={t.title}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t.file}</th>
                  <th scope="col">{t.result}</th>
                </tr>
              </thead>
              <tbody>
                {files.map(({ id, name, refusal }) => (
                  <tr>
                    <th scope="row">
                      <a href={pathOf(id)}>{name}</a>
                    </th>
                    <td>
                      {refusal === null ? (
                        <span class="tag good">✓ {t.handedOver}</span>
                      ) : (
                        <>
                          <span class="tag bad">✗ {t.notHandedOver}</span> {refusal}
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p class="buttons">
          <a class="button" href="/inbox">
            {t.back}
          </a>
        </p>
      </>
    ),
  })
}

function Select({
  name,
  label,
  choices,
  blank,
}: {
  readonly name: string
  readonly label: string
  readonly choices: readonly Choice[]
  readonly blank: string | null
}) {
  return (
    <div class="field">
      <label for={`hand-over-${name}`}>{label}</label>
      <select id={`hand-over-${name}`} name={name}>
        {blank !== null && <option value="">{blank}</option>}
        {choices.map((each) => (
          <option value={each.value}>{each.label}</option>
        ))}
      </select>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Dossiers overdragen',
    explained: (call: string, own: number) =>
      `Bent u een tijd afwezig? Draag dan al uw dossiers van ${call} over aan een collega. ` +
      (own === 0
        ? 'U behandelt nu geen enkel dossier.'
        : own === 1
          ? 'U behandelt nu één dossier.'
          : `U behandelt nu ${own} dossiers.`),
    from: 'Dossiers van',
    to: 'Aan',
    choose: 'Kies…',
    button: 'Draag alle dossiers over',
    problem: {
      'no-person': 'Kies aan wie u de dossiers overdraagt. Er is niets veranderd.',
      'same-person': 'Deze persoon behandelt de dossiers al. Er is niets veranderd.',
    },
    done: (count: string, value: number, to: string) =>
      value === 0
        ? 'Er was geen dossier om over te dragen.'
        : value === 1
          ? `Eén dossier is overgedragen aan ${to}.`
          : `${count} dossiers zijn overgedragen aan ${to}.`,
    part: 'Er zijn er nog meer: draag ze over met hetzelfde formulier.',
    file: 'Dossier',
    result: 'Resultaat',
    handedOver: 'overgedragen',
    notHandedOver: 'niet overgedragen',
    back: 'Terug naar wat te doen is',
  },
  {
    title: 'Hand over files',
    explained: (call: string, own: number) =>
      `Will you be away for some time? Hand over all your files of ${call} to a colleague. ` +
      (own === 0
        ? 'You handle no file now.'
        : own === 1
          ? 'You handle one file now.'
          : `You handle ${own} files now.`),
    from: 'Files of',
    to: 'To',
    choose: 'Choose…',
    button: 'Hand over all files',
    problem: {
      'no-person': 'Choose to whom you hand over the files. Nothing has changed.',
      'same-person': 'This person handles the files already. Nothing has changed.',
    },
    done: (count: string, value: number, to: string) =>
      value === 0
        ? 'There was no file to hand over.'
        : value === 1
          ? `One file was handed over to ${to}.`
          : `${count} files were handed over to ${to}.`,
    part: 'There are more: hand them over with the same form.',
    file: 'File',
    result: 'Result',
    handedOver: 'handed over',
    notHandedOver: 'not handed over',
    back: 'Back to what is to be done',
  },
)
