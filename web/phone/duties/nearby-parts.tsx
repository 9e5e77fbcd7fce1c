import { Link } from '@tanstack/react-router'
import { Icon } from '../../kit/icons.tsx'
import { phonePath } from '../../kit/paths.ts'
import { Empty } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import type { MyPlace } from './place.ts'

/** Nothing to take part in: setting out by oneself is always possible. */
export function NothingNear() {
  const say = useWords('patrol')
  return <Empty title={say('list.none')} hint={say('list.noneWhat')}><Link to={phonePath.setOut() as never} className="act">{say('list.setOut')}</Link></Empty>
}

/** Offers to use the position, or says why there is none. */
export function PlaceLine({ place: { fix, state, locate } }: { place: MyPlace }) {
  const say = useWords('patrol')
  if (fix !== null) return null
  return (
    <>
      <button type="button" className="act" disabled={state === 'asking'} onClick={locate}><Icon name="locate" />{say(state === 'asking' ? 'list.locating' : 'list.locate')}</button>
      {state !== 'off' && state !== 'asking' && <p role="status">{say(`position.${state}`)}</p>}
    </>
  )
}
