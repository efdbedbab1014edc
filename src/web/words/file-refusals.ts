/** A sentence of the programme, and how Dutch says it. */
export type Sentence = readonly [RegExp, (...values: readonly string[]) => string]

/** Why a file of a bank, or an extract of accounts, is not read. */
export const fileSentences: readonly Sentence[] = [
  [/^The form is no form with files/, () => 'Dit formulier hoort een bestand te bevatten.'],
  [
    /^The form is cut off or damaged/,
    () => 'Het formulier kwam onvolledig aan; verstuur het opnieuw.',
  ],
  [
    /^Files of at most (\d+) bytes together are taken/,
    (most = '') => `Samen mogen bestanden hoogstens ${megabytes(most)} groot zijn.`,
  ],
  [
    /^The file has \d+ bytes; at most (\d+) are taken/,
    (most = '') => `Het bestand is groter dan ${megabytes(most)}; splits het.`,
  ],
  [
    /^The file is not encoded as UTF-8/,
    () => 'Het bestand is niet als UTF-8 bewaard; bewaar het zo.',
  ],
  [
    /^The file holds characters that no text has/,
    () => 'Het bestand bevat tekens die geen tekst zijn; bewaar het als UTF-8.',
  ],
  [/^The file is empty\./, () => 'Het bestand is leeg.'],
  [
    /^The file holds a document type or entities/,
    () =>
      'Het bestand bevat een documenttype of entiteiten (DTD), die geen bank stuurt; het wordt ' +
      'niet gelezen.',
  ],
  [
    /^The file holds instructions for programs/,
    () => 'Het bestand bevat opdrachten voor programma’s; het wordt niet gelezen.',
  ],
  [
    /^The file says it is (.+); only UTF-8/,
    (encoding = '') => `Het bestand zegt dat het ${encoding} is; alleen UTF-8 wordt gelezen.`,
  ],
  [
    /^The file is nested deeper than (\d+)/,
    (most = '') => `Het bestand is dieper genest dan ${most} elementen.`,
  ],
  [/^The file holds no message\./, () => 'Het bestand bevat geen bericht.'],
  [
    /^The file is no well-formed XML: (.+)$/s,
    (why = '') => `Het bestand is geen goed gevormde XML: ${why}`,
  ],
  [
    /^The file is no (\S+) \((.+)\): an element has the namespace/,
    (name = '', versions = '') => `Het bestand is geen ${name} van versie ${versions}.`,
  ],
  [
    /^The file is no (\S+): it begins with (.+)\.$/,
    (name = '', first = '') => `Het bestand is geen ${name}: het begint met ${first}.`,
  ],
  [/^The file is no \.?CSV: (.+)$/is, (why = '') => `Het bestand is geen goede CSV: ${why}`],
  [/^The file is no JSON like/, () => 'Het bestand is geen JSON met items, elk met teksten.'],
  [
    /^The file has more than (\d+) lines/,
    (most = '') => `Het bestand heeft meer dan ${most} regels; splits het.`,
  ],
  [/^The file has no line under its columns/, () => 'Onder de kolomnamen staat geen enkele regel.'],
  [/^The file has no line (\d+)\./, (line = '') => `Het bestand heeft geen regel ${line}.`],
  [
    /^The first line must name the columns and lacks (\S+); they are (.+)\.$/,
    (name = '', all = '') =>
      `De eerste regel noemt de kolommen, en ${name} ontbreekt; ze zijn ${all}.`,
  ],
  [
    /^The first line must name the columns and has no use for (.*); they are (.+)\.$/,
    (name = '', all = '') =>
      `De eerste regel noemt de kolommen, en “${name}” hoort er niet bij; ze zijn ${all}.`,
  ],
  [
    /^The first row must name the columns; missing: (.+)\.$/,
    (names = '') => `De eerste rij noemt de kolommen; er ontbreekt: ${names}.`,
  ],
  [
    /^Line (\d+): (.*) is no amount like/,
    (line = '', text = '') => `Regel ${line}: “${text}” is geen bedrag zoals 1234,56.`,
  ],
  [
    /^Line (\d+): (.*) is no date like/,
    (line = '', text = '') => `Regel ${line}: “${text}” is geen datum zoals 2026-01-31.`,
  ],
  [/^The amount (.*) is no amount like/, (text = '') => `“${text}” is geen bedrag zoals 1234,56.`],
  [/^The report holds no status/, () => 'Het bericht zegt van geen enkele betaling iets.'],
  [/^The statement holds no entry/, () => 'Het uittreksel bevat geen enkele verrichting.'],
  [
    /^An entry of the statement has no amount/,
    () => 'Een verrichting van het uittreksel heeft geen bedrag zoals 1234.56.',
  ],
  [
    /^An entry of the statement has no booking date/,
    () => 'Een verrichting van het uittreksel heeft geen boekingsdatum.',
  ],
  [
    /^An entry of the statement has parts/,
    () => 'De delen van een verrichting van het uittreksel tellen niet op tot haar bedrag.',
  ],
  [
    /^An extract has at most (\d+) rows/,
    (most = '') => `Een uittreksel heeft hoogstens ${most} rijen.`,
  ],
  [/^The extract holds no rows/, () => 'Het uittreksel bevat geen rijen.'],
  [/^The file holds no sheet/, () => 'Het bestand bevat geen werkblad.'],
  [
    /^Put values; formulas, errors or merged cells stand at (.+)\.$/,
    (cell = '') => `Zet waarden: op ${cell} staat een formule, een fout of een samengevoegde cel.`,
  ],
  [
    /^A file of at most (\d+) bytes is taken/,
    (most = '') => `Het bestand mag hoogstens ${megabytes(most)} groot zijn.`,
  ],
  [/^The file is damaged/, () => 'Het bestand is beschadigd.'],
  [
    /^It has \d+ bytes, of at most (\d+)/,
    (most = '') => `Het bestand mag hoogstens ${megabytes(most)} groot zijn.`,
  ],
  [
    /^The file is an old \.xls or has a password/,
    () => 'Het bestand is een oude .xls of heeft een wachtwoord; bewaar het als .xlsx zonder.',
  ],
  [
    /^The file (?:holds macros or other files|may hold macros)/,
    () => 'Het bestand bevat macro’s of andere bestanden; bewaar het als gewone .xlsx.',
  ],
  [
    /^Its part \S+ declares entities/,
    () => 'Het bestand bevat entiteiten; het wordt niet gelezen.',
  ],
  [
    /^A sheet has at most (\d+) rows and (\d+) columns/,
    (rows = '', columns = '') =>
      `Een werkblad heeft hoogstens ${rows} rijen en ${columns} kolommen.`,
  ],
  [/^It has more than (\d+) cells/, (most = '') => `Het bestand heeft meer dan ${most} cellen.`],
  [/^The workbook must have no password/, () => 'Het bestand mag geen wachtwoord hebben.'],
  [
    /^The workbook must be at most (.+) when unpacked/,
    (most = '') => `Het bestand mag uitgepakt hoogstens ${most} groot zijn.`,
  ],
  [
    /^The workbook (?:lacks its|must hold|holds a file twice|was changed|is damaged)/,
    () => 'Het bestand is beschadigd, afgekapt of geen .xlsx.',
  ],
  [
    /^The KBO number must have ten digits/,
    () => 'Het KBO-nummer heeft tien cijfers en een juist controlegetal.',
  ],
  [/^The year must have four digits/, () => 'Het jaar heeft vier cijfers.'],
  [/^The code is missing/, () => 'De code ontbreekt.'],
  [
    /^The amount must be 0 or more, with at most two decimals/,
    () => 'Het bedrag is 0 of meer, met hoogstens twee decimalen.',
  ],
]

function megabytes(bytes: string): string {
  return `${Math.round(Number(bytes) / 1_000_000)} MB`
}
