import { useParams } from 'react-router'
import { PageBody } from '../../components/PageBody.tsx'
import { ImportList } from './ImportList.tsx'
import { Wizard } from './Wizard.tsx'

/** Imports: the earlier ones and the way to begin a new one, or one of them step by step. */
export default function ImportPage() {
  const { id } = useParams()
  return <PageBody>{id ? <Wizard key={id} id={id} /> : <ImportList />}</PageBody>
}
