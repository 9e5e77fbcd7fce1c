import { Empty } from '../kit/states.tsx'
import { useWords } from '../kit/words.ts'

/** In scope but without the role. */
export function Refused() {
  const say = useWords('console')
  return <Empty heading title={say('refused.title')} hint={say('refused.hint')}><a className="act" href="/console/">{say('notFound.home')}</a></Empty>
}

/** Signed in without any role: volunteers and residents have their own app. */
export function NoRole() {
  const say = useWords('console')
  return (
    <Empty heading title={say('refused.noRole')} hint={say('refused.noRoleWhat')}>
      <a className="act act-main" href="/m/">{say('shell.toPhone')}</a>
      <a className="act" href="/console/sign-out">{say('shell.signOut')}</a>
    </Empty>
  )
}
