/** The 110 police desk, for what is not urgent. Only its simulator exists; docs/gateways.md describes the exchange that a real one needs. */
import { simulate, type SimulatedDeskOptions, type Simulator } from './simulated.ts'

const answers: Record<string, string> = {
  'noise': '已由辖区派出所处置。民警到场后，当事人已调低音量并作出承诺，民警已告知噪声管理规定。如再次发生请及时反映。',
  'suspicious': '已由辖区派出所核查。民警已到现场走访并调取线索，相关情况已登记，并加强该时段巡逻。感谢您提供线索。',
}
const otherwise = '已由辖区派出所处置。民警到场核实后已妥善处理，并将该处列入巡逻路线。'

export const createPolice110Simulator = (options: SimulatedDeskOptions): Simulator => simulate({
  channel: 'police110',
  numberOf: (count, day) => `ZZ110-${day.slice(2).replaceAll('-', '')}-${String(count).padStart(5, '0')}`,
  answerOf: (category) => answers[category] ?? otherwise,
}, options)
