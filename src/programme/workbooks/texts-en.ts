import type { WorkbookTexts } from './wording.ts'

export const en: WorkbookTexts = {
  sheets: {
    instructions: 'Instructions',
    technical: 'Technical',
    stimuli: 'Stimuli',
    application: 'Application',
    interimReport: 'Report',
    finalReport: 'Report',
    accounts: 'Accounts',
  },
  titles: {
    application: 'Application',
    interimReport: 'Interim report',
    finalReport: 'Final report',
    accounts: 'Spending in the annual accounts',
  },
  columns: {
    line: 'Line',
    stimulus: 'Stimulus',
    action: 'Action',
    unit: 'Unit',
    currentReach: 'Current reach',
    yearTwoKpi: 'KPI of year 2',
    yearTwoAmount: 'Amount of year 2 (EUR)',
    decision: 'Decision',
    kpi: 'New KPI (to reduce)',
    grantedKpi: 'KPI granted',
    grantedAmount: 'Amount granted (EUR)',
    interim: 'Achieved by the interim report',
    achieved: 'Achieved',
    actionsTaken: 'Actions taken',
    motivation: 'Motivation (where the KPI was not reached)',
    account: 'How the stimulus was used',
    code: 'Policy code',
    chapter: 'Chapter of the annual accounts',
    entryAction: 'Action (may stay empty)',
    amount: 'Amount (EUR)',
  },
  decisions: { continue: 'continue', reduce: 'reduce', stop: 'stop' },
  hint: 'Fill in the yellow cells. All else is for your information and is not read.',
  yesNo: 'yes/no: 1 is yes, 0 is no',
  instructions: ({ kind, year, codes }) => [
    {
      application:
        'Decide on each line and each stimulus: continue, reduce or stop. Every line ' +
        'needs a decision.',
      interimReport: 'Fill in per line what was achieved so far, the current reach included.',
      finalReport:
        'Fill in per line what was achieved, the current reach included, and the ' +
        'actions you took. Give a reason for each KPI that was not reached. Say of each ' +
        'stimulus how it was used.',
      accounts:
        `Fill in the spending booked in the annual accounts of ${String(year)}` +
        (codes.length === 0 ? ', by chapter' : ` under ${codes.join(' or ')}`) +
        '. One row per booking; empty rows do not count.',
    }[kind],
    'Fill in the yellow cells only, with values: no formulas, no merged cells.',
    'Counts are whole numbers; amounts are numbers with at most two decimals.',
    'Add no columns or sheets, and rename nothing. Lines may be sorted.',
    'Save as an Excel workbook (.xlsx) without a password, and hand the file in again.',
    'Errors are told per cell, all at once. As long as there is one, nothing is stored.',
  ],
  synthetic: (sentence) => `SYNTHETIC DATA: ${sentence}`,
  technicalHint: 'This sheet says what the file was made for. Change nothing in it.',
  problems: {
    notOurs: 'This is no workbook of this programme: its sheet Technical is missing or unreadable.',
    oldFormat: (format, now) =>
      `This workbook has version ${format}; now it is version ${now}. Fetch a new one.`,
    technicalChanged: 'The sheet Technical was changed. Fetch a new workbook.',
    otherProject: (made, now) => `This workbook is for ${made}, not for ${now}.`,
    otherCall: (made, now) => `This workbook belongs to ${made}, not to the call ${now}.`,
    linesChanged: (made, now) =>
      `The lines have changed since this workbook was made (revision ${made}, now ` +
      `${now}). Fetch a new one.`,
    notYet: 'The project is not asked for this now.',
    sheetMissing: (name) => `The sheet ${name} is missing or has another name.`,
    sheetUnknown: (name) => `The sheet ${name} does not belong to this workbook. Remove it.`,
    merged: 'Merged cells are not read. Split them.',
    formula: 'Here is a formula. Put the value.',
    errorValue: 'Here is an error of Excel. Put the value.',
    titleChanged: (title) => `The column is called ${title}. Put the columns back as they were.`,
    outside: 'Nothing is read outside the form. Clear the cell.',
    idUnknown: (id) => `${id} does not belong to this project.`,
    idDouble: (id) => `${id} stands here more than once.`,
    idMissing: (id) => `${id} is missing.`,
    required: 'This cell must be filled in.',
    decision: (choices) => `Choose ${choices.join(', ')}.`,
    count: 'Put a whole number of 0 or more.',
    amount: 'Put an amount of 0 or more, as a number with at most two decimals.',
    text: 'Put a text.',
    textTooLong: (most) => `The text has at most ${most} characters.`,
    strangeText: 'The text holds characters that cannot be kept.',
    kpiAbove: (most) => `The KPI may not be higher than the ${most} of year 2.`,
    kpiNotReduced: (most) => `To reduce the line, give a KPI below ${most}.`,
    kpiNeeded: 'Give the new KPI, as the line is to be reduced.',
    onlyStop: 'This line had 0.00 EUR in year 2 and can only be stopped.',
    yesNo: 'A yes/no KPI is 1 or 0.',
    motivation: (kpi) => `The KPI of ${kpi} was not reached: say why.`,
    code: (codes) => `Use a code of the call: ${codes.join(' or ')}.`,
    noEntries: 'No spending was filled in. Put 0 when there was none.',
    tooManyEntries: (most) => `There are at most ${most} rows.`,
  },
  notes: {
    newer: (made, now) =>
      `The workbook was made at revision ${made}; the project is now at ${now}. Its ` +
      'lines are the same.',
    fixedChanged: 'This cell was changed, but it is not read.',
  },
  refusals: {},
}
