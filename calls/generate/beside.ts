import type { Merger } from './facts.ts'
import { ownIban } from './advance.ts'
import { after, between, exactly } from './moments.ts'
import { inspector, personName } from './people.ts'
import type { Project } from './project.ts'
import { syntheticKbo } from './references.ts'
import { networks, notes } from './texts.ts'

/** What happens beside the phases: mergers, networks, extensions, new contacts, notes. */
export function tellBeside(project: Project, mergers: readonly Merger[]): void {
  if (project.funding.awardedCents === 0) return
  tellSuccession(project, mergers)
  tellNetworks(project)
  tellExtension(project)
  tellContact(project)
  tellNotes(project)
}

/** Somebody from the wrong side of the table, or too late: refused, and nothing changes. */
export function tellIntrusions({ story: main }: Project): void {
  const story = main.beside('intrusions')
  switch (main.applicant.id) {
    case 'mechelen':
      return story.intrude(
        'interimReport.accept',
        story.sender('clerk'),
        'mechelen',
        between('2025-01-06', '2025-01-08'),
      )
    case 'leuven':
      return story.intrude(
        'balance.propose',
        inspector,
        null,
        between('2025-06-19', '2025-06-19'),
        {
          pay: '1.00',
          clawback: '0.00',
          reason: 'Voorstel van de verkeerde dienst.',
        },
      )
    case 'gent':
      return story.send('application.withdraw', {
        by: 'clerk',
        when: exactly('2024-09-12T11:05:00'),
        data: { reason: 'Bij vergissing verstuurd.' },
        refusedWith: 'event-not-allowed',
      })
    default:
      return
  }
}

/** The mergers of 1 January 2025, announced before it or recorded after it. */
function tellSuccession({ story: main, ...project }: Project, mergers: readonly Merger[]): void {
  const { applicant } = main
  for (const [index, merger] of mergers.entries()) {
    const { newName, newNis, oldNames } = merger
    const isSame = newNis === applicant.nis && newName === applicant.name
    const parties = [
      ...(oldNames.includes(leadName(applicant.name)) && !isSame ? [null] : []),
      ...applicant.partners.filter(({ name }) => oldNames.includes(name)).map(({ id }) => id),
    ]
    for (const partner of parties) {
      const story = main.beside(`succession/${partner ?? 'lead'}`)
      const isLead = partner === null
      const name = isLead ? applicant.name.replace(leadName(applicant.name), newName) : newName
      const succeed = (when: ReturnType<typeof between>, reference: string) =>
        story.send('applicant.succeed', {
          by: index % 2 === 0 ? 'manager' : 'director',
          when,
          data: {
            name,
            kbo: successorKbo(merger, index),
            nis: newNis,
            ...(isLead && index % 2 === 1 ? { iban: ownIban({ story, ...project }, 3) } : {}),
            date: '2025-01-01',
            reference,
            ...(isLead ? {} : { partner }),
          },
        })
      const reference = `Samenvoeging ${oldNames.join(', ')}`
      if (index % 4 === 3) succeed(between('2025-01-07', '2025-01-24'), reference)
      else succeed(between('2024-11-18', '2024-12-18'), reference)
      if (applicant.id === 'tongeren') succeed(after(2, 5), `${reference} (verbeterd)`)
    }
  }
}

/** The new KBO numbers are not in our sources; only Antwerpen keeps its own. */
function successorKbo({ newName, oldNames }: Merger, index: number): string {
  return newName === 'Antwerpen' && oldNames.includes('Borsbeek')
    ? '0207500123'
    : syntheticKbo(8001 + index)
}

function leadName(applicant: string): string {
  return applicant.replace('Samenwerkingsverband ', '')
}

function tellNetworks({ story: main, plan }: Project): void {
  const story = main.beside('networks')
  for (const { name, date } of networks) {
    const isOver = plan.terminatedOn !== null && date > plan.terminatedOn
    if (isOver || !story.chance.happens(0.6)) continue
    story.send('learningNetwork.attend', {
      by: 'reviewer',
      when: exactly(`${date}T16:${story.chance.integer(10, 59)}:00`),
      data: { network: name, date },
    })
  }
}

function tellExtension({ story: main, plan }: Project): void {
  if (plan.extendedUntil === null) return
  main.beside('extension').send('period.extend', {
    by: 'manager',
    when: between('2025-06-24', '2025-08-22'),
    data: {
      until: plan.extendedUntil,
      reason: 'De laatste trajecten lopen door; geen bijkomende middelen.',
    },
  })
}

function tellContact({ story: main }: Project): void {
  const story = main.beside('contact')
  if (!story.chance.happens(0.15)) return
  const contact = personName(story.chance)
  story.send('applicant.update', {
    by: story.chance.happens(0.3) ? 'manager' : 'clerk',
    when: between('2024-09-02', '2025-06-13'),
    data: { contact, email: `plan-samenleven@${main.applicant.id}.example` },
  })
}

function tellNotes({ story: main }: Project): void {
  const story = main.beside('notes')
  if (!story.chance.happens(0.4)) return
  const count = story.chance.integer(1, 2)
  for (let index = 0; index < count; index += 1) {
    story.send('note.add', {
      by: story.chance.pick(['reviewer', 'reviewer', 'manager', 'paymaster'] as const),
      when: index === 0 ? between('2024-09-16', '2025-06-27') : after(20, 150),
      data: { text: story.chance.pick(notes) },
    })
  }
}
