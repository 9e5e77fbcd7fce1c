/** A week of reports for the demo, taken through the same steps that reporters and desks take. */
import type { App } from '../server/main.ts'
import type { Actor } from '../server/platform/actor.ts'
import type { ManualClock } from '../server/platform/clock.ts'
import { newId } from '../server/platform/ids.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { alongLine } from './paths.ts'
import { drawnPhoto } from './photos.ts'

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

export async function reportAWeek(app: App, clock: ManualClock, reporters: readonly Actor[], desk: Actor, lines: readonly Coordinate[][], now: Date): Promise<void> {
  const count = 27
  for (let i = 0; i < count; i++) {
    const told = REPORTS[i % REPORTS.length] as Told
    const [lon, lat] = alongLine(lines[(i * 5) % lines.length] as Coordinate[], 90 + i * 61)
    const at = new Date(now.getTime() - (count - i) * 6.1 * 3_600_000)
    clock.set(at)
    const reporter = reporters[i % reporters.length] as Actor
    const photo = await app.cases.storePhoto(reporter, await drawnPhoto(told.category, i + 1))
    const { id } = await app.cases.report(reporter, {
      id: newId(), deviceTime: at.toISOString(), category: told.category, answers: answersFor(app, told) as never, words: told.words, position: { lon, lat }, address: told.address, photos: [photo.id], attendanceId: null,
    })
    await carryOn(app, clock, id, ENDS[i % ENDS.length] as (typeof ENDS)[number], reporter, desk)
  }
}

/** What the report tells; of the rest the first option and no, and no words. */
function answersFor(app: App, told: Told): Record<string, string | boolean> {
  const asked = app.cases.categories().find(({ code }) => code === told.category)?.questions.filter(({ kind }) => kind !== 'text') ?? []
  const plain = asked.map(({ code, kind, options }) => [code, kind === 'choice' ? (options?.[0]?.code ?? '') : false])
  return { ...Object.fromEntries(plain), ...told.answers }
}

async function carryOn(app: App, clock: ManualClock, id: string, end: (typeof ENDS)[number], reporter: Actor, desk: Actor): Promise<void> {
  const take = async (actor: Actor, step: string, more: Record<string, unknown> = {}): Promise<void> => {
    clock.advance({ minutes: 35 })
    const { version } = await app.cases.get(actor, id)
    await app.cases.step(actor, { id, step, version, photos: [], ...more } as never)
  }
  if (end === 'fresh') return
  if (end === 'declined') return take(desk, 'decline', { reason: 'not-ours', note: '属供电公司抢修范围，已告知拨打 95598。' })
  await take(desk, 'accept')
  if (end === 'accepted') return
  if (end === 'outside') return take(desk, 'hand-over', { channel: 'hotline12345', note: '请责任单位核实处理。' })
  await take(desk, 'assign', { assignee: '网格员 蔡' })
  if (end === 'working') return
  await take(desk, 'reply', { note: '已到现场处理完毕，谢谢您的反映。' })
  if (end === 'waiting') return
  await take(reporter, end === 'solved' ? 'solved' : 'not-solved', end === 'solved' ? {} : { note: '今天看还是老样子。' })
}
