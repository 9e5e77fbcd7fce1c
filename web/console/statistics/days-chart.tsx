import { useSyncExternalStore } from 'react'
import type { StatisticsDay } from '../../../server/statistics/contract.ts'
import { useWords } from '../../kit/words.ts'
import { RowsTable } from '../controls/rows-table.tsx'

const [HEIGHT, LEFT, RIGHT, BOTTOM, TOP] = [220, 44, 8, 24, 12]
/** Drawn for the frame it stands in, so that letters keep their size. */
const [WIDE, NARROW] = [960, 340]
const frame = (): MediaQueryList => matchMedia('(max-width: 760px)')
const listen = (changed: () => void): (() => void) => {
  const media = frame()
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

/** A round number not below `value` for the top of an axis whose quarters are whole: four times 1, 2 or 5 times a power of ten. */
export function niceTop(value: number): number {
  if (value <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(value / 4))
  return 4 * ([1, 2, 5, 10].find((step) => 4 * step * power >= value) as number) * power
}

/** Bars of participations, lines of patrols and peak; the same as a table below. */
export function DaysChart({ days }: { days: readonly StatisticsDay[] }) {
  const say = useWords('statistics')
  const small = useSyncExternalStore(listen, () => frame().matches)
  const width = small ? NARROW : WIDE
  const named = (at: number): boolean => !small || (days.length - 1 - at) % 3 === 0
  const top = niceTop(Math.max(1, ...days.map((day) => Math.max(day.participations, day.patrols, day.onlinePeak ?? 0))))
  const step = (width - LEFT - RIGHT) / Math.max(1, days.length)
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)
  const x = (at: number): number => LEFT + step * (at + 0.5)
  const patrols = days.map((day, at) => `${x(at)},${y(day.patrols)}`).join(' ')
  return (
    <figure className="days-chart">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={say('chart.label')}>
        {[0, 0.25, 0.5, 0.75, 1].map((share) => <g key={share}><line x1={LEFT} x2={width} y1={y(top * share)} y2={y(top * share)} className="chart-grid" /><text x={LEFT - 8} y={y(top * share) + 4} textAnchor="end">{top * share}</text></g>)}
        {days.map((day, at) => (
          <g key={day.day}>
            <rect x={x(at) - step * 0.28} width={step * 0.56} y={y(day.participations)} height={HEIGHT - BOTTOM - y(day.participations)} className="chart-bar"><title>{`${day.day} ${say('chart.participations')} ${day.participations}`}</title></rect>
            {day.onlinePeak !== null && <path d={`M${x(at)} ${y(day.onlinePeak) - 5}l5 5-5 5-5-5z`} className="chart-peak"><title>{`${day.day} ${say('chart.peak')} ${day.onlinePeak}`}</title></path>}
            {named(at) && <text x={x(at)} y={HEIGHT - 6} textAnchor="middle">{day.day.slice(5)}</text>}
          </g>
        ))}
        <polyline points={patrols} className="chart-line" />
      </svg>
      <figcaption><span className="key-bar">{say('chart.participations')}</span><span className="key-line">{say('chart.patrols')}</span><span className="key-peak">{say('chart.peak')}</span></figcaption>
      <details>
        <summary>{say('chart.table')}</summary>
        <RowsTable<StatisticsDay> rowKey="day" size="small" dataSource={days.toReversed()} columns={[{ title: say('chart.day'), dataIndex: 'day' }, { title: say('chart.participations'), dataIndex: 'participations', align: 'right' }, { title: say('chart.patrols'), dataIndex: 'patrols', align: 'right' }, { title: say('chart.peak'), align: 'right', render: (_, day) => day.onlinePeak ?? say('chart.none') }]} />
      </details>
    </figure>
  )
}
