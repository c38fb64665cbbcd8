import { useParams } from 'react-router'
import { PageBody } from '../../components/PageBody.tsx'
import { TemplateEditor } from './TemplateEditor.tsx'
import { TemplateList } from './TemplateList.tsx'

/** Templates of letters and documents: all of them, or one to work on. */
export default function TemplatesPage() {
  const { id } = useParams()
  return <PageBody>{id ? <TemplateEditor key={id} id={id} /> : <TemplateList />}</PageBody>
}
