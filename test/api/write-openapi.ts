import { writeFile } from 'node:fs/promises'
import { openApiText } from './route-table.ts'

/** `npm run openapi`: writes the description of the API that the repository holds. */
await writeFile(new URL('../../docs/openapi.json', import.meta.url), await openApiText())
