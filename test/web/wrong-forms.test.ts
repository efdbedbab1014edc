import { beforeAll, expect, test } from 'vitest'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld

beforeAll(async () => {
  world = await openWebWorld()
})

const form = '--x\r\ncontent-disposition: form-data; name="step"\r\n\r\npropose\r\n--x--\r\n'

test.each([
  '/sign-in',
  '/sign-in/demo',
  '/deadlines/move',
  '/deadlines/proposal',
  '/projects/voorbeeld/gent/events/note.add',
  '/payments/prepare',
  '/inbox/hand-over',
  '/calendars',
  '/clock',
])('%s does not take a form with files', async (url) => {
  const { statusCode } = await world.server.inject({
    method: 'POST',
    url,
    headers: {
      authorization: 'Bearer test:mia',
      'content-type': 'multipart/form-data; boundary=x',
    },
    payload: form,
  })
  expect(statusCode).toBe(400)
})
