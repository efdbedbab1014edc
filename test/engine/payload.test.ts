import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { payloadGuard } from '../../src/engine/payload.ts'

const even = Type.Refine(
  Type.Integer(),
  (value) => value % 2 === 0,
  () => 'must be even',
)

describe('payloadGuard', () => {
  const guard = payloadGuard({
    schema: Type.Object({
      amount: even,
      parts: Type.Optional(Type.Array(Type.Object({ amount: even }))),
    }),
  })

  test('takes what fits', () => {
    expect(guard.check({ amount: 2, parts: [{ amount: 4 }] })).toBeNull()
  })

  test.each([
    [{ amount: 3 }, 'amount', 'amount must be even'],
    [{ amount: 2, parts: [{ amount: 5 }] }, 'parts.0.amount', 'parts.0.amount must be even'],
    [{ amount: 2, other: 1 }, 'other', 'The payload must not have additional properties'],
    [{ parts: [] }, 'amount', 'The payload must have required properties amount'],
  ])('refuses %j and names the field', (data, field, message) => {
    expect(guard.check(data)).toMatchObject({ code: 'invalid-payload', field })
    expect(guard.check(data)?.message).toContain(message.split(' ').at(-1))
  })
})
