import type { Locale } from '../catalogue.ts'
import { keyMark, timeMark, type Filled } from './body.ts'
import { hintOf, labelOf, optionLabel } from './field-texts.ts'
import type { Field } from './fields.ts'
import type { Choice, Plan, Row } from './plan.ts'

export interface FormState {
  readonly locale: Locale
  readonly plan: Plan
  readonly filled: Filled
  /** What is wrong, by the name of the input; '' for what concerns no input. */
  readonly errors: ReadonlyMap<string, string>
}

/** The inputs of an event's payload, with what was typed and what is wrong with it. */
export function Fields({
  fields,
  state,
}: {
  readonly fields: readonly Field[]
  readonly state: FormState
}) {
  const { plan } = state
  return (
    <>
      {Object.entries(plan.hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {fields
        .filter(({ name }) => !plan.left.has(name) && !(name in plan.hidden))
        .filter(({ name }) => !(name in plan.inside))
        .map((field) => (
          <AnyField
            field={field}
            name={field.name}
            state={state}
            rows={plan.rows[field.name]}
            beside={fields.filter(({ name }) => plan.inside[name] === field.name)}
          />
        ))}
    </>
  )
}

interface Asked {
  readonly field: Field
  /** Of the input. */
  readonly name: string
  readonly state: FormState
}

function AnyField({
  field,
  name,
  state,
  rows,
  beside = [],
}: Asked & {
  readonly rows?: readonly Row[] | undefined
  /** Other lists, asked row by row inside the rows of this one. */
  readonly beside?: readonly Field[]
}) {
  if (field.kind !== 'list') return <OneField field={field} name={name} state={state} />
  if (field.fields.length === 0) return <Checks field={field} name={name} state={state} />
  const all = rows ?? blankRows(field, state)
  return <List field={field} name={name} state={state} rows={all} beside={beside} />
}

function blankRows({ name }: Field, { plan }: FormState): readonly Row[] {
  return Array.from({ length: plan.blankRows[name] ?? 0 }, () => ({
    keys: {},
    title: '',
    about: null,
  }))
}

function List({
  field,
  name,
  state,
  rows,
  beside,
}: Asked & { readonly rows: readonly Row[]; readonly beside: readonly Field[] }) {
  if (rows.length === 0) return null
  const error = state.errors.get(name)
  return (
    <fieldset id={idOf(name)} aria-describedby={error === undefined ? undefined : errorId(name)}>
      <legend>{calledIn(state, field.name)}</legend>
      <ErrorText name={name} error={error} />
      {rows.map((row, index) => (
        <RowFields
          field={field}
          name={`${name}.${index}`}
          state={state}
          row={row}
          beside={beside.flatMap((other) => {
            const found = state.plan.rows[other.name]?.[index]
            return found === undefined
              ? []
              : [{ field: other, name: `${other.name}.${index}`, state, row: found }]
          })}
        />
      ))}
    </fieldset>
  )
}

interface AskedRow extends Asked {
  readonly row: Row
}

function RowFields({ beside = [], ...own }: AskedRow & { readonly beside?: readonly AskedRow[] }) {
  const { field, name, state, row } = own
  const asked = field.fields.filter(({ name: each }) => !(each in row.keys))
  const isTouched = [own, ...beside].some(isTouchedRow)
  const [only] = asked
  if (row.isShort === true && only !== undefined) {
    return (
      <div class="across">
        <Keys name={name} row={row} />
        <OneField field={only} name={`${name}.${only.name}`} state={state} row={row} />
      </div>
    )
  }
  const inside = (
    <>
      <Keys name={name} row={row} />
      <ErrorText name={name} error={state.errors.get(name)} />
      <div class="row">
        {asked.map((each) => (
          <AnyField
            field={each}
            name={`${name}.${each.name}`}
            state={state}
            rows={row.rows?.[each.name] ?? (each.kind === 'list' ? [] : undefined)}
          />
        ))}
      </div>
      {beside.map((other) => (
        <RowFields {...other} />
      ))}
    </>
  )
  if (row.isFolded === true) {
    return (
      <details id={idOf(name)} open={isTouched}>
        <summary>
          {row.title} {row.about !== null && <small>{row.about}</small>}{' '}
          {isTouched && <span class="tag warn">✎ {touched[state.locale]}</span>}
        </summary>
        {inside}
      </details>
    )
  }
  if (row.title === '') return <div>{inside}</div>
  return (
    <fieldset>
      <legend>{row.title}</legend>
      {row.about !== null && <p class="faint">{row.about}</p>}
      {inside}
    </fieldset>
  )
}

function Keys({ name, row }: { readonly name: string; readonly row: Row }) {
  return (
    <>
      {Object.entries(row.keys).map(([key, value]) => (
        <>
          <input type="hidden" name={`${name}.${key}`} value={value} />
          <input type="hidden" name={`${name}.${key}${keyMark}`} value="1" />
        </>
      ))}
    </>
  )
}

const touched = { nl: 'anders dan gevraagd', en: 'other than requested' } as const

/** Whether something was typed in a row, or is wrong with it; its keys were there before. */
function isTouchedRow({ name, state, row }: AskedRow): boolean {
  const { filled, errors } = state
  if (errors.has(name)) return true
  return [...Object.keys(filled), ...errors.keys()].some(
    (each) =>
      each.startsWith(`${name}.`) &&
      !isKeyOf(each, name, row) &&
      (errors.has(each) || (filled[each] ?? '') !== ''),
  )
}

/** The hidden inputs of a row and of the rows inside it. */
function isKeyOf(input: string, name: string, { keys, rows = {} }: Row): boolean {
  if (
    Object.keys(keys).some((key) => [`${name}.${key}`, `${name}.${key}${keyMark}`].includes(input))
  ) {
    return true
  }
  return Object.entries(rows).some(([list, inner]) =>
    inner.some((row, index) => isKeyOf(input, `${name}.${list}.${index}`, row)),
  )
}

/** What the form calls a field. */
function calledIn({ plan, locale }: FormState, name: string): string {
  return plan.labels[name] ?? labelOf(locale, name)
}

function Checks({ field, name, state }: Asked) {
  const chosen = new Set([state.filled[name] ?? []].flat())
  const choices = state.plan.choices[field.name] ?? []
  return (
    <fieldset id={idOf(name)}>
      <legend>{calledIn(state, field.name)}</legend>
      <ErrorText name={name} error={state.errors.get(name)} />
      {choices.map(({ value, label }) => (
        <label>
          <input type="checkbox" name={name} value={value} checked={chosen.has(value)} /> {label}
          <br />
        </label>
      ))}
    </fieldset>
  )
}

/** With `row`, the field is all that is asked of it and bears its title. */
function OneField({ field, name, state, row }: Asked & { readonly row?: Row }) {
  const { locale, errors } = state
  const error = errors.get(name)
  const hint = row === undefined ? hintOf(locale, field) : row.about
  const describedBy = [
    ...(hint === null ? [] : [`${idOf(name)}-hint`]),
    ...(error === undefined ? [] : [errorId(name)]),
  ]
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={idOf(name)}>
        {row?.title ?? calledIn(state, field.name)}
        {!field.isRequired && <small> {optional[locale]}</small>}
      </label>
      {hint !== null && (
        <span class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </span>
      )}
      <ErrorText name={name} error={error} />
      <Input
        field={field}
        name={name}
        state={state}
        described={describedBy.length === 0 ? undefined : describedBy.join(' ')}
      />
    </div>
  )
}

const optional = { nl: '(mag leeg blijven)', en: '(may stay blank)' } as const

function Input({
  field,
  name,
  state,
  described,
}: Asked & { readonly described: string | undefined }) {
  const { filled, errors, plan, locale } = state
  const value = [filled[name] ?? ''].flat()[0] ?? ''
  const choices = choicesOf(field, plan, locale)
  const common = {
    id: idOf(name),
    name,
    'aria-describedby': described,
    'aria-invalid': errors.has(name) ? ('true' as const) : undefined,
  }
  if (choices !== null) {
    return (
      <select {...common}>
        {!choices.some((each) => each.value === '') && <option value="">{choose[locale]}</option>}
        {choices.map((each) => (
          <option value={each.value} selected={each.value === value}>
            {each.label}
          </option>
        ))}
      </select>
    )
  }
  switch (field.kind) {
    case 'text':
      return (
        <textarea {...common} maxLength={field.maxLength ?? undefined}>
          {value}
        </textarea>
      )
    case 'date':
      return <input {...common} type="date" value={value} />
    case 'moment': {
      const [day = '', time = ''] = value.split('T')
      const timeName = `${name}${timeMark}`
      return (
        <>
          <input {...common} type="date" value={day} />{' '}
          <input
            type="time"
            name={timeName}
            value={[filled[timeName] ?? time.slice(0, 5)].flat()[0] ?? ''}
            aria-label={timeOf[locale]}
          />
        </>
      )
    }
    case 'email':
      return <input {...common} type="email" value={value} autocomplete="off" />
    case 'amount':
    case 'number':
    case 'revision':
      return <input {...common} inputMode="decimal" value={value} autocomplete="off" />
    case 'choice':
    case 'flag':
    case 'list':
    case 'short':
      return <input {...common} value={value} maxLength={field.maxLength ?? undefined} />
  }
}

const choose = { nl: 'Kies…', en: 'Choose…' } as const
const timeOf = { nl: 'Uur', en: 'Time' } as const

/** What a field may be; null when it is typed. */
function choicesOf(field: Field, plan: Plan, locale: Locale): readonly Choice[] | null {
  const planned = plan.choices[field.name]
  if (planned !== undefined) return planned
  const values = field.kind === 'flag' ? ['yes', 'no'] : field.options
  if (values.length === 0) return null
  return values.map((value) => ({ value, label: optionLabel(locale, value) }))
}

function ErrorText({ name, error }: { readonly name: string; readonly error: string | undefined }) {
  if (error === undefined) return null
  return (
    <span class="error" id={errorId(name)}>
      {error}
    </span>
  )
}

/** Where the input of this name is on the page. */
export function idOf(name: string): string {
  return `field-${name.replaceAll(/[^\w-]/g, '-')}`
}

function errorId(name: string): string {
  return `${idOf(name)}-error`
}
