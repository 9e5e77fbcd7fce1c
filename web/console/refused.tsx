import { Empty } from '../kit/states.tsx'
import { useWords } from '../kit/words.ts'

/** In scope but without the role. */
export function Refused() {
  const say = useWords('console')
  return <Empty title={say('refused.title')} hint={say('refused.hint')}><a className="act" href="/console/">{say('notFound.home')}</a></Empty>
}
