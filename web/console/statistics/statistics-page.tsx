import './statistics.css'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Headline, StatisticsDay, TeamFigures } from '../../../server/statistics/contract.ts'
import { useAddress } from '../../kit/address.ts'
import { api } from '../../kit/client.ts'
import { Figure } from '../../kit/figure.tsx'
import { useRegionName } from '../../kit/region.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { dateTime, localText } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { RowsTable } from '../controls/rows-table.tsx'
import { DayField } from '../controls/date-fields.tsx'
import { OwnRegionSelect, useOwnRegions } from '../own-regions.tsx'
import { DaysChart } from './days-chart.tsx'

const DAY_MS = 86_400_000
const periods = { week: 7, month: 30, quarter: 90, year: 365 } as const
type Period = keyof typeof periods

/** Figures of the officer's region with their formulas; region and period are in the address. */
export default function StatisticsPage() {
  const say = useWords('statistics')
  const [address] = useAddress()
  const [now] = useState(() => new Date())
  const day = (days: number): string => localText(new Date(now.getTime() + days * DAY_MS)).slice(0, 10)
  const [from, to] = [address['from'] ?? day(1 - periods.month), address['to'] ?? day(0)]
  const regionCode = address['region']
  const headline = useQuery({ ...api.statistics.headline.queryOptions({ input: { regionCode, from, to } }), refetchInterval: 60_000, placeholderData: (before) => before })
  const days = useQuery({ ...api.statistics.days.queryOptions({ input: { regionCode, days: 14 } }), refetchInterval: 60_000, placeholderData: (before) => before })
  const teams = useQuery({ ...api.statistics.teams.queryOptions({ input: { regionCode, limit: 100 } }), placeholderData: (before) => before })
  return (
    <div className="wide-page">
      <h1>{say('title')}</h1>
      <Filter from={from} to={to} day={day} />
      <Fetched query={headline} lines={8}>{(figures) => <Figures figures={figures as Headline} />}</Fetched>
      <section className="figure-part"><h2>{say('part.days')}</h2><Fetched query={days} lines={5}>{(list) => <DaysChart days={list as StatisticsDay[]} />}</Fetched></section>
      <section className="figure-part"><h2>{say('part.teams')}</h2>
        <Fetched query={teams} lines={4} isEmpty={(list) => list.length === 0} empty={<Empty title={say('teams.none')} hint={say('teams.noneWhat')} />}>{(list) => <Teams teams={list as TeamFigures[]} />}</Fetched>
      </section>
    </div>
  )
}

function Filter({ from, to, day }: { from: string; to: string; day: (days: number) => string }) {
  const say = useWords('statistics')
  const [address, change] = useAddress()
  const own = useOwnRegions()
  const chosen = (Object.keys(periods) as Period[]).find((one) => to === day(0) && from === day(1 - periods[one]))
  return (
    <div className="statistics-filter" role="group">
      <div className="statistics-region"><OwnRegionSelect value={address['region'] ?? own[0]?.code} allowClear={false} placeholder={say('filter.region')} onChange={(region) => change({ region })} /></div>
      <Select aria-label={say('filter.period')} value={chosen ?? null} placeholder={say('filter.period')} popupMatchSelectWidth={false} options={(Object.keys(periods) as Period[]).map((value) => ({ value, label: say(`filter.${value}`) }))} onChange={(one) => { if (one !== null) change(one === 'month' ? { from: undefined, to: undefined } : { from: day(1 - periods[one]), to: day(0) }) }} />
      <label>{say('filter.from')}<DayField value={from} max={to} onChange={(day) => change({ from: day })} /></label>
      <label>{say('filter.to')}<DayField value={to} min={from} onChange={(day) => change({ to: day })} /></label>
    </div>
  )
}

const percent = (share: number | null): string | null => (share === null ? null : `${Math.round(share * 1000) / 10}%`)

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section className="figure-part"><h2>{title}</h2><div className="figure-row">{children}</div></section>
}

function Figures({ figures: f }: { figures: Headline }) {
  const say = useWords('statistics')
  const named = useRegionName()
  const scope = say('scope', { region: named(f.region.name), from: f.from, to: f.to })
  const scopeNow = say('scopeNow', { region: named(f.region.name) })
  const scopeActive = say('scopeActive', { region: named(f.region.name) })
  const peakWhen = f.onlinePeak === null ? '' : ` · ${say('figure.peakAt', { at: dateTime(f.onlinePeak.at) })}`
  return (
    <>
      <p className="statistics-scope">{scope}</p>
      <Part title={say('part.patrols')}>
        <Figure label={say('figure.patrols')} value={f.patrols} unit={say('unit.times')} formula={say('figure.patrolsFormula', { self: f.patrolsSelfStarted })} scope={scope} />
        <Figure label={say('figure.participations')} value={f.participations} unit={say('unit.visits')} formula={say('figure.participationsFormula')} scope={scope} />
        <Figure label={say('figure.participants')} value={f.participants} unit={say('unit.people')} formula={say('figure.participantsFormula')} scope={scope} />
        <Figure label={say('figure.online')} value={f.online} unit={say('unit.people')} formula={say('figure.onlineFormula')} scope={scopeNow} />
        <Figure label={say('figure.peak')} value={f.onlinePeak?.count ?? null} unit={say('unit.people')} formula={say('figure.peakFormula')} scope={`${scope}${peakWhen}`} />
      </Part>
      <Part title={say('part.cases')}>
        <Figure label={say('figure.reported')} value={f.reported} unit={say('unit.cases')} formula={say('figure.reportedFormula')} scope={scope} />
        <Figure label={say('figure.handled')} value={f.handled} unit={say('unit.cases')} formula={say('figure.handledFormula')} scope={scope} />
        <Figure label={say('figure.handledShare')} value={percent(f.handledShare)} formula={say('figure.handledShareFormula')} scope={scope} />
        <Figure label={say('figure.onTime')} value={percent(f.onTimeShare)} formula={say('figure.onTimeFormula', { inTime: f.closedInTime, closed: f.closed, overdue: f.openOverdue })} scope={scope} />
      </Part>
      <Part title={`${say('part.hours')} · ${say('part.teams')}`}>
        <Figure label={say('figure.minutes')} value={Math.round(f.minutes / 6) / 10} unit={say('unit.hours')} formula={say('figure.minutesFormula')} scope={scope} />
        <Figure label={say('figure.points')} value={f.points} unit={say('unit.points')} formula={say('figure.pointsFormula')} scope={scope} />
        <Figure label={say('figure.teams')} value={f.teams} unit={say('unit.teams')} formula={say('figure.teamsFormula')} scope={scopeNow} />
        <Figure label={say('figure.members')} value={f.members} unit={say('unit.people')} formula={say('figure.membersFormula')} scope={scopeNow} />
        <Figure label={say('figure.active')} value={percent(f.activeShare)} formula={say('figure.activeFormula', { active: f.membersActive, members: f.members })} scope={scopeActive} />
      </Part>
    </>
  )
}

function Teams({ teams }: { teams: readonly TeamFigures[] }) {
  const say = useWords('statistics')
  const named = useRegionName()
  return (
    <RowsTable<TeamFigures> rowKey="teamId" dataSource={teams} columns={[
      { title: say('teams.name'), dataIndex: 'name' }, { title: say('teams.region'), render: (_, team) => named(team.regionName) },
      { title: say('teams.members'), dataIndex: 'members', align: 'right' }, { title: say('teams.active'), dataIndex: 'membersActive', align: 'right' },
      { title: say('teams.share'), align: 'right', render: (_, team) => percent(team.activeShare) ?? '–' },
    ]} />
  )
}
