import { catalog } from '../../machines/catalog.ts'
import type { EventEntry } from '../../machines/event-table.ts'

/** Every event type that people may send to a machine of a version, in the table's order. */
export function eventTypes(machine: string, version: number): Readonly<Record<string, EventEntry>> {
  const found = catalog.find((each) => each.name === machine && each.version === version)
  return found?.events ?? {}
}

/** The types that people may send now to anything new: those of the latest versions. */
export function latestEventTypes(
  machine: 'call' | 'project',
): Readonly<Record<string, EventEntry>> {
  const versions = catalog.filter(({ name }) => name === machine).map(({ version }) => version)
  return eventTypes(machine, Math.max(...versions))
}

/** An approval must name the proposal that it approves. Source: domain §2. */
export function namesProposal({ schema }: EventEntry): boolean {
  return 'proposal' in propertiesOf(schema)
}

/** The JSON schema that a sender over HTTP keeps to. */
export function payloadSchema(entry: EventEntry): Readonly<Record<string, unknown>> {
  const schema = { ...entry.schema } as Record<string, unknown>
  return namesProposal(entry)
    ? { ...schema, required: [...requiredOf(entry.schema), 'proposal'] }
    : schema
}

/** Fields that a payload must have. */
export function requiredOf(schema: object): readonly string[] {
  return (schema as { readonly required?: readonly string[] }).required ?? []
}

function propertiesOf(schema: object): object {
  return (schema as { readonly properties?: object }).properties ?? {}
}
