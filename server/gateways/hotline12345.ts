/** The 12345 hotline. Only its simulator exists; docs/gateways.md describes the exchange that a real one needs. */
import { simulate, type SimulatedDeskOptions, type Simulator } from './simulated.ts'

const answers: Record<string, string> = {
  'street-light': '已转市政路灯管理单位。经现场查看，系线路接头老化，已更换接头和灯具，当晚恢复照明。感谢您的反映。',
  'manhole': '已转市政养护单位。养护人员到场后先行围挡，现已更换新井盖并复测平整。感谢您的反映。',
  'flooding': '已转排水管理单位。现场雨水口被落叶堵塞，已清掏疏通，积水已排除，并列入汛期重点巡查。',
  'pole': '已转供电、通信单位联合查看。线缆已重新固定，杆体已加装拉线，目前无安全隐患。',
  'road-damage': '已转道路养护单位。破损处已修补并清理现场，后续将跟踪养护。',
}
const otherwise = '已转承办单位办理。承办单位到现场核实，问题已处理，并将加强日常巡查。感谢您的反映。'

export const createHotline12345Simulator = (options: SimulatedDeskOptions): Simulator => simulate({
  channel: 'hotline12345',
  numberOf: (count, day) => `ZZ12345-${day.replaceAll('-', '')}-${String(count).padStart(6, '0')}`,
  answerOf: (category) => answers[category] ?? otherwise,
}, options)
