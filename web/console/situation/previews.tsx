import { Link } from '@tanstack/react-router'
import type { CaseSummary } from '../../../server/cases/contract.ts'
import type { Patrol } from '../../../server/duties/contract.ts'
import { patrolKinds } from '../../../server/duties/steps.ts'
import { CaseMark, photoHref, useCategoryName } from '../../kit/cases.tsx'
import { consolePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { dateTime, relativeTime, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { PatrolMark } from '../duties/patrol-mark.tsx'
import { Panel } from '../panel.tsx'

/** A pin of the map in short; the desk has the whole. */
export function CasePreview({ item, onClose }: { item: CaseSummary; onClose: () => void }) {
  const say = useWords('situation')
  const language = useLanguage()
  const named = useRegionName()
  const name = useCategoryName()
  return (
    <Panel title={`${item.number} ${name(item.category)}`} onClose={onClose} acts={<Link className="act act-main" to={consolePath.cases({ id: item.id }) as never}>{say('case.open')}</Link>}>
      <p><CaseMark of={item} desk /></p>
      {item.excerpt !== '' && <p className="preview-words">{item.excerpt}</p>}
      {item.cover !== null && <img className="preview-photo" src={photoHref(item.cover, true)} alt="" />}
      <dl className="fact-list">
        <dt>{say('case.place')}</dt><dd>{[named(item.region.name), item.address].filter(Boolean).join(' · ')}</dd>
        <dt>{say('case.reported')}</dt><dd>{relativeTime(item.reportedAt, new Date(), language)}</dd>
        {item.dueAt !== null && <><dt>{say('case.due')}</dt><dd>{dateTime(item.dueAt)}</dd></>}
      </dl>
    </Panel>
  )
}

/** A route of the map in short. */
export function PatrolPreview({ patrol, onClose }: { patrol: Patrol; onClose: () => void }) {
  const say = useWords('situation')
  const language = useLanguage()
  const named = useRegionName()
  return (
    <Panel title={patrol.name} onClose={onClose} acts={<Link className="act act-main" to={consolePath.duty(patrol.id) as never}>{say('patrol.open')}</Link>}>
      <p><PatrolMark patrol={patrol} /></p>
      <dl className="fact-list">
        <dt>{say('filter.kind')}</dt><dd>{patrolKinds[patrol.kind][language]}</dd>
        <dt>{say('patrol.window')}</dt><dd>{windowWords(patrol.startsAt, patrol.endsAt, language)}</dd>
        <dt>{say('walker.region')}</dt><dd>{named(patrol.regionName)}</dd>
        <dt>{say('figure.gap')}</dt><dd>{say('patrol.seats', { taken: patrol.seatsTaken, seats: patrol.seats })}</dd>
      </dl>
    </Panel>
  )
}
