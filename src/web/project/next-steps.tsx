import type { NextStep } from '../../programme/forecast/next-steps.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'

/** Each coming date: its rule and source, who must act, and what follows if nobody does. */
export function NextSteps({
  visit,
  steps,
}: {
  readonly visit: Visit
  readonly steps: readonly NextStep[]
}) {
  const { locale, format, nowMs } = visit
  const t = texts[locale]
  if (steps.length === 0) return <p>{t.nothing}</p>
  return (
    <ol class="steps">
      {steps.map(({ label, due, rule, source, isMoved, acts, reminders, otherwise }) => (
        <li>
          <strong>{label[locale]}</strong>: {due[locale]}{' '}
          <span class="tag">◷ {format.distance(Date.parse(due.at), nowMs)}</span>
          <br />
          {acts !== null && <>{t.acts(wordOf(words[locale].role, acts))} </>}
          {t.otherwise} {otherwise.text[locale]}
          {otherwise.phase.before !== otherwise.phase.after && (
            <> {t.phase(wordOf(words[locale].phase, otherwise.phase.after))}</>
          )}
          <br />
          <small>
            {rule[locale]} ({source}){isMoved && ` ${t.moved}`}
            {reminders.length > 0 && ` ${t.reminders(reminders.map(({ at }) => at[locale]))}`}
          </small>
        </li>
      ))}
    </ol>
  )
}

const texts = catalogue(
  {
    nothing: 'Er komt geen termijn meer.',
    acts: (role: string) => `Aan zet: ${role}.`,
    otherwise: 'Gebeurt er niets:',
    phase: (phase: string) => `Het project gaat dan naar de fase ${phase}.`,
    moved: 'Deze termijn werd verplaatst.',
    reminders: (dates: readonly string[]) => `Herinneringen: ${dates.join('; ')}.`,
  },
  {
    nothing: 'No term is still to come.',
    acts: (role: string) => `To act: ${role}.`,
    otherwise: 'If nothing is done:',
    phase: (phase: string) => `The project then goes to the phase ${phase}.`,
    moved: 'This deadline was moved.',
    reminders: (dates: readonly string[]) => `Reminders: ${dates.join('; ')}.`,
  },
)
