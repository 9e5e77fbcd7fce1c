import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { WalkerOnMap } from '../../../server/tracking/contract.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { moved, useKeys } from '../keyboard.ts'
import { Panel } from '../panel.tsx'
import { AgeMark } from './age-mark.tsx'

type Walkers = { total: number; items: WalkerOnMap[] }

/** The people on the map as words: for keyboards, screen readers and who likes lists. `j k` move, Enter opens. */
export function WalkerList({ walkers, chosen, onChoose, onClose }: { walkers: Pick<UseQueryResult<Walkers>, 'data' | 'error' | 'refetch'>; chosen: string | undefined; onChoose: (walker: WalkerOnMap) => void; onClose: () => void }) {
  const say = useWords('situation')
  const items = useMemo(() => walkers.data?.items ?? [], [walkers.data])
  const [at, setAt] = useState(-1)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => { list.current?.querySelectorAll('button')[at]?.focus() }, [at])
  useKeys(useMemo(() => ({ j: () => setAt((now) => moved(now, 1, items.length)), k: () => setAt((now) => moved(now, -1, items.length)) }), [items.length]))
  return (
    <Panel title={say('list.title', { count: walkers.data?.total ?? 0 })} kind="list" onClose={onClose}>
      <Fetched query={walkers} lines={8} isEmpty={({ items: found }) => found.length === 0} empty={<Empty title={say('list.none')} hint={say('list.noneWhat')} />}>
        {({ total, items: found }) => (
          <>
            {total > found.length && <p className="quiet">{say('list.shown', { count: found.length })}</p>}
            <ul className="line-list" ref={list}>{found.map((one) => <Line key={one.attendanceId} one={one} here={one.attendanceId === chosen} onChoose={onChoose} />)}</ul>
          </>
        )}
      </Fetched>
    </Panel>
  )
}

function Line({ one, here, onChoose }: { one: WalkerOnMap; here: boolean; onChoose: (walker: WalkerOnMap) => void }) {
  const say = useWords('situation')
  const language = useLanguage()
  return (
    <li>
      <button type="button" aria-current={here ? 'true' : undefined} onClick={() => onChoose(one)}>
        <span className="line-head"><strong>{one.personName}</strong><AgeMark fixAt={one.fixAt} /></span>
        <span className="line-foot"><span>{say(one.selfStarted ? 'walker.selfStarted' : 'walker.onPatrol')}</span><span>{relativeTime(one.fixAt, new Date(), language)}</span></span>
      </button>
    </li>
  )
}
