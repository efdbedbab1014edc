import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { workbookPath } from './paths.ts'

/** The way to the workbooks of a project, for who may fetch or hand them in. */
export function WorkbookLink({ visit, id }: { readonly visit: Visit; readonly id: string }) {
  if (!visit.isAgency && !visit.roles.includes('applicant')) return null
  return (
    <p>
      <a href={workbookPath(id)}>{texts[visit.locale].link}</a>
    </p>
  )
}

const texts = catalogue(
  { link: 'Liever in Excel? Haal het werkboek op en dien het ingevuld in.' },
  { link: 'Rather in Excel? Fetch the workbook and hand it in filled.' },
)
