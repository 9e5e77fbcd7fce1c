/** A week of reports for the demo, taken through the same steps that reporters and desks take. */
import type { App } from '../server/main.ts'
import type { Actor } from '../server/platform/actor.ts'
import { newId } from '../server/platform/ids.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { alongLine } from './paths.ts'
import { drawnPhoto } from './photos.ts'
import { cityHour, DAY_MS, MINUTE_MS, whenDeskOpens, type Act } from './timeline.ts'

interface Told {
  category: string
  words: string
  address: string
  answers: Record<string, string | boolean>
}

const REPORTS: readonly Told[] = [
  { category: 'street-light', words: '路口往里第三盏灯不亮，晚上老人走路看不清。', address: '路口往里五十米', answers: { extent: 'one', dark: true } },
  { category: 'manhole', words: '井盖裂了一角，电动车经过颠得厉害。', address: '公交站对面', answers: { damage: 'broken', place: 'cycle', guarded: false } },
  { category: 'obstruction', words: '店家把货箱堆在盲道上好几天了。', address: '菜市场东门', answers: { what: 'goods', blocks: 'tactile' } },
  { category: 'fire-lane', words: '小区消防通道停满了车，喊了几次没人挪。', address: '三号楼北侧', answers: { by: 'car', where: 'outside', often: true } },
  { category: 'rubbish', words: '装修垃圾倒在绿化带里，有一车多。', address: '小公园西侧', answers: { kind: 'building', smell: false } },
  { category: 'ebike-charging', words: '二楼有人从窗户拉线下来给电动车充电。', address: '老干部宿舍楼下', answers: { how: 'wire', building: '2 栋', now: true } },
  { category: 'flooding', words: '下雨后路面积水，过不去。', address: '桥头', answers: { depth: 'ankle' } },
  { category: 'street-light', words: '整条巷子的路灯都不亮，打着手电走。', address: '巷口到祠堂', answers: { extent: 'street', dark: true } },
]

/** How far each report has come: steps the desk takes, then what the reporter says. */
const ENDS = ['fresh', 'accepted', 'solved', 'outside', 'working', 'solved', 'reopened', 'declined', 'waiting'] as const
type End = (typeof ENDS)[number]

const COUNT = 27
const DAYS = [7, 6, 5, 4, 3, 2, 1, 0]
/** Before work, at noon, after dinner, on the evening walk: hours of the day at which people see such things. */
const HOURS = [7.7, 12.3, 17.9, 20.4]
const STEP_MINUTES = 35

/** The last of them a while ago, none at night; a desk takes its steps while it is open, and those still to come are not taken yet. */
export function reportsOfAWeek(app: App, reporters: readonly Actor[], desk: Actor, lines: readonly Coordinate[][], now: Date): Act[] {
  const latest = now.getTime() - 2 * STEP_MINUTES * MINUTE_MS
  const times = DAYS.flatMap((day) => HOURS.map((hour, i) => cityHour(new Date(now.getTime() - day * DAY_MS), hour + ((day * 7 + i * 3) % 10) / 20))).filter((at) => at.getTime() <= latest).slice(-COUNT)
  return times.flatMap((at, i) => story(app, { told: REPORTS[i % REPORTS.length] as Told, line: lines[(i * 5) % lines.length] as Coordinate[], i, at, end: ENDS[i % ENDS.length] as End, reporter: reporters[i % reporters.length] as Actor, desk, now }))
}

interface Story { told: Told; line: Coordinate[]; i: number; at: Date; end: End; reporter: Actor; desk: Actor; now: Date }

function story(app: App, { told, line, i, at, end, reporter, desk, now }: Story): Act[] {
  let id = ''
  const report = async (): Promise<void> => {
    const [lon, lat] = alongLine(line, 90 + i * 61)
    const photo = await app.cases.storePhoto(reporter, await drawnPhoto(told.category, i + 1))
    id = (await app.cases.report(reporter, {
      id: newId(), deviceTime: at.toISOString(), category: told.category, answers: answersFor(app, told) as never, words: told.words, position: { lon, lat }, address: told.address, photos: [photo.id], attendanceId: null,
    })).id
  }
  const take = async (actor: Actor, step: string, more: Record<string, unknown>): Promise<void> => {
    const { version } = await app.cases.get(actor, id)
    await app.cases.step(actor, { id, step, version, photos: [], ...more } as never)
  }
  let when = at
  const acts = stepsTo(end).map(([by, step, more = {}]): Act => {
    when = whenDeskOpens(new Date(when.getTime() + STEP_MINUTES * MINUTE_MS))
    return { at: when, act: () => take(by === 'desk' ? desk : reporter, step, more) }
  })
  return [{ at, act: report }, ...acts.filter((act) => act.at < now)]
}

/** What the report tells; of the rest the first option and no, and no words. */
function answersFor(app: App, told: Told): Record<string, string | boolean> {
  const asked = app.cases.categories().find(({ code }) => code === told.category)?.questions.filter(({ kind }) => kind !== 'text') ?? []
  const plain = asked.map(({ code, kind, options }) => [code, kind === 'choice' ? (options?.[0]?.code ?? '') : false])
  return { ...Object.fromEntries(plain), ...told.answers }
}

type StepTaken = [by: 'desk' | 'reporter', step: string, more?: Record<string, unknown>]

/** The steps that lead there, in their order. */
function stepsTo(end: End): StepTaken[] {
  const accepted: StepTaken[] = [['desk', 'accept']]
  const working: StepTaken[] = [...accepted, ['desk', 'assign', { assignee: '网格员 蔡' }]]
  const replied: StepTaken[] = [...working, ['desk', 'reply', { note: '已到现场处理完毕，谢谢您的反映。' }]]
  const all: Record<End, StepTaken[]> = {
    fresh: [], accepted, working, waiting: replied,
    declined: [['desk', 'decline', { reason: 'not-ours', note: '属供电公司抢修范围，已告知拨打 95598。' }]],
    outside: [...accepted, ['desk', 'hand-over', { channel: 'hotline12345', note: '请责任单位核实处理。' }]],
    solved: [...replied, ['reporter', 'solved']],
    reopened: [...replied, ['reporter', 'not-solved', { note: '今天看还是老样子。' }]],
  }
  return all[end]
}
